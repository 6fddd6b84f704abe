// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/local_share.hpp>

#include <optional>

#include <comm/call/private_communicator.hpp>
#include <comm/job/crash_line.hpp>
#include <dispatch/progress/observer.hpp>

namespace dlp::detail {

auto place_in(communicator const& comm) -> place {
  require_usable(comm);
  return in_body_over(comm) ? place{} : place{comm.rank(), comm.size()};
}

local_walk::local_walk(index_t last, place place, split_options const& options, char const* name)
    : last_(last),
      stop_(options.stop),
      open_(std::make_unique<open_place>(name, options.where, this, index_in)) {
  if (place.rank != 0 || !options.progress) return;
  observer_ = std::make_unique<observer>(progress_options{true, options.label});
}

local_walk::~local_walk() = default;

void local_walk::show_progress() {
  observer_->stands([this] { return standing{visited_, {}, 1, 1, 0}; });
}

void local_walk::end() {
  if (observer_) observer_->ended([this] { return standing{visited_, {}, 0, 1, 0}; });
  observer_.reset();
  open_.reset();
  last_ = 0;
}

auto local_walk::index_in(void const* walk) noexcept -> index_t {
  auto const& here = *static_cast<local_walk const*>(walk);
  return here.visited_ == 0 ? no_end : here.index_;
}

}  // namespace dlp::detail
