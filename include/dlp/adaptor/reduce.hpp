// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/adaptor/value_of_root.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/comm/pack.hpp>
#include <dlp/comm/sendable.hpp>
#include <dlp/core/combine.hpp>
#include <dlp/core/heap_slot.hpp>

namespace dlp {
namespace detail {

/// A value of which `op` takes the whole.
template <class T, class Op>
class reduction final : public reducible {
 public:
  reduction(T& value, Op& op) : value_(value), op_(op) {}

  void rewind() override {}
  auto pack_part(bytes& to, std::size_t) -> bool override {
    pack(to, value_);
    return true;
  }
  void take_part(bytes theirs, bool is_left) override {
    auto other = heap_slot<T>();
    other.emplace_with([&] { return unpack<T>(std::move(theirs)); });
    combine(op_, value_, std::move(*other), is_left ? left::theirs : left::mine);
  }

 private:
  T& value_;
  Op& op_;
};

/// What a container travels by: its elements, or a map's keys with what they have.
template <class T>
struct unit {
  using type = std::ranges::range_value_t<T>;
};
template <has_keys T>
struct unit<T> {
  using type = std::pair<typename T::key_type, typename T::mapped_type>;
};

/// A container of whose parts `op` takes two: some travel at a time.
template <class T, class Op>
  requires(goes_by_parts<Op, T>())
class reduction<T, Op> final : public reducible {
  using units = std::vector<typename unit<T>::type>;
  static constexpr auto lie_in_memory = is_plain_vector<units>;

 public:
  reduction(T& value, Op& op) : value_(value), op_(op) {}

  void rewind() override { next_ = std::ranges::begin(value_); }

  /// A part is a sequence of packed vectors with their sizes in front, each twice as long as the
  /// one before: how large the next element will be packed, nobody knows.
  auto pack_part(bytes& to, std::size_t size) -> bool override {
    auto const end = std::ranges::end(value_);
    auto const step = lie_in_memory
                          ? std::max<std::size_t>(size / sizeof(typename unit<T>::type), 1)
                          : std::size_t{1};
    for (auto count = step; next_ != end && to.size() < size; count *= 2) {
      auto some = units();
      for (; next_ != end && some.size() != count; ++next_) some.emplace_back(*next_);
      auto const begin = to.size();
      append(to, std::uint64_t{0});
      pack(to, some);
      auto const packed = std::uint64_t{to.size() - begin - sizeof(std::uint64_t)};
      std::memcpy(to.data() + begin, &packed, sizeof packed);
    }
    return next_ == end;
  }

  void take_part(bytes theirs, bool is_left) override {
    auto const which = is_left ? left::theirs : left::mine;
    for (auto rest = byte_reader(theirs); !rest.done();) {
      for (auto&& one : unpack<units>(rest.take(rest.take<std::uint64_t>()))) {
        if constexpr (has_keys<T>) {
          combine_key(op_, value_, std::move(one.first), std::move(one.second), which);
        } else {
          combine_at(op_, next_++, static_cast<part_of<T>&&>(one), which);
        }
      }
    }
  }

