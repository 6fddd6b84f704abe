// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ranges>
#include <string>

#include <dlp/adaptor/compared_range.hpp>
#include <dlp/comm/example_digest.hpp>
#include <dlp/comm/range_digest.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// What a range contains, as a journal compares it with that of an earlier run.
struct range_fingerprint {
  std::string text = {};
  bool overlooks = false;  ///< the examples have parts that cannot be looked into
};

/// The text of a digest: "16777216 examples, 0123456789abcdef".
[[nodiscard]] auto text_of(range_digest const& seen) -> std::string;

/// Of a range that can be walked again; where it has more examples than a digest looks at, of the
/// first.
template <class V>
[[nodiscard]] auto fingerprint_of(V& base) -> range_fingerprint {
  if constexpr (requires { base.kept(); }) {
    return fingerprint_of(base.kept());
  } else {
    auto const first = std::ranges::begin(base);
    auto const overlooks = first != std::ranges::end(base) && example_digest<V>(first).overlooks();
    return {text_of(digest_of_range(base, range_digest::most)), overlooks};
  }
}

}  // namespace dlp::detail
