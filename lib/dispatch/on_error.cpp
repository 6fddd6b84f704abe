// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/on_error.hpp>

namespace dlp::detail {

auto to_string(error_policy const& policy) -> std::string {
  if (auto const* const again = std::get_if<retry>(&policy)) {
    return "retry{" + std::to_string(again->times) + "}";
  }
  return std::holds_alternative<collect>(policy) ? "collect" : "stop";
}

}  // namespace dlp::detail
