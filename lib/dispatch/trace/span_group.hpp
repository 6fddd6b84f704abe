// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <comm/trace/timeline.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// Draws spans that follow one another, each with its number. What is shorter than a grain is drawn
/// together with its neighbours, with how many they are and how long they took without gaps; what
/// is short all the same, as that of a short loop, is drawn as far as the budget allows.
class span_group {
 public:
  using time_point = timeline::time_point;

  /// `number`: what the number is called.
  span_group(timeline& on, std::string_view kind, std::string name, std::string_view number)
      : on_(on), kind_(kind), name_(std::move(name)), number_(number) {}
  span_group(span_group const&) = delete;
  auto operator=(span_group const&) -> span_group& = delete;
  ~span_group() { draw(); }

  void add(index_t first, index_t count, time_point from, time_point to);

  /// What has been added and is not drawn yet is so now.
  void draw();

 private:
  struct group {
    index_t first = 0;
    index_t count = 0;
    time_point from = {};
    time_point to = {};
    timeline::clock::duration busy = {};
  };

  timeline& on_;
  std::string_view kind_;
  std::string name_;
  std::string_view number_;
  std::optional<group> open_;
  timeline::clock::duration grain_ = on_.grain();
  std::string arguments_;
};

}  // namespace dlp::detail
