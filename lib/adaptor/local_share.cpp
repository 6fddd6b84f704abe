// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/local_share.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include <comm/call/private_communicator.hpp>
#include <comm/job/child_process.hpp>
#include <comm/job/open_place.hpp>
#include <dispatch/progress/observer.hpp>
#include <dispatch/progress/warn_after.hpp>
#include <dispatch/progress/watchdog.hpp>
#include <dispatch/trace/loop_drawing.hpp>

namespace dlp::detail {

/// Draws each example of a walk when the next one begins, or the walk is over, or left.
class drawing_of_walk {
 public:
  explicit drawing_of_walk(std::unique_ptr<loop_drawing> on) : on_(std::move(on)) {}

  void begins(index_t index) {
    auto const now = timeline::clock::now();
    if (index_) on_->visited(*index_, 1, begun_, now);
    index_ = index;
    begun_ = now;
  }
  /// What lies behind the end of its range has not been visited.
  void ends(index_t end) {
    if (index_ && *index_ < end) on_->visited(*index_, 1, begun_, timeline::clock::now());
  }

 private:
  std::unique_ptr<loop_drawing> on_;
  std::optional<index_t> index_;
  timeline::time_point begun_;
};

auto place_in(communicator const& comm) -> place {
  require_usable(comm);
  return in_body_over(comm) ? place{} : place{comm.rank(), comm.size()};
}

struct local_walk::beside {
  std::optional<observer> shows;
  std::optional<watchdog> watches;
  std::optional<drawing_of_walk> draws;
};

local_walk::local_walk(index_t last, place place, split_options const& options, char const* name)
    : last_(last),
      stop_(options.stop),
      open_(std::make_unique<open_place>(name, options.where, this, index_in, moment_in)) {
  auto const warn_after = warn_after_of(options.warn_after, name);
  auto const shows = place.rank == 0 && options.progress;
  auto draws =
      draw_loop(title_here(options.label, name, options.where), std::chrono::steady_clock::now());
  if (!warn_after && !shows && !draws) return;
  beside_ = std::make_unique<beside>();
  if (shows) beside_->shows.emplace(progress_options{true, options.label});
  if (warn_after) beside_->watches.emplace(name, options.where, *warn_after);
  if (draws) beside_->draws.emplace(std::move(draws));
}

local_walk::~local_walk() {
  if (beside_ && beside_->draws && !is_child()) beside_->draws->ends(last_);
}

void local_walk::begin() {
  auto& [shows, watches, draws] = *beside_;
  if (shows) shows->stands([this] { return standing{visited_ - 1, {}, 1, 1, 0}; });
  if (draws) draws->begins(index_);
  if (!watches) return;
  watches->pauses();
  watches->begins(index_);
}

void local_walk::end() {
  if (beside_ && beside_->shows)
    beside_->shows->ended([this] { return standing{visited_, {}, 0, 1, 0}; });
  if (beside_ && beside_->draws) beside_->draws->ends(last_);
  beside_.reset();
  open_.reset();
  last_ = 0;
}

auto local_walk::index_in(void const* walk) noexcept -> index_t {
  auto const& here = *static_cast<local_walk const*>(walk);
  return here.visited_ == 0 ? no_end : here.index_;
}

auto local_walk::moment_in(void const* walk) noexcept -> loop_moment {
  auto const& here = *static_cast<local_walk const*>(walk);
  auto now = loop_moment{.index = index_in(walk)};
  if (here.beside_ && here.beside_->watches) here.beside_->watches->tell_moment(now);
  return now;
}

}  // namespace dlp::detail
