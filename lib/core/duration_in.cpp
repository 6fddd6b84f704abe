// SPDX-License-Identifier: BSL-1.0
#include <core/duration_in.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

namespace dlp::detail {
namespace {

struct unit {
  std::string_view name;
  double seconds;
};

constexpr auto units = std::array{unit{"", 1},     unit{"s", 1},     unit{"ms", 1e-3},
                                  unit{"min", 60}, unit{"h", 3'600}, unit{"d", 86'400}};

}  // namespace

auto duration_in(std::string_view text) -> std::optional<double> {
  auto number = 0.0;
  auto const [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || !std::isfinite(number) || number < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  if (text.starts_with(' ')) text.remove_prefix(1);
  auto const* const one = std::ranges::find(units, text, &unit::name);
  return one == units.end() ? std::nullopt : std::optional(number * one->seconds);
}

}  // namespace dlp::detail
