// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <iosfwd>
#include <type_traits>
#include <utility>

#include <dlp/core/heap_slot.hpp>

namespace dlp::detail {

/// Stands for what cannot be read.
struct nothing {
  template <class T>
  operator T&() const;
};

/// The error of all that would read the map.
template <class Reader>
auto refuse_to_read(Reader const&) -> nothing {
  static_assert(std::is_void_v<Reader>,
                "dlp::gathered_map: it can only be written to; what gather() gives the root is a "
                "std::map, which can be read");
  return {};
}

/// The error of what would change a part of the value that a key has.
template <class Writer>
auto refuse_to_change(Writer const&) -> nothing {
  static_assert(std::is_void_v<Writer>,
                "dlp::gathered_map: a key takes =, += and ++; all else is map.merge(key, value), "
                "by the operation of the map");
  return {};
}

/// What `map[key]` of a `gathered_map` gives: it can be written to, and not read.
template <class Map, class K, class V>
class map_slot {
 public:
  map_slot(Map& map, K key) : map_(map), key_(std::move(key)) {}

  void operator=(V const& value) && { map_.insert(std::move(key_), value); }
  void operator=(V&& value) && { map_.insert(std::move(key_), std::move(value)); }
  void operator+=(V const& value) && { std::move(*this) += std::move(*copy_of(value)); }
  void operator+=(V&& value) && { map_.add("+=", std::move(key_), std::move(value)); }
  void operator++() && { increment(); }
  void operator++(int) && { increment(); }

  // In a std::map `map[key]` is the value itself, and these are what a value can do: each is an
  // error in words.
  void operator=(map_slot const& other) && { refuse_to_read(other); }
  void operator-=(auto const&) const { refuse_to_change(*this); }
  void operator*=(auto const&) const { refuse_to_change(*this); }
  void operator/=(auto const&) const { refuse_to_change(*this); }
  void operator--() const { refuse_to_change(*this); }
  void operator--(int) const { refuse_to_change(*this); }
  void push_back(auto const&) const { refuse_to_change(*this); }
  void emplace_back(auto const&...) const { refuse_to_change(*this); }
  void insert(auto const&...) const { refuse_to_change(*this); }
  auto operator[](auto const& at) const -> decltype(std::declval<V&>()[at]) {
    return refuse_to_change(*this);
  }
  auto size() const -> std::size_t { return refuse_to_read(*this); }
  auto empty() const -> bool { return refuse_to_read(*this); }
  operator V const&() const { return refuse_to_read(*this); }
  friend auto operator<<(std::ostream&, map_slot const& one) -> std::ostream& {
    return refuse_to_read(one);
  }
  template <class T>
  friend auto operator==(map_slot const& one, T const&) -> bool {
    return refuse_to_read(one);
  }

 private:
  void increment() {
    static_assert(std::is_arithmetic_v<V>, "dlp::gathered_map: ++ is for numbers");
    if constexpr (std::is_arithmetic_v<V>) map_.add("++", std::move(key_), V(1));
  }

  Map& map_;
  K key_;
};

}  // namespace dlp::detail
