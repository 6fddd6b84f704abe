// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <dlp/adaptor/gather.hpp>
#include <dlp/adaptor/open_loop.hpp>
#include <dlp/adaptor/run_map.hpp>

namespace dlp {

/// f(example) for every example, as a vector in the order of the examples; on the root, and empty
/// elsewhere.
///
/// Parallel: `f` runs on every rank but the root, or on the only one.
/// Communicates: 48 bytes to a worker for each chunk, and the results back; never an example.
/// Collective: every rank of the communicator.
/// Throws: usage_error; disagreement; task_error, the same on every rank.
template <class F, class R>
[[nodiscard]] auto map(F f, R&& range, managed_options options = {}) {
  using checked = detail::checked_map<F, R>;
  if constexpr (checked::swapped) {
    return map(std::forward<R>(range), std::move(f), std::move(options));
  } else if constexpr (!checked::right) {
    return map(detail::stand_in(), detail::as_range(std::forward<R>(range)));
  } else {
    auto base = detail::as_range(std::forward<R>(range));
    using result = detail::map_result<F, decltype(base)>;
    auto const loop =
        detail::open_loop(base, options, {.name = "map", .result = detail::type_name<result>()});
    auto slots = std::vector<std::optional<result>>();
    detail::run_map(*loop, base, f, [&](index_t index, result value) {
      if (index >= slots.size()) slots.resize(index + 1);
      slots[index].emplace(std::move(value));
    });
    auto const put_together = [&] {
      auto results = std::vector<result>();
      results.reserve(slots.size());
      for (auto& slot : slots) {
        if (slot) results.push_back(std::move(*slot));  // after a stop some are missing at the end
      }
      return results;
    };
    if constexpr (!std::is_nothrow_move_constructible_v<result>) {
      if (!loop->alone()) {
        return detail::make_together({"map", options.comm, options.root, options.where},
                                     put_together);
      }
    }
    return put_together();
  }
}

}  // namespace dlp
