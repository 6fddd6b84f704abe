// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/local_share.hpp>

#include <optional>
#include <utility>

#include <comm/call/private_communicator.hpp>
#include <comm/job/crash_line.hpp>
#include <dispatch/progress/observer.hpp>
#include <dispatch/trace/loop_drawing.hpp>

namespace dlp::detail {

/// Draws each example of a walk when the next one is asked for.
class local_drawing {
 public:
  explicit local_drawing(std::unique_ptr<loop_drawing> on) : on_(std::move(on)) {}

  void steps_from(index_t index, bool was_visited) {
    auto const now = timeline::clock::now();
    if (was_visited) on_->visited(index, 1, begun_, now);
    begun_ = now;
  }

 private:
  std::unique_ptr<loop_drawing> on_;
  timeline::time_point begun_;
};

auto place_in(communicator const& comm) -> place {
  require_usable(comm);
  return in_body_over(comm) ? place{} : place{comm.rank(), comm.size()};
}

local_walk::local_walk(index_t last, place place, split_options const& options, char const* name)
    : last_(last),
      stop_(options.stop),
      open_(std::make_unique<open_place>(name, options.where, this, index_in)) {
  if (auto on = draw_loop(title_here(options.label, name, options.where), timeline::clock::now()))
    drawing_ = std::make_unique<local_drawing>(std::move(on));
  auto const is_shown = place.rank == 0 && options.progress;
  if (!drawing_ && !is_shown) return;
  observer_ = std::make_unique<observer>(progress_options{is_shown, options.label});
}

local_walk::~local_walk() = default;

void local_walk::show_progress() {
  if (drawing_) drawing_->steps_from(index_, visited_ != 0);
  observer_->stands([this] { return standing{visited_, {}, 1, 1, 0}; });
}

void local_walk::end() {
  if (observer_) observer_->ended([this] { return standing{visited_, {}, 0, 1, 0}; });
  observer_.reset();
  drawing_.reset();
  open_.reset();
  last_ = 0;
}

auto local_walk::index_in(void const* walk) noexcept -> index_t {
  auto const& here = *static_cast<local_walk const*>(walk);
  return here.visited_ == 0 ? no_end : here.index_;
}

}  // namespace dlp::detail
