// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/range_fingerprint.hpp>

#include <core/number_text.hpp>

namespace dlp::detail {

auto text_of(range_digest const& seen) -> std::string {
  return std::to_string(seen.count()) +
         (seen.has_ended() ? " examples, " : " examples and more, ") + hexadecimal(seen.whole());
}

}  // namespace dlp::detail
