// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/span_text.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>

#include <core/duration_text.hpp>

namespace dlp::detail {
namespace {

/// A number below 1000 with two digits or more.
auto short_number(double number) -> std::string {
  auto text = std::array<char, 32>();
  auto const digits = number == 0 || number >= 9.95 ? 0 : number >= 0.995 ? 1 : 2;
  std::snprintf(text.data(), text.size(), "%.*f", digits, number);
  return text.data();
}

}  // namespace

auto span_text(double seconds) -> std::string {
  if (seconds >= 59.5) return duration_text(seconds);
  if (seconds >= 0.9995) return short_number(seconds) + " s";
  if (seconds >= 0.9995e-3) return short_number(seconds * 1e3) + " ms";
  return short_number(std::max(seconds, 0.0) * 1e6) + " µs";
}

auto size_text(double bytes) -> std::string {
  constexpr auto units = std::array{"bytes", "kB", "MB", "GB", "TB"};
  auto unit = std::size_t{0};
  for (; bytes >= 999.5 && unit + 1 != units.size(); ++unit) bytes /= 1000;
  return short_number(bytes) + " " + units[unit];
}

auto percent_text(double share) -> std::string {
  auto const percent = 100 * share;
  if (percent < 0.05) return "0 %";
  auto text = std::array<char, 32>();
  std::snprintf(text.data(), text.size(), percent < 0.95 ? "%.1f %%" : "%.0f %%", percent);
  return text.data();
}

}  // namespace dlp::detail