 private:
  T& value_;
  Op& op_;
  std::ranges::iterator_t<T> next_ = {};
};

template <template <class> class Known, class Op, class T>
inline constexpr bool is_one = std::is_same_v<Op, Known<void>> || std::is_same_v<Op, Known<T>>;

/// What MPI calls `op` on integers of type T.
template <class Op, class T>
constexpr auto operation_of() -> std::optional<operation> {
  if (!std::integral<T> || std::is_same_v<T, bool> || sizeof(T) > sizeof(std::int64_t)) return {};
  if (is_one<std::plus, Op, T>) return operation::sum;
  if (is_one<std::multiplies, Op, T>) return operation::product;
  if (is_one<std::bit_and, Op, T>) return operation::bit_and;
  if (is_one<std::bit_or, Op, T>) return operation::bit_or;
  if (is_one<std::bit_xor, Op, T>) return operation::bit_xor;
  if (std::is_same_v<Op, std::remove_cv_t<decltype(std::ranges::min)>>) return operation::least;
  if (std::is_same_v<Op, std::remove_cv_t<decltype(std::ranges::max)>>) return operation::greatest;
  return std::nullopt;
}

/// The integers in `value`, where MPI itself knows the operation.
template <class Op, class T>
auto integers_of(T& value) -> std::optional<integers> {
  if constexpr (goes_by_parts<Op, T>() && std::ranges::contiguous_range<T>) {
    using each = std::ranges::range_value_t<T>;
    if constexpr (constexpr auto how = operation_of<Op, each>(); how) {
      auto const raw = std::as_writable_bytes(std::span(value));
      return integers{raw, sizeof(each), std::is_signed_v<each>, *how};
    }
  } else if constexpr (constexpr auto how = operation_of<Op, T>(); how) {
    auto const raw = std::as_writable_bytes(std::span(&value, 1));
    return integers{raw, sizeof(T), std::is_signed_v<T>, *how};
  }
  return std::nullopt;
}

/// What the ranks have to agree in, in words.
template <class Op, class T>
auto words_of(std::string name, T const& value) -> std::string {
  name += " of " + type_name<T>();
  if constexpr (goes_by_parts<Op, T>() && has_elements<T>) {
    name += " with " + std::to_string(std::ranges::distance(value)) + " elements";
  }
  return name + " by " + type_name<Op>();
}

/// Who gets what is put together.
enum class given_to { root, all };

/// Puts every rank's `value` together, in its place.
template <given_to whom, class T, class Op>
void reduce_into(T& value, Op& op, std::string words, collective_options const& options) {
  auto what = collective{std::move(words), options.comm, options.root, options.where};
  auto mine = reduction<T, Op>(value, op);
  if (reduce_parts(what, mine, integers_of<Op>(value), whom == given_to::all)) return;
  if constexpr (whom == given_to::all) {
    broadcast_value(what, value, [] {});
  } else {
    meet(what, what.failures);
  }
}

/// Whether `op` can put such values together; where it cannot, the compiler says why.
template <given_to whom, class V, class Op>
consteval auto can_reduce() -> bool {
  if constexpr (!travels_whole<std::remove_cvref_t<V>>()) {
    return false;
  } else {
    constexpr auto can = is_right_for<Op, std::decay_t<V>>();
    static_assert(can || whom != given_to::root,
                  "dlp::reduce: op takes neither two such values nor two of their elements, or "
                  "what it returns is no number that they can hold");
    static_assert(can || whom != given_to::all,
                  "dlp::all_reduce: op takes neither two such values nor two of their elements, or "
                  "what it returns is no number that they can hold");
    return can;
  }
}

/// `reduce` and `all_reduce`. The value is made where the caller wants it: in an inner block GCC
/// would make it on the stack, and copy it.
template <class V, class Op>
[[nodiscard]] auto reduced(V&& value, Op& op, collective_options const& options) {
  auto result = std::optional<std::decay_t<V>>(std::forward<V>(value));
  reduce_into<given_to::root>(*result, op, words_of<Op>("reduce", *result), options);
  if (options.comm.rank() != options.root) result.reset();
  return result;
}
template <class V, class Op>
[[nodiscard]] auto all_reduced(V&& value, Op& op, collective_options const& options) {
  auto result = std::decay_t<V>(std::forward<V>(value));
  reduce_into<given_to::all>(result, op, words_of<Op>("all_reduce", result), options);
  return result;
}

}  // namespace detail

/// op(… op(value of rank 0, value of rank 1) …, value of the last): every rank's value put together
/// by `op`, on the root; nothing elsewhere.
///
/// `op` is to be associative. It is applied in a binary tree in the order of the ranks, so that the
/// bits depend on the values and the number of ranks alone. A container that `op` does not take is
/// put together element by element, a map key by key; so is any container of the standard library
/// but a string by an `op` with `auto` parameters, which is given elements: to put whole ones
/// together write their type, as in `[](std::vector<int> a, std::vector<int> const& b)`. A class
/// with elements and an operation of its own goes whole. Ranks that were lost before are left out.
///
/// Parallel: `op` runs on half of the ranks, then on a quarter, and last on the root.
/// Communicates: one message from each rank, or pieces of 4 MiB of a large container; integers by
/// MPI_Ireduce, where `op` is one of std::plus, multiplies, bit_and, bit_or, bit_xor, or
/// std::ranges::min, max.
/// Collective: every rank of the communicator. Whoever waits, sleeps.
/// Throws: usage_error; disagreement, also where lengths differ; task_error on every rank where
/// `op` threw or a value could not be sent.
template <class V, class Op>
[[nodiscard]] auto reduce(V&& value, Op op, collective_options options = {})
    -> std::optional<std::decay_t<V>> {
  if constexpr (detail::can_reduce<detail::given_to::root, V, Op>()) {
    return detail::reduced(std::forward<V>(value), op, options);
  } else {
    return std::nullopt;
  }
}

/// The same on every rank.
///
/// Communicates: as `reduce`, and the result as `broadcast` does; integers by MPI_Iallreduce.
/// Parallel, Collective, Throws: as `reduce`.
template <class V, class Op>
[[nodiscard]] auto all_reduce(V&& value, Op op, collective_options options = {})
    -> std::decay_t<V> {
  if constexpr (detail::can_reduce<detail::given_to::all, V, Op>()) {
    return detail::all_reduced(std::forward<V>(value), op, options);
  } else {
    return detail::no_value<std::decay_t<V>>();
  }
}

}  // namespace dlp
