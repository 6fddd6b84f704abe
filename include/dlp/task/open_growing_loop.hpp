// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/checked_map.hpp>
#include <dlp/adaptor/index_cursor.hpp>
#include <dlp/adaptor/open_loop.hpp>
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

/// Opens a loop of this kind over seeds.
/// Throws: as `sized_terms`.
[[nodiscard]] auto open_growing_loop(feeder_options const& options, loop_kind const& kind,
                                     looped_range const& seeds, growing_loop::body body)
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
  auto kind = loop_kind{.name = std::move(name)};
  if constexpr (!std::is_void_v<result>) kind.result = type_name<result>();
  return open_growing_loop(options, kind, looped(base, options_of_loop<managed_options>(options)),
                           std::move(body));
}

}  // namespace dlp::detail
