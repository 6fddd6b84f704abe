// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/report_text.hpp>

#include <algorithm>

#include <dispatch/report/sentences.hpp>
#include <dispatch/report/span_text.hpp>

namespace dlp::detail {
namespace {

auto title_of(loop_record const& record) -> std::string {
  auto text = "dlp: report: " + (record.label.empty() ? "" : record.label + ": ") + record.words;
  return record.where.empty() ? text : text + " (" + record.where + ")";
}

auto sum_line(loop_record const& record, assessment const& of) -> std::string {
  auto const& sum = of.sum;
  auto const who = record.ranks == 1 ? std::string("one rank")
                   : record.shared   ? std::to_string(record.ranks) + " ranks"
                                     : std::to_string(of.workers) +
                                         (of.workers == 1 ? " worker" : " workers") + " and a root";
  return std::to_string(sum.examples) + " " + record.things() + " on " + who + ": " +
         span_text(sum.seconds) + " in all, " + span_text(sum.mean()) + " each; the longest " +
         span_text(sum.longest) + (sum.longest_is_exact ? ", index " : ", near index ") +
         std::to_string(record.index_at(sum.longest_at)) + " on rank " +
         std::to_string(sum.longest_rank);
}

auto time_line(assessment const& of) -> std::string {
  return "took " + span_text(of.makespan) + "; not less than " + span_text(of.bound) +
         " is possible on so many; efficiency " + percent_text(of.efficiency);
}

auto idle_line(assessment const& of) -> std::string {
  auto const& idle = of.idle;
  auto text = "idle " + percent_text(of.share(idle.all())) + ": start " +
              percent_text(of.share(idle.start)) + ", handing out " +
              percent_text(of.share(idle.handing_out)) + ", waiting for the root " +
              percent_text(of.share(idle.root));
  if (idle.no_calls > 0) text += ", for calls " + percent_text(of.share(idle.no_calls));
  if (idle.journal > 0) text += ", for the journal " + percent_text(of.share(idle.journal));
  return text + ", the tail " + percent_text(of.share(idle.tail)) + ", the end " +
         percent_text(of.share(idle.end));
}

auto replay_line(loop_record const& record, assessment const& of) -> std::string {
  auto text = "replayed: " + to_string(record.rule) + " " + span_text(*of.again.used);
  for (auto const& one : of.again.schedules) text += ", " + one.how + " " + span_text(one.seconds);
  if (of.again.known_costs) text += ", with known costs " + span_text(*of.again.known_costs);
  return text;
}

auto ranks_line(assessment const& of) -> std::string {
  auto text = std::string("with other numbers of ranks:");
  for (auto const& one : of.again.ranks)
    text += " " + std::to_string(one.ranks) + ": " + span_text(one.seconds) + ",";
  text.pop_back();
  return text;
}

}  // namespace

auto report_text(loop_record const& record, assessment const& of) -> std::string {
  auto text = title_of(record) + "\n";
  auto const add = [&](std::string const& line) { text += "  " + line + "\n"; };
  add(sum_line(record, of));
  add(time_line(of));
  add(idle_line(of));
  if (!record.shared)
    add(std::to_string(record.sent.messages) + " messages, " +
        size_text(static_cast<double>(record.sent.bytes)));
  if (of.again.used) {
    add(replay_line(record, of));
    if (!of.again.ranks.empty()) add(ranks_line(of));
    if (!replay_meets(of))
      add("the replay does not meet what was measured: " + span_text(*of.again.used) + " and " +
          span_text(of.makespan) + "; take what it says of other schedules for a guess");
  }
  for (auto const& sentence : sentences_of(record, of)) add("→ " + sentence);
  return text;
}

}  // namespace dlp::detail
