// SPDX-License-Identifier: BSL-1.0
#include <dispatch/trace/root_drawing.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>

#include <dlp/core/failure.hpp>

namespace dlp::detail {
namespace {

auto of_rank(std::string_view what, int rank) -> std::string {
  return std::string(what) + " rank " + std::to_string(rank);
}

}  // namespace

root_drawing::root_drawing(timeline& on, std::string title)
    : on_(on),
      title_(std::move(title)),
      arrived_(timeline::clock::now()),
      bodies_(on, "root", "result of " + title_, "result") {}

root_drawing::~root_drawing() {
  bodies_.draw();
  on_.span_if_allowed("loop", "in " + title_ + ", root", arrived_, timeline::clock::now());
}

/// What has been handed out is drawn where there is something to spare: its worker draws it then.
auto root_drawing::draws(chunk_name const& chunk, index_range range) -> bool {
  auto const from = timeline::clock::now();
  if (!on_.allows_short(from)) return false;
  hands_out_ = handing{chunk, range, from};
  return true;
}

/// That which is handed out is about to go.
void root_drawing::passed(std::size_t, bool) {
  if (!hands_out_) return;
  auto const [chunk, range, from] = *hands_out_;
  hands_out_.reset();
  on_.span(
      "chunk", of_rank("chunk to", chunk.rank), from, timeline::clock::now(),
      "\"first\":" + std::to_string(range.first) + ",\"count\":" + std::to_string(range.size()));
  on_.arrow_leaves(way_there(chunk), from);
  away_.insert_or_assign({chunk.rank, range.first}, chunk);
}

void root_drawing::done(int rank, index_range range, double) {
  auto const found = away_.find({rank, range.first});
  if (found == away_.end()) return;
  comes_ = coming{found->second, timeline::clock::now()};
  away_.erase(found);
}

void root_drawing::root_was(root_work what, time_point from, time_point to) {
  switch (what) {
    case root_work::its_own:
      return bodies_.add(results_++, 1, from, to);
    case root_work::keeping:
      // By itself: it may lie in a group of bodies, which it is not to overlap.
      return on_.span_if_allowed("journal", "journal", from, to);
    case root_work::holding:
    case root_work::serving:
      break;
  }
  // A tick before what they lead to, as the next chunk to that rank.
  if (!comes_) return;
  auto const [chunk, at] = *comes_;
  comes_.reset();
  on_.span("chunk", of_rank("results of", chunk.rank), from, to);
  on_.arrow_comes(way_back(chunk), std::max<time_point>(from, at - timeline::tick));
}

void root_drawing::failed(failure const& what) { on_.instant("failure", to_string(what)); }

void root_drawing::lost(int rank) { on_.instant("lost", of_rank("lost:", rank)); }

void root_drawing::says(std::string_view sentence) { on_.instant("note", sentence); }

void root_drawing::arrived(int rank) { heard_[rank] = in_seconds(timeline::clock::now()); }

void root_drawing::told_times(rank_times const& its) {
  if (its.host == host_name()) return;
  auto const left = its.left_early ? std::nullopt : std::optional(its.left);
  others_.push_back({its.host, heard_[its.rank] - its.arrived, left});
}

/// A rank was heard of after it came, and has left after the end, if not early.
void root_drawing::concluded(loop_facts const& facts) {
  auto const time = [](double seconds) {
    return std::chrono::nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
  };
  for (auto const& other : others_) {
    auto const least = other.left ? time(facts.ended - *other.left) : timeline::no_least;
    on_.clock_of(other.host, least, time(other.heard_less_arrived));
  }
}

}  // namespace dlp::detail
