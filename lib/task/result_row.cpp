// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/result_row.hpp>

namespace dlp::detail {

void refuse_row_without(std::string const& name) {
  throw error("dlp: there is no column " + name + " for the result");
}

}  // namespace dlp::detail
