// SPDX-License-Identifier: BSL-1.0
#include <dispatch/trace/span_group.hpp>

#include <comm/trace/trace_part.hpp>

namespace dlp::detail {

/// A wait is no part of a group, which would look as if the rank had been busy.
void span_group::add(index_t first, index_t count, time_point from, time_point to) {
  if (open_ && from - open_->to >= grain_) draw();
  if (!open_) open_ = group{.first = first, .from = from};
  open_->count += count;
  open_->to = to;
  open_->busy += to - from;
  if (to - open_->from >= grain_) draw();
}

void span_group::draw() {
  if (!open_) return;
  auto const drawn = *open_;
  open_.reset();
  auto const is_short = drawn.to - drawn.from < std::exchange(grain_, on_.grain());
  if (is_short && !on_.allows_short(drawn.to)) return;
  arguments_.assign("\"").append(number_).append("\":") += std::to_string(drawn.first);
  if (drawn.count != 1) {
    arguments_ += ",\"count\":" + std::to_string(drawn.count) + ",\"busy\":";
    append_microseconds(arguments_, drawn.busy);
  }
  on_.span(kind_, name_, drawn.from, drawn.to, arguments_);
}

}  // namespace dlp::detail
