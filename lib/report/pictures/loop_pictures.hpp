// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <report/pictures/drawn_run.hpp>
#include <report/pictures/svg_picture.hpp>

namespace dlp::detail {

/// A picture with the name that a file of it has, as "who", and what a person is told beside it.
struct named_picture {
  std::string name;
  std::string title;
  std::string caption;
  bool is_wide;
  svg_picture drawn;
};

/// All pictures for which a loop has what is to be drawn: who did what, how many workers were busy,
/// where the time went, costs along the range and as a histogram, other schedules, other numbers of
/// ranks.
[[nodiscard]] auto pictures_of(drawn_loop const& loop) -> std::vector<named_picture>;

/// Who was in which loop over a whole run; none without a timeline.
[[nodiscard]] auto picture_of_run(drawn_run const& run) -> std::optional<named_picture>;

}  // namespace dlp::detail
