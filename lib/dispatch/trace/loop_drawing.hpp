// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>

#include <comm/trace/timeline.hpp>
#include <dispatch/trace/chunk_name.hpp>
#include <dispatch/trace/span_group.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// What a timeline calls a loop: its label, or what the user typed, with which `words` begin, and
/// where: "map at x.cpp:9". Empty where this process has no timeline.
[[nodiscard]] auto title_here(std::string_view label, std::string_view words,
                              std::source_location where) -> std::string;

/// Draws what a rank that computes does in a loop: the bodies, the chunks in which they come, and
/// where it waits; and that it is in the loop, until it is destroyed.
class loop_drawing {
 public:
  using time_point = timeline::time_point;

  loop_drawing(timeline& on, std::string title, time_point arrived);
  ~loop_drawing();

  void visited(index_t first, index_t count, time_point from, time_point to) {
    bodies_.add(first, count, from, to);
  }

  /// For what is to be done next.
  void waited(time_point from, time_point to);

  /// A chunk is opened, which the root has drawn where there is a `name`; and given back, with what
  /// was visited of it, if anything.
  void opens(std::optional<chunk_name> name, time_point now);
  void gives_back(index_range visited, time_point now);

 private:
  timeline& on_;
  std::string title_;
  time_point arrived_;
  span_group bodies_;
  std::optional<chunk_name> chunk_;
  time_point opened_;
  time_point came_;  // no sooner than it was sent, whatever opened_ is
};

/// One where this process has a timeline, and the loop a title.
[[nodiscard]] auto draw_loop(std::string title, timeline::time_point arrived)
    -> std::unique_ptr<loop_drawing>;

}  // namespace dlp::detail
