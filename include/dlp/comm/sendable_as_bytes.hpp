// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <type_traits>

namespace dlp {
namespace detail {

/// What `sendable_as_bytes` is where nobody has said anything.
struct undecided {};

}  // namespace detail

/// What a program says of a type of its own: `template <> inline constexpr bool
/// dlp::sendable_as_bytes<T> = true;` lets values that dlp would refuse travel as they lie in
/// memory, and `false` refuses them; for trivially copyable types without a `serialize`.
template <class T>
inline constexpr auto sendable_as_bytes = detail::undecided();

}  // namespace dlp

namespace dlp::detail {

/// Whether no program has said anything of T.
template <class T>
inline constexpr bool is_undecided =
    std::is_same_v<std::remove_const_t<decltype(sendable_as_bytes<T>)>, undecided>;

}  // namespace dlp::detail
