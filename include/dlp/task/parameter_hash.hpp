// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include <dlp/task/column_type.hpp>

namespace dlp::detail {

/// FNV-1a of 64 bits, byte by byte: the same on every machine.
class text_hash {
 public:
  void add(std::string_view text) noexcept {
    for (auto const c : text) add_byte(static_cast<unsigned char>(c));
  }
  void add(std::uint64_t word) noexcept {
    for (auto i = 0; i != 64; i += 8) add_byte(static_cast<unsigned char>(word >> i));
  }
  /// All bits of it depend on all that was added.
  [[nodiscard]] auto value() const noexcept -> std::uint64_t;

 private:
  void add_byte(unsigned char byte) noexcept { hash_ = (hash_ ^ byte) * 0x100000001b3; }

  std::uint64_t hash_ = 0xcbf29ce484222325;
};

/// A hash of parameters by their names, kinds and values, in whatever order they are added. Of the
/// types of numbers it knows only whether they are booleans, integers or reals: 1 as an int has the
/// hash that it has as a long. It is the same on every machine, and stays what it is.
class parameter_hash {
 public:
  template <class T>
  void add(std::string_view name, T const& value) noexcept {
    using number = stored_number_t<T>;
    auto one = text_hash();
    one.add(name);
    if constexpr (std::is_same_v<T, std::string>) {
      one.add(std::uint64_t{'t'});
      one.add(value);
    } else if constexpr (std::is_same_v<number, double>) {
      one.add(std::uint64_t{'r'});
      auto const near = static_cast<double>(value);
      one.add(std::bit_cast<std::uint64_t>(near == 0 ? 0.0 : near));  // 0.0 and -0.0 are equal
      if constexpr (sizeof(T) > sizeof(double))  // what a double has no room for
        one.add(std::bit_cast<std::uint64_t>(value == near ? 0.0 : double(value - near)));
    } else {
      one.add(std::is_same_v<T, bool> ? std::uint64_t{'b'} : std::uint64_t{'i'});
      one.add(static_cast<std::uint64_t>(static_cast<number>(value)));
    }
    sum_ += one.value();
  }
  [[nodiscard]] auto value() const noexcept -> std::uint64_t;

 private:
  std::uint64_t sum_ = 0;
};

}  // namespace dlp::detail
