// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <dlp/adaptor/checked_terms.hpp>
#include <dlp/adaptor/compared_range.hpp>
#include <dlp/adaptor/options.hpp>
#include <dlp/adaptor/split_view.hpp>
#include <dlp/dispatch/managed_loop.hpp>

namespace dlp::detail {

/// Asks a range for its size; none where it does not know.
using size_question = std::function<std::optional<index_t>()>;

/// Joins the other ranks in a loop of these terms, over as many examples as `size()` says.
/// Throws: where `size()` or `cost` throws, after the other ranks have been told, that exception in
/// a bare loop, else a task_error.
[[nodiscard]] auto join_loop(loop_terms terms, managed_options const& options, bool bare,
                             size_question const& size) -> std::unique_ptr<managed_loop>;

/// Opens a managed loop over `base`: checks the options, and joins the other ranks.
/// Throws: usage_error on every rank, before the first message; as `join_loop`, also for what
/// `size()` of the range throws.
template <class Base>
[[nodiscard]] auto open_loop(Base& base, managed_options const& options, loop_kind kind)
    -> std::unique_ptr<managed_loop> {
  auto const bare = kind.bare;
  auto terms = checked_terms<Base>(options, std::move(kind));
  compare_at_the_beginning(base, loop_to_compare(options, terms.name.c_str(), says_size<Base>));
  return join_loop(std::move(terms), options, bare, [&base] { return size_of(base); });
}

}  // namespace dlp::detail
