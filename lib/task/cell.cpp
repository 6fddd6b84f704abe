// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/cell.hpp>

namespace dlp {

auto cell::id() const -> std::string {
  auto text = std::string(16, '0');
  auto left = parameters;
  for (auto at = text.rbegin(); left != 0; ++at, left >>= 4) *at = "0123456789abcdef"[left & 15];
  return text;
}

}  // namespace dlp
