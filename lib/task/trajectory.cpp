// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/trajectory.hpp>

#include <string>

#include <dlp/core/error.hpp>

namespace dlp::detail {

void refuse_trajectory(index_t number, index_t size) {
  throw usage_error("dlp: batch: trajectory " + std::to_string(number) + " of " +
                    std::to_string(size) + ": they are counted from 0 in each batch");
}

}  // namespace dlp::detail
