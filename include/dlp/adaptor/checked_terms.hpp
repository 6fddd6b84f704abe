// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ranges>
#include <string>
#include <utility>

#include <dlp/adaptor/options.hpp>
#include <dlp/dispatch/loop_terms.hpp>

namespace dlp::detail {

/// The word that the user typed, the type of the results, where there are any, and whether the body
/// is the user's own, so that an exception is the user's as well.
struct loop_kind {
  std::string name;
  std::string result = {};
  bool bare = false;
};

/// What the options may ask of a range.
struct range_abilities {
  bool multi_pass;  ///< it can be walked again
  bool sized;       ///< it knows its size
};

/// The terms of a loop over such a range, but for its size.
/// Throws: usage_error, on every rank and before the first message, where the options are wrong.
[[nodiscard]] auto checked_terms(managed_options const& options, loop_kind kind,
                                 range_abilities range) -> loop_terms;

template <class Base>
[[nodiscard]] auto checked_terms(managed_options const& options, loop_kind kind) -> loop_terms {
  return checked_terms(options, std::move(kind),
                       {std::ranges::forward_range<Base>, std::ranges::sized_range<Base>});
}

}  // namespace dlp::detail
