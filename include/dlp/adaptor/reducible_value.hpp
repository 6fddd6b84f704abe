// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <ranges>
#include <span>
#include <utility>
#include <vector>

#include <dlp/comm/collectives.hpp>
#include <dlp/comm/pack.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/core/combine.hpp>
#include <dlp/core/heap_slot.hpp>

namespace dlp::detail {

/// A value that `op` takes whole: it is one part.
template <class T, class Op>
class reducible_value final : public reducible {
 public:
  reducible_value(T& value, Op& op) : value_(value), op_(op) {}

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

/// The type of which some at a time make a part of a container: its elements, or a map's keys with
/// their values.
template <class T>
struct unit {
  using type = std::ranges::range_value_t<T>;
};
template <has_keys T>
struct unit<T> {
  using type = std::pair<typename T::key_type, typename T::mapped_type>;
};

/// Whether the elements of a container lie in memory one after the other, and travel as they lie.
template <class T>
concept elements_in_memory =
    std::ranges::contiguous_range<T> && is_plain_vector<std::vector<typename unit<T>::type>>;

/// A container that `op` puts together element by element, or a map key by key.
template <class T, class Op>
  requires(goes_by_parts<Op, T>() && !elements_in_memory<T>)
class reducible_value<T, Op> final : public reducible {
  using units = std::vector<typename unit<T>::type>;

 public:
  reducible_value(T& value, Op& op) : value_(value), op_(op) {}

  void rewind() override { next_ = std::ranges::begin(value_); }

  /// A part is a sequence of packed vectors with their sizes in front, each twice as long as the
  /// one before: how large the next element will be packed, nobody knows.
  auto pack_part(bytes& to, std::size_t size) -> bool override {
    auto const end = std::ranges::end(value_);
    auto const step = is_plain_vector<units>
                          ? std::max<std::size_t>(size / sizeof(typename unit<T>::type), 1)
                          : std::size_t{1};
    for (auto count = step; next_ != end && to.size() < size; count *= 2) {
      auto some = units();
      for (; next_ != end && some.size() != count; ++next_) some.emplace_back(*next_);
      pack_sized(to, some);
    }
    return next_ == end;
  }

  void take_part(bytes theirs, bool is_left) override {
    auto const which = is_left ? left::theirs : left::mine;
    for (auto rest = byte_reader(theirs); !rest.done();) {
      for (auto&& one : unpack<units>(rest.take_sized())) {
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

/// The same where they lie in memory: a part is some of them as they lie.
template <class T, class Op>
  requires(goes_by_parts<Op, T>() && elements_in_memory<T>)
class reducible_value<T, Op> final : public reducible {
  using element = std::ranges::range_value_t<T>;

 public:
  reducible_value(T& value, Op& op) : value_(value), op_(op) {}

  void rewind() override { next_ = std::ranges::begin(value_); }

  auto pack_part(bytes& to, std::size_t size) -> bool override {
    auto const rest = std::span(next_, std::ranges::end(value_));
    auto const some =
        rest.first(std::min(std::max(size / sizeof(element), std::size_t{1}), rest.size()));
    auto const raw = std::as_bytes(some);
    to.insert(to.end(), raw.begin(), raw.end());
    next_ += std::ranges::ssize(some);
    return some.size() == rest.size();
  }

  void take_part(bytes theirs, bool is_left) override {
    auto const which = is_left ? left::theirs : left::mine;
    for (auto rest = byte_reader(theirs); !rest.done();) {
      auto one = element();
      std::memcpy(static_cast<void*>(std::addressof(one)), rest.take(sizeof one).data(),
                  sizeof one);
      combine_at(op_, next_++, std::move(one), which);
    }
  }

 private:
  T& value_;
  Op& op_;
  std::ranges::iterator_t<T> next_ = {};
};

}  // namespace dlp::detail
