// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/item.hpp>

namespace dlp::detail {

auto to_string(item_path const& path) -> std::string {
  auto text = std::string();
  for (auto const number : path) text += (text.empty() ? "" : ".") + std::to_string(number);
  return text;
}

}  // namespace dlp::detail
