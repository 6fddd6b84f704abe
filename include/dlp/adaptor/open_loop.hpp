// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <ranges>
#include <string>

#include <dlp/adaptor/compared_range.hpp>
#include <dlp/adaptor/options.hpp>
#include <dlp/adaptor/range_fingerprint.hpp>
#include <dlp/adaptor/split_view.hpp>
#include <dlp/dispatch/managed_loop.hpp>

namespace dlp::detail {

class recorder;

/// The word that the user typed, the type of the results, where there are any, and whether the body
/// is the user's own, so that an exception is the user's as well.
struct loop_kind {
  std::string name;
  std::string result = {};
  bool bare = false;
  bool everywhere = false;  ///< all ranks get the results
  bool in_order = false;    ///< the root takes them in order, and keeps those that come before
  /// Makes what keeps the results at the root, where the call has its own way to.
  std::function<std::unique_ptr<recorder>()> keeps = {};
  bool returns_at_deadline = false;  ///< as at a stop, where the others throw `stopped`
  std::optional<error_policy> on_error =
      {};  ///< what the user gave, where the options have another
};

/// What a loop has to know of its range.
struct looped_range {
  bool multi_pass;  ///< it can be walked again
  bool sized;       ///< it knows its size
  /// Its size; none where it does not know.
  std::function<std::optional<index_t>()> size;
  /// Compares it with those of the other ranks, where the environment says so; `name` is the
  /// loop's.
  std::function<void(char const* name)> compare;
  /// What it contains, where it can be walked again.
  std::function<range_fingerprint()> fingerprint;
};

template <class Base>
[[nodiscard]] auto looped(Base& base, managed_options const& options) -> looped_range {
  return {.multi_pass = std::ranges::forward_range<Base>,
          .sized = std::ranges::sized_range<Base>,
          .size = [&base] { return size_of(base); },
          .compare =
              [&base, &options](char const* name) {
                compare_at_the_beginning(base, loop_to_compare(options, name, says_size<Base>));
              },
          .fingerprint = [&]() -> range_fingerprint {
            if constexpr (std::ranges::forward_range<Base>)
              return fingerprint_of(base);
            else
              return {};
          }};
}

/// What keeps the results of a loop, at its root; null where nothing does.
/// Throws: as `open_journal`.
[[nodiscard]] auto recorder_of_loop(managed_options const& options, loop_kind const& kind,
                                    looped_range const& range, std::optional<index_t> size)
    -> std::unique_ptr<recorder>;

/// The terms of such a loop, but for its size.
/// Throws: usage_error, on every rank and before the first message, where the options are wrong.
[[nodiscard]] auto checked_terms(managed_options const& options, loop_kind const& kind,
                                 looped_range const& range) -> loop_terms;

/// The same with its size, once the file of its journal is claimed, and the ranks have compared
/// their ranges, where the environment says so. Throws: as `checked_terms`; where `size()` throws,
/// after the other ranks have been told, that exception in a bare loop, else a task_error.
[[nodiscard]] auto sized_terms(managed_options const& options, loop_kind const& kind,
                               looped_range const& range) -> loop_terms;

/// Joins the other ranks in such a loop.
/// Throws: as `sized_terms`, also where `cost` throws.
[[nodiscard]] auto join_loop(managed_options const& options, loop_kind const& kind,
                             looped_range const& range) -> std::unique_ptr<managed_loop>;

/// Opens a managed loop over `base`.
/// Throws: as `join_loop`.
template <class Base>
[[nodiscard]] auto open_loop(Base& base, managed_options const& options, loop_kind const& kind)
    -> std::unique_ptr<managed_loop> {
  return join_loop(options, kind, looped(base, options));
}

}  // namespace dlp::detail
