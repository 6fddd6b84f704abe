// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/checked_map.hpp>
#include <dlp/adaptor/compared_range.hpp>
#include <dlp/adaptor/index_cursor.hpp>
#include <dlp/adaptor/printed.hpp>
#include <dlp/comm/pack.hpp>
#include <dlp/dispatch/growing_loop.hpp>
#include <dlp/task/feeder.hpp>
#include <dlp/task/feeder_options.hpp>

namespace dlp::detail {

/// What the items of a loop over such seeds are.
template <class V>
using item_of = value_of<std::ranges::range_reference_t<V>>;

/// What the body of a loop over such seeds returns, as a value.
template <class F, class V>
using item_result_of = value_of<std::invoke_result_t<F&, item_of<V> const&, feeder<item_of<V>>&>>;

/// Opens a loop of these terms, over `size` seeds.
/// Throws: usage_error where the options are wrong, on every rank and before the first message.
[[nodiscard]] auto open_growing_loop(std::string name, std::string result, index_t size,
                                     feeder_options const& options, growing_loop::body body)
    -> std::unique_ptr<growing_loop>;

/// The same over the seeds in `base`: items are given to `f`, which is called with a feeder.
template <class V, class F>
[[nodiscard]] auto open_growing_loop(std::string name, V& base, F& f, feeder_options const& options)
    -> std::unique_ptr<growing_loop> {
  using item_type = item_of<V>;
  using result = item_result_of<F, V>;
  static_assert(std::ranges::forward_range<V> && std::ranges::sized_range<V>,
                "dlp: the seeds of a loop with a feeder are a range that knows its size and can be "
                "walked again");
  compare_at_the_beginning(base, loop_to_compare(options, name.c_str(), says_size<V>));
  auto const cursor = std::make_shared<std::optional<index_cursor<V>>>();
  auto body = [&base, &f, cursor](given_item const& item, made_of_item& made) {
    auto more = feeder<item_type>(item, made);
    auto const call = [&](item_type const& it) {
      try {
        if constexpr (std::is_void_v<result>)
          std::invoke(f, it, more);
        else
          pack(made.result, static_cast<result>(std::invoke(f, it, more)));
      } catch (...) {
        made.example = printed(it);
        throw;
      }
    };
    if (!item.is_seed) {
      call(unpack<item_type>(item.data));
      return;
    }
    if (!*cursor) cursor->emplace(base);
    static_cast<void>((**cursor).seek(item.path.front()));
    call(***cursor);
  };
  auto result_type = std::string();
  if constexpr (!std::is_void_v<result>) result_type = type_name<result>();
  return open_growing_loop(std::move(name), std::move(result_type),
                           static_cast<index_t>(std::ranges::size(base)), options, std::move(body));
}

}  // namespace dlp::detail
