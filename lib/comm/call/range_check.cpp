// SPDX-License-Identifier: BSL-1.0
#include <comm/call/range_check.hpp>

#include <cstdlib>

#include <comm/job/variable.hpp>

namespace dlp::detail {

auto ranges_are_compared() -> bool {
  static auto const are = [] {
    auto const variable = [](char const* name) { return std::getenv(name); };
    auto const* const what = "1, for loops that compare what their ranges contain, or 0";
    return word_in(variable, "DLP_CHECK", {"0", "1"}, what) == "1";
  }();
  return are;
}

}  // namespace dlp::detail
