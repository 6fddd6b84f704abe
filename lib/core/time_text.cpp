// SPDX-License-Identifier: BSL-1.0
#include <core/time_text.hpp>

#include <array>

namespace dlp::detail {

auto time_text(std::time_t moment) -> std::string {
  auto parts = std::tm();
  ::localtime_r(&moment, &parts);
  auto text = std::array<char, 32>();
  return {text.data(), std::strftime(text.data(), text.size(), "%F %T", &parts)};
}

}  // namespace dlp::detail
