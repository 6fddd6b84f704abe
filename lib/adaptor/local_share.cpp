// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/local_share.hpp>

#include <optional>

#include <comm/call/private_communicator.hpp>
#include <comm/job/open_place.hpp>
#include <dispatch/progress/observer.hpp>
#include <dispatch/progress/warn_after.hpp>
#include <dispatch/progress/watchdog.hpp>

namespace dlp::detail {

auto place_in(communicator const& comm) -> place {
  require_usable(comm);
  return in_body_over(comm) ? place{} : place{comm.rank(), comm.size()};
}

struct local_walk::beside {
  std::optional<observer> shows;
  std::optional<watchdog> watches;
};

local_walk::local_walk(index_t last, place place, split_options const& options, char const* name)
    : last_(last),
      stop_(options.stop),
      open_(std::make_unique<open_place>(name, options.where, this, index_in, moment_in)) {
  auto const warn_after = warn_after_of(options.warn_after, name);
  auto const shows = place.rank == 0 && options.progress;
  if (!warn_after && !shows) return;
  beside_ = std::make_unique<beside>();
  if (shows) beside_->shows.emplace(progress_options{true, options.label});
  if (warn_after) beside_->watches.emplace(name, options.where, *warn_after);
}

local_walk::~local_walk() = default;

void local_walk::begin() {
  auto& [shows, watches] = *beside_;
  if (shows) shows->stands([this] { return standing{visited_ - 1, {}, 1, 1, 0}; });
  if (!watches) return;
  watches->pauses();
  watches->begins(index_);
}

void local_walk::end() {
  if (beside_ && beside_->shows)
    beside_->shows->ended([this] { return standing{visited_, {}, 0, 1, 0}; });
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
