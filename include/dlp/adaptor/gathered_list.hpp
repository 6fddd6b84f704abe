// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <cstdlib>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/adaptor/gather_flat.hpp>

namespace dlp {
namespace detail {

/// For all that would read a list before it is gathered.
template <class Reader>
[[noreturn]] void refuse_to_read_list(Reader const&) {
  static_assert(std::is_void_v<Reader>,
                "dlp::gathered_list: it can only be written to; what gather() gives the root is a "
                "std::vector, which can be read");
  std::abort();
}

}  // namespace detail

/// A list that every rank fills and the root gathers. It can only be written to: what a rank sees
/// of it before the gathering would differ from rank to rank.
template <class T>
class gathered_list {
 public:
  /// Adds a value.
  ///
  /// Parallel: each rank fills its own. Communicates: nothing. Collective: no.
  void push_back(T const& value) { own_.push_back(value); }
  /// The same of one that is moved from.
  void push_back(T&& value) { own_.push_back(std::move(value)); }

  /// Adds all elements of a range.
  ///
  /// Parallel: each rank fills its own. Communicates: nothing. Collective: no.
  template <std::ranges::input_range R>
  void append(R&& values) {
    for (auto&& value : values) own_.push_back(std::forward<decltype(value)>(value));
  }

  /// @cond refused: what of a std::vector reads it.
  auto begin() const -> T const* { detail::refuse_to_read_list(*this); }
  auto end() const -> T const* { return nullptr; }
  auto size() const -> std::size_t { detail::refuse_to_read_list(*this); }
  auto empty() const -> bool { detail::refuse_to_read_list(*this); }
  auto front() const -> T const& { detail::refuse_to_read_list(*this); }
  auto back() const -> T const& { detail::refuse_to_read_list(*this); }
  auto at(std::size_t) const -> T const& { detail::refuse_to_read_list(*this); }
  auto operator[](std::size_t) const -> T const& { detail::refuse_to_read_list(*this); }
  /// @endcond

  /// Every rank's elements, in the order of the ranks; on the root, and empty elsewhere. The list
  /// is empty afterwards, and can be filled again.
  ///
  /// Communicates, Collective, Throws: as `dlp::gather`.
  [[nodiscard]] auto gather(collective_options options = {}) -> std::vector<T> {
    return gather_flat(std::exchange(own_, {}), std::move(options));
  }

 private:
  std::vector<T> own_;
};

}  // namespace dlp
