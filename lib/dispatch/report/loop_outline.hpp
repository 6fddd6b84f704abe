// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <dispatch/report/loop_record.hpp>

namespace dlp::detail {

/// Examples that a rank visited one behind the other, as a picture has room for them.
struct outlined_span {
  double begin = 0;
  double end = 0;
  double busy = 0;    ///< seconds in their bodies
  index_t first = 0;  ///< the lowest position
  index_t count = 0;
};

/// What examples cost that lie next to each other.
struct cost_bin {
  index_t first = 0;
  index_t count = 0;
  double seconds = 0;  ///< of all of them
  double longest = 0;
};

/// How many examples took so long, up to the beginning of the next class.
struct cost_class {
  double seconds = 0;
  index_t examples = 0;
};

/// Eight classes are a power of ten.
inline constexpr auto classes_per_decade = 8;

/// What pictures of a loop are drawn from, in a size that does not grow with it. Times are in
/// seconds.
struct loop_outline {
  std::vector<std::vector<outlined_span>> of_ranks;  ///< as the record has the ranks
  double root_step = 0;
  std::vector<double> root_bodies;   ///< how long the root was in its own code, in each step
  std::vector<double> root_journal;  ///< and in the journal
  std::vector<cost_bin> costs;       ///< in the order of the range
  bool costs_by_index = true;        ///< or else by position, where the loop goes by cost
  std::vector<cost_class> histogram;
};

/// Of a record that is counted from the beginning.
[[nodiscard]] auto outline_of(loop_record const& record) -> loop_outline;

}  // namespace dlp::detail
