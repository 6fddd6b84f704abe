// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/report_json.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <core/json_text.hpp>
#include <core/number_text.hpp>
#include <dispatch/report/loop_outline.hpp>
#include <dispatch/report/sentences.hpp>

namespace dlp::detail {
namespace {

/// An object, or a list where its members have no names.
class json {
 public:
  explicit json(char open = '{') : text_(1, open), close_(open == '{' ? '}' : ']') {}

  auto add(std::string_view name, std::string_view text) -> json& {
    begin(name);
    append_json(text_, text);
    return *this;
  }
  auto add(std::string_view name, char const* text) -> json& {
    return add(name, std::string_view(text));
  }
  auto add(std::string_view name, bool is) -> json& { return put(name, is ? "true" : "false"); }
  auto add(std::string_view name, int number) -> json& { return put(name, std::to_string(number)); }
  auto add(std::string_view name, std::uint64_t number) -> json& {
    return put(name, std::to_string(number));
  }
  auto add(std::string_view name, double number) -> json& {
    return put(name, text_of_number(number));
  }
  auto add(std::string_view name, std::optional<double> number) -> json& {
    return number ? add(name, *number) : put(name, "null");
  }
  auto add(std::string_view name, json const& other) -> json& { return put(name, other.text()); }

  [[nodiscard]] auto text() const -> std::string { return text_ + close_; }

 private:
  void begin(std::string_view name) {
    if (text_.size() > 1) text_ += ", ";
    if (close_ == ']') return;
    append_json(text_, name);
    text_ += ": ";
  }
  auto put(std::string_view name, std::string const& value) -> json& {
    begin(name);
    text_ += value;
    return *this;
  }

  std::string text_;
  char close_;
};

auto ranks_of(loop_record const& record, assessment const& of) -> json {
  auto all = json('[');
  for (auto at = std::size_t{0}; at != record.of_ranks.size(); ++at) {
    auto const& its = record.of_ranks[at];
    auto examples = index_t{0};
    auto seconds = 0.0;
    for (auto const& one : its.visits) {
      examples += one.count;
      seconds += one.seconds;
    }
    all.add("", json()
                    .add("rank", its.rank)
                    .add("host", its.host)
                    .add("arrived", its.arrived)
                    .add("examples", examples)
                    .add("seconds", seconds)
                    .add("without_core", its.queued)
                    .add("slowness", of.slowness[at]));
  }
  return all;
}

auto replays_in(assessment const& of) -> json {
  auto schedules = json();
  for (auto const& one : of.again.schedules) schedules.add(one.how, one.seconds);
  auto ranks = json();
  for (auto const& one : of.again.ranks) ranks.add(std::to_string(one.ranks), one.seconds);
  return json()
      .add("used", of.again.used)
      .add("meets", replay_meets(of))
      .add("schedules", schedules)
      .add("known_costs", of.again.known_costs)
      .add("ranks", ranks);
}

/// To a tenth of a microsecond, which takes few digits.
auto rounded(double seconds) -> double { return std::round(seconds * 1e7) / 1e7; }

auto steps_in(std::vector<double> const& steps) -> json {
  auto all = json('[');
  for (auto const seconds : steps) all.add("", rounded(seconds));
  return all;
}

auto outline_in(loop_record const& record) -> json {
  auto const of = outline_of(record);
  auto ranks = json('[');
  for (auto const& spans : of.of_ranks) {
    auto its = json('[');
    for (auto const& one : spans)
      its.add("", json('[')
                      .add("", rounded(one.begin))
                      .add("", rounded(one.end))
                      .add("", rounded(one.busy))
                      .add("", record.index_at(one.first))
                      .add("", one.count));
    ranks.add("", its);
  }
  auto costs = json('[');
  for (auto const& one : of.costs)
    costs.add(
        "",
        json('[').add("", one.first).add("", one.count).add("", one.seconds).add("", one.longest));
  auto classes = json('[');
  for (auto const& one : of.histogram)
    classes.add("", json('[').add("", one.seconds).add("", one.examples));
  return json()
      .add("spans", ranks)
      .add("root_step", of.root_step)
      .add("root_bodies", steps_in(of.root_bodies))
      .add("root_journal", steps_in(of.root_journal))
      .add("costs_by", of.costs_by_index ? "index" : "position")
      .add("costs", costs)
      .add("histogram", classes);
}

}  // namespace

auto name_of(cause what) -> std::string_view {
  constexpr auto names = std::array<std::string_view, 16>{
      "none",          "one_worker",     "late_rank",    "late_root",
      "slow_rank",     "shared_core",    "crowded",      "slow_root",
      "large_results", "slow_submitter", "slow_journal", "slow_network",
      "tiny_examples", "few_examples",   "long_example", "large_chunks"};
  return names[static_cast<std::size_t>(what)];
}

auto report_json(loop_record const& record, assessment const& of) -> std::string {
  auto const& idle = of.idle;
  auto findings = json('[');
  for (auto const& one : of.findings)
    findings.add("", json()
                         .add("cause", name_of(one.is))
                         .add("share", one.share)
                         .add("rank", one.rank)
                         .add("sentence", sentence_of(one, record, of)));
  auto sentences = json('[');
  for (auto const& one : sentences_of(record, of)) sentences.add("", one);
  auto text = json();
  text.add("loop", record.words)
      .add("label", record.label)
      .add("where", record.where)
      .add("schedule", to_string(record.rule))
      .add("by_cost", !record.order.empty())
      .add("complete", record.complete)
      .add("ranks", record.ranks)
      .add("workers", of.workers)
      .add("examples", of.sum.examples)
      .add("seconds", of.sum.seconds)
      .add("longest", json()
                          .add("seconds", of.sum.longest)
                          .add("index", record.index_at(of.sum.longest_at))
                          .add("exact", of.sum.longest_is_exact)
                          .add("rank", of.sum.longest_rank))
      .add("bound", of.bound)
      .add("makespan", of.makespan)
      .add("efficiency", of.efficiency)
      .add("idle", json()
                       .add("start", idle.start)
                       .add("handing_out", idle.handing_out)
                       .add("root", idle.root)
                       .add("journal", idle.journal)
                       .add("no_calls", idle.no_calls)
                       .add("tail", idle.tail)
                       .add("end", idle.end));
  if (!record.shared)
    text.add("messages", record.sent.messages)
        .add("bytes", record.sent.bytes)
        .add("round_trip", record.trip)
        .add("per_message", record.serve);
  return text.add("of_ranks", ranks_of(record, of))
      .add("replays", replays_in(of))
      .add("findings", findings)
      .add("sentences", sentences)
      .add("outline", outline_in(record))
      .text();
}

}  // namespace dlp::detail
