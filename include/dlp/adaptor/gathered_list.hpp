// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ranges>
#include <utility>
#include <vector>

#include <dlp/adaptor/gather.hpp>

namespace dlp {

/// A list that every rank fills and the root gathers. It can only be written to: what a rank sees
/// of it before the gathering would differ from rank to rank.
template <class T>
class gathered_list {
 public:
  void push_back(T const& value) { own_.push_back(value); }
  void push_back(T&& value) { own_.push_back(std::move(value)); }

  /// Adds all elements of a range.
  template <std::ranges::input_range R>
  void append(R&& values) {
    for (auto&& value : values) own_.push_back(std::forward<decltype(value)>(value));
  }

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
