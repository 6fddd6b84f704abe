// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/survive.hpp>

#include <sstream>

#include <dlp/core/error.hpp>

namespace dlp::detail {

auto to_string(survive const& rule) -> std::string {
  auto text = std::ostringstream();
  text << "survive{.patience = " << rule.patience.count() << " s, .deaths = " << rule.deaths << "}";
  return text.str();
}

void require_sense(survive const& rule) {
  if (rule.deaths >= 1 && rule.patience.count() >= 0) return;  // false also for "not a number"
  throw usage_error("dlp: " + to_string(rule) +
                    ": deaths has to be at least 1, and patience not negative");
}

}  // namespace dlp::detail
