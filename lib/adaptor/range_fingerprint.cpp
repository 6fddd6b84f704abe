// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/range_fingerprint.hpp>

#include <array>
#include <charconv>

namespace dlp::detail {

auto text_of(range_digest const& seen) -> std::string {
  auto digits = std::array<char, 16>();
  auto const end = std::to_chars(digits.begin(), digits.end(), seen.whole(), 16).ptr;
  return std::to_string(seen.count()) +
         (seen.has_ended() ? " examples, " : " examples and more, ") +
         std::string(digits.begin(), end);
}

}  // namespace dlp::detail
