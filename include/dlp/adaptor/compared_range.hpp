// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/adaptor/ordered_by_address.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/comm/example_digest.hpp>
#include <dlp/comm/range_digest.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {

/// Views that end although what is below them may not.
template <class V>
inline constexpr bool cuts_off = false;
template <class V>
inline constexpr bool cuts_off<std::ranges::take_view<V>> = true;
template <class V, class P>
inline constexpr bool cuts_off<std::ranges::take_while_view<V, P>> = true;

/// Whether the type of a range says that it has no end, as that of std::views::iota(0) does, and
/// that of a view of it.
template <class V>
inline constexpr bool is_endless =
    std::same_as<std::ranges::sentinel_t<V>, std::unreachable_sentinel_t>;
template <class V>
  requires(!cuts_off<std::remove_const_t<V>> && !std::ranges::sized_range<V> &&
           requires(V& view) {
             { view.base() } -> std::ranges::range;
           })
inline constexpr bool is_endless<V> =
    is_endless<std::remove_cvref_t<decltype(std::declval<V&>().base())>>;

/// Whether ranks compare a range when they have walked it, and not before.
template <class V>
inline constexpr bool compared_at_the_end = !std::ranges::forward_range<V> || is_endless<V>;

/// The digests of the examples at some indices of a range that can be walked again; to the first
/// that throws.
template <class V>
[[nodiscard]] auto digests_in(V& base, index_range wanted) -> std::vector<std::uint64_t> {
  auto found = std::vector<std::uint64_t>();
  try {
    auto at = std::ranges::begin(base);
    auto const end = std::ranges::end(base);
    auto const skipped = std::ranges::advance(
        at, static_cast<std::ranges::range_difference_t<V>>(wanted.first), end);
    if (skipped != 0) return found;
    for (auto left = wanted.size(); left != 0 && at != end; --left, ++at) {
      found.push_back(digest_at<V>(at));
    }
  } catch (...) {  // the loop meets the same exception, and reports it
  }
  return found;
}

/// One digest of the first `most` examples of such a range; of nothing where one of them throws.
template <class V>
[[nodiscard]] auto digest_of_range(V& base, index_t most) -> range_digest {
  auto seen = range_digest();
  try {
    auto at = std::ranges::begin(base);
    auto const end = std::ranges::end(base);
    seen.add_all(at, end, most, [](auto const& one) { return digest_at<V>(one); });
    if (at == end) seen.end();
  } catch (...) {
    return range_digest();
  }
  return seen;
}

/// Whether the ranks of a managed loop find out by themselves that their ranges differ in size.
template <class V>
inline constexpr bool says_size = std::ranges::sized_range<V>;

/// A loop over `comm` whose ranges are compared, where the environment says so. `name`: the word
/// that the user typed. `tells_sizes_apart`: the loop itself finds out where sizes differ.
[[nodiscard]] auto loop_to_compare(communicator const& comm, char const* name,
                                   bool tells_sizes_apart) -> compared_loop;

/// The same by the options of a loop; nothing is compared where these name no communicator.
template <class Options>
[[nodiscard]] auto loop_to_compare(Options const& options, char const* name,
                                   bool tells_sizes_apart = false) -> compared_loop {
  auto loop = compared_loop();
  if constexpr (requires { options.comm; }) {
    loop = loop_to_compare(options.comm, name, tells_sizes_apart);
  }
  if constexpr (requires { options.root; }) {
    loop.root = options.root;
    loop.where = options.where;
  }
  return loop;
}

/// Compares a range that can be walked again, where the environment says so: before its loop opens.
/// Throws: disagreement, on every rank.
template <class V>
void compare_at_the_beginning(V& base, compared_loop const& loop) {
  static_cast<void>(sizeof(not_ordered_by_address<std::remove_const_t<V>>));
  if constexpr (requires { base.kept(); }) {
    compare_at_the_beginning(base.kept(), loop);
  } else if constexpr (!compared_at_the_end<V>) {
    if (!loop.talk) return;
    compare_ranges(loop, digest_of_range(base, range_digest::most),
                   [&](index_range wanted) { return digests_in(base, wanted); });
  }
}

/// Compares a range that has been walked, once its loop is over: made before the loop, and so
/// destroyed after it. Who leaves early takes part in that too.
template <class V>
class walked_range {
 public:
  walked_range(V& base, compared_loop loop) : base_(&base), loop_(std::move(loop)) {
    if (loop_.talk) seen_ = std::make_unique<range_digest>(!std::ranges::forward_range<V>);
  }
  walked_range(walked_range&&) = default;
  auto operator=(walked_range&&) -> walked_range& = default;
  ~walked_range() {
    try {
      compare();
    } catch (...) {  // this rank has left, and the others know
    }
  }

  /// Where a cursor notes what it walks past; null where nothing is compared.
  [[nodiscard]] auto seen() const noexcept -> range_digest* { return seen_.get(); }

  /// The loop has visited this index.
  void visited(index_t index) noexcept {
    if (seen_) last_ = std::max(last_, index + 1);
  }

  /// Throws: disagreement, on every rank that has not left.
  void compare() {
    if (!seen_) return;
    auto const seen = std::exchange(seen_, nullptr);
    if constexpr (std::ranges::forward_range<V>) {
      compare_ranges(loop_, digest_of_range(*base_, std::min(last_, range_digest::most)),
                     [&](index_range wanted) { return digests_in(*base_, wanted); });
    } else {
      compare_ranges(loop_, *seen, [&](index_range wanted) {
        auto const first = seen->examples().begin();
        return std::vector(first + static_cast<std::ptrdiff_t>(wanted.first),
                           first + static_cast<std::ptrdiff_t>(wanted.last));
      });
    }
  }

  /// Calls `f`. Where that finds that the ranks disagree, or that the options are wrong, all know
  /// it, and nothing is compared.
  template <class F>
  auto unless_refused(F f) -> decltype(f()) {
    try {
      return f();
    } catch (disagreement const&) {
      seen_.reset();
      throw;
    } catch (usage_error const&) {
      seen_.reset();
      throw;
    }
  }

 private:
  V* base_;
  compared_loop loop_;
  std::unique_ptr<range_digest> seen_;
  index_t last_ = 0;
};

/// The same for a range that was compared before its loop: it does nothing.
template <class V>
  requires(!compared_at_the_end<V>)
class walked_range<V> {
 public:
  walked_range(V&, compared_loop const&) noexcept {}
  void visited(index_t) const noexcept {}
  void compare() const noexcept {}
  template <class F>
  auto unless_refused(F f) -> decltype(f()) {
    return f();
  }
};

}  // namespace dlp::detail
