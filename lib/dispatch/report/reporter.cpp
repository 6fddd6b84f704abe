// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/reporter.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <ios>
#include <mutex>
#include <set>
#include <utility>

#include <core/middle_of.hpp>
#include <core/say_line.hpp>
#include <dispatch/report/assessment.hpp>
#include <dispatch/report/report_json.hpp>
#include <dispatch/report/report_text.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {
namespace {

constexpr auto most_trips = std::size_t{4096};

auto now() -> double { return in_seconds(std::chrono::steady_clock::now()); }

}  // namespace

reporter::reporter(std::string label, writer write) : write_(std::move(write)) {
  record_.label = std::move(label);
}

void reporter::handed_out(int, index_range range) {
  ++record_.chunks;
  if (range.last <= handed_to_) return;
  handed_to_ = range.last;
  record_.drained = now();
}

void reporter::arrived(int rank) { heard_.push_back({rank, now()}); }

void reporter::passed(std::size_t bytes, bool brings_results) {
  ++record_.sent.messages;
  record_.sent.bytes += bytes;
  if (brings_results) record_.sent.result_bytes += bytes;
}

void reporter::waited(double seconds) {
  if (all_trips_++ % trip_step_ != 0) return;
  trips_.push_back(seconds);
  if (trips_.size() < most_trips) return;
  for (auto at = std::size_t{0}; at != trips_.size() / 2; ++at) trips_[at] = trips_[2 * at];
  trips_.resize(trips_.size() / 2);
  trip_step_ *= 2;
}

void reporter::root_was(root_work what, time_point from, time_point to) {
  switch (what) {
    case root_work::its_own:
      return record_.bodies.add(in_seconds(from), in_seconds(to));
    case root_work::keeping:
      return record_.journal.add(in_seconds(from), in_seconds(to));
    case root_work::holding:
      return record_.no_calls.add(in_seconds(from), in_seconds(to));
    case root_work::serving:
      serving_ += std::chrono::duration<double>(to - from).count();
      ++served_;
  }
}

void reporter::told_times(rank_times const& its) { record_.of_ranks.push_back(its); }

/// A worker that had nothing to do has told nothing.
void reporter::concluded(loop_facts const& facts) {
  static_cast<loop_facts&>(record_) = facts;
  record_.drained = std::max(record_.drained, facts.began);
  auto const has_told = [this](int rank) {
    return std::ranges::find(record_.of_ranks, rank, &rank_times::rank) != record_.of_ranks.end();
  };
  for (auto const& [rank, at] : heard_) {
    if (!has_told(rank))
      record_.of_ranks.push_back({.rank = rank, .arrived = at, .left = facts.ended});
  }
  std::ranges::sort(record_.of_ranks, {}, &rank_times::rank);
  auto heard = std::vector<double>();
  for (auto const& its : record_.of_ranks)
    heard.push_back(std::ranges::find(heard_, its.rank, &heard_rank::rank)->at);
  if (!trips_.empty()) record_.trip = middle_of(std::move(trips_));
  record_.serve = served_ == 0 ? 0 : serving_ / static_cast<double>(served_);
  count_from_the_beginning(record_, host_name(), heard);
  if (record_.shared) record_.drained = last_begin_of(record_);
  write_(record_);
}

void write_report_text(loop_record const& record) {
  auto text = report_text(record, assess(record));
  text.pop_back();
  say_line(text);
}

void write_report_json(std::filesystem::path const& file, loop_record const& record) {
  static auto mutex = std::mutex();
  static auto begun = std::set<std::filesystem::path>();
  auto const lock = std::scoped_lock(mutex);
  auto const is_new = begun.insert(file).second;
  auto out = std::ofstream(file, is_new ? std::ios::trunc : std::ios::app);
  out << report_json(record, assess(record)) << '\n';
  if (out.flush()) return;
  say_line("dlp: the report cannot be written to " + file.string() + ": " + std::strerror(errno));
}

}  // namespace dlp::detail
