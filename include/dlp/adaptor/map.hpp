// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <algorithm>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/adaptor/gather.hpp>
#include <dlp/adaptor/open_loop.hpp>
#include <dlp/adaptor/run_map.hpp>
#include <dlp/adaptor/value_of_root.hpp>
#include <dlp/core/heap_slot.hpp>

namespace dlp {
namespace detail {

/// Results as they come, and at the end in the order of their examples. Where their type allows it
/// they lie from the beginning in the vector that the caller gets.
template <class T>
class results_in_order {
  static constexpr auto in_place =
      plain<T> && std::is_default_constructible_v<T> && std::is_copy_assignable_v<T>;

 public:
  [[nodiscard]] auto empty() const noexcept -> bool { return places_.empty(); }

  /// So many are to be expected: room for them is taken at once, where there is room.
  void expect(index_t size) {
    constexpr auto most = std::uint64_t{1} << 36;  // bytes; nobody waits for the last of so many
    try {
      if (size <= most / sizeof(T)) places_.reserve(size);
    } catch (std::bad_alloc const&) {  // a stop may come before they are too many
    }
  }

  void put(index_t index, T&& value) {
    if constexpr (in_place) {
      if (index >= there_.size()) there_.resize(2 * index + 64);
      there_[index] = true;
      if (index == places_.size()) return places_.push_back(value);
    }
    if (index >= places_.size()) places_.resize(index + 1);
    if constexpr (in_place) {
      places_[index] = value;
    } else {
      places_[index].emplace_with([&]() -> T&& { return std::move(value); });
    }
  }

  /// All of them, without the gaps that a stop has left.
  [[nodiscard]] auto take() -> std::vector<T> {
    if constexpr (in_place) {
      auto to = std::size_t{0};
      for (auto from = to; from != places_.size(); ++from) {
        if (!there_[from]) continue;
        if (from != to) places_[to] = places_[from];
        ++to;
      }
      places_.resize(to);
      return std::move(places_);
    } else {
      auto values = std::vector<T>();
      values.reserve(places_.size());
      for (auto& one : places_) {
        if (one) values.push_back(std::move(*one));
        one.reset();
      }
      return values;
    }
  }

 private:
  std::vector<std::conditional_t<in_place, T, heap_slot<T>>> places_;
  std::vector<bool> there_;  // where they lie in place: which of them have come
};

}  // namespace detail

/// f(example) for every example, as a vector in the order of the examples; on the root, and empty
/// elsewhere, or, where `everywhere` is true, on every rank. Over a `product` it is f(i, j, …)
/// where f takes that.
///
/// Parallel: `f` runs on every rank but the root, or on the only one.
/// Communicates: one message to a worker for each chunk, and the results back; never an example.
/// With `everywhere` a broadcast of all results follows. Collective: every rank of the
/// communicator. Throws: usage_error; disagreement; task_error, the same on every rank.
template <class F, class R>
[[nodiscard]] auto map(F f, R&& range, map_options options = {}) {
  using checked = detail::checked_map<F, R>;
  if constexpr (checked::swapped) {
    return map(std::forward<R>(range), std::move(f), std::move(options));
  } else if constexpr (!checked::right) {
    return map(detail::stand_in(), detail::as_range(std::forward<R>(range)));
  } else if constexpr (!detail::travels_whole<typename checked::result>()) {
    return std::vector<typename checked::result>();
  } else {
    auto base = detail::as_range(std::forward<R>(range));
    using result = detail::map_result<F, decltype(base)>;
    auto const kind = detail::loop_kind{
        .name = "map", .result = detail::type_name<result>(), .everywhere = options.everywhere};
    auto const loop = detail::open_loop(base, managed_options(options), kind);
    auto results = detail::results_in_order<result>();
    detail::run_map(*loop, base, f, [&](index_t index, result&& value) {
      if (results.empty()) results.expect(detail::size_of(base).value_or(0));
      results.put(index, std::move(value));
    });
    auto const take = [&] { return results.take(); };
    auto const what = detail::collective{"map", options.comm, options.root, options.where};
    if (loop->alone()) return take();
    if (options.everywhere) return detail::values_of_root<result>(what, take);
    if constexpr (!std::is_nothrow_move_constructible_v<result>) {
      return detail::make_together(what, take);
    }
    return take();
  }
}

}  // namespace dlp
