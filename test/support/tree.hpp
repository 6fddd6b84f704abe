// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/task/feeder.hpp>

namespace dlp_test {

/// The numbers [0, size) as a tree of which 0 is the root, and each has three children: adds those
/// of x.
inline void add_children(int x, int size, dlp::feeder<int>& more) {
  for (auto child = 3 * x + 1; child <= 3 * x + 3; ++child)
    if (child < size) more.add(child);
}

}  // namespace dlp_test
