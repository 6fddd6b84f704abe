// SPDX-License-Identifier: BSL-1.0
#include <core/say_line.hpp>

#include <cstdio>
#include <string>

namespace dlp::detail {

void say_line(std::string_view line) {
  auto const whole = std::string(line) + "\n";
  std::fwrite(whole.data(), 1, whole.size(), stderr);
}

}  // namespace dlp::detail
