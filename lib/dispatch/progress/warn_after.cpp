// SPDX-License-Identifier: BSL-1.0
#include <dispatch/progress/warn_after.hpp>

#include <cstdlib>
#include <string>

#include <core/duration_in.hpp>
#include <core/number_text.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {

auto warn_after_of(std::optional<std::chrono::duration<double>> option, std::string_view call)
    -> std::optional<double> {
  if (option && !(option->count() > 0))
    throw usage_error("dlp: " + std::string(call) + ": warn_after is " +
                      text_of_number(option->count()) + " s, and has to be more than 0");
  auto const* const text = std::getenv("DLP_WARN_AFTER");
  if (!text || *text == '\0') return option ? std::optional(option->count()) : std::nullopt;
  auto const seconds = duration_in(text);
  if (!seconds)
    throw usage_error("dlp: DLP_WARN_AFTER=" + std::string(text) +
                      ": it is a time, as 600 (seconds), 10min or 2h, or 0 for no warning");
  return *seconds > 0 ? seconds : std::nullopt;
}

}  // namespace dlp::detail
