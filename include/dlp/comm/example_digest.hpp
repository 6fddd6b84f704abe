// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <ranges>
#include <type_traits>
#include <utility>

#include <dlp/comm/value_digest.hpp>

namespace dlp::detail {

/// The digest of what an iterator of a `V` stands at.
template <class V, class Iterator>
[[nodiscard]] auto example_digest(Iterator const& at) -> value_digest {
  auto one = value_digest();
  if constexpr (std::is_same_v<std::ranges::range_value_t<V>, bool>) {
    one.add(static_cast<bool>(*at));
  } else {
    auto&& what = *at;
    one.add(std::as_const(what));
  }
  return one;
}
template <class V, class Iterator>
[[nodiscard]] auto digest_at(Iterator const& at) -> std::uint64_t {
  return example_digest<V>(at).value();
}

}  // namespace dlp::detail
