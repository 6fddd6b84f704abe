// SPDX-License-Identifier: BSL-1.0
#include <core/json_text.hpp>

namespace dlp::detail {

void append_json(std::string& to, std::string_view text) {
  constexpr auto digits = std::string_view("0123456789abcdef");
  to += '"';
  for (auto const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      to += {'\\', c};
    } else if (byte < 0x20) {
      to += {'\\', 'u', '0', '0', digits[byte / 16], digits[byte % 16]};
    } else {
      to += c;
    }
  }
  to += '"';
}

}  // namespace dlp::detail
