// SPDX-License-Identifier: BSL-1.0
#include "table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace benchmark {

void table::print() const {
  auto widths = std::vector<std::size_t>(rows_.front().size());
  for (auto const& cells : rows_)
    for (auto i = std::size_t{0}; i != cells.size(); ++i)
      widths[i] = std::max(widths[i], cells[i].size());

  for (auto const& cells : rows_) {
    auto line = std::string();
    for (auto i = std::size_t{0}; i != cells.size(); ++i) {
      auto const space = std::string(widths[i] - cells[i].size(), ' ');
      line += "  " + (i == 0 ? cells[i] + space : space + cells[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    std::printf("%s\n", line.c_str());
  }
}

auto fixed(double value, int digits) -> std::string {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

auto three_digits(double value) -> std::string {
  if (value == 0 || !std::isfinite(value)) return fixed(value, 0);
  auto const magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  return fixed(value, std::clamp(2 - magnitude, 0, 9));
}

}  // namespace benchmark
