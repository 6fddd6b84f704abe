// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include <boost/serialization/nvp.hpp>
#include <boost/serialization/string.hpp>

namespace dlp {

/// What is said of a result besides its unit: a text, as "kinetic energy", or a number.
struct attribute {
  /// An unsigned number is here only where it is from 2⁶³ on.
  std::variant<std::string, std::int64_t, double, std::uint64_t> value = {};

  /// An empty text.
  attribute() = default;
  /// A text.
  attribute(std::string text) : value(std::move(text)) {}
  /// A text.
  attribute(char const* text) : value(std::string(text)) {}
  /// A real number.
  template <std::floating_point T>
  attribute(T number) : value(static_cast<double>(number)) {}
  /// A whole number; a boolean is 0 or 1.
  template <std::integral T>
  attribute(T number) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (std::is_unsigned_v<T> && static_cast<std::uint64_t>(number) > most)
      value = static_cast<std::uint64_t>(number);
    else
      value = static_cast<std::int64_t>(number);
  }

  /// Whether both are the same, also in kind: 1 is not 1.0. One that is not a number is as another.
  friend auto operator==(attribute const& a, attribute const& b) -> bool {
    auto const is_nan = [](attribute const& one) {
      auto const* const number = std::get_if<double>(&one.value);
      return number && *number != *number;
    };
    return a.value == b.value || (is_nan(a) && is_nan(b));
  }
  /// Writes the text or the number.
  friend auto operator<<(std::ostream& out, attribute const& one) -> std::ostream& {
    std::visit([&](auto const& what) { out << what; }, one.value);
    return out;
  }

  /// For the archives of Boost.Serialization.
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    auto kind = value.index();
    archive& BOOST_SERIALIZATION_NVP(kind);
    if constexpr (Archive::is_loading::value) {
      if (kind == 0) value.emplace<0>();
      if (kind == 1) value.emplace<1>();
      if (kind == 2) value.emplace<2>();
      if (kind == 3) value.emplace<3>();
    }
    std::visit([&](auto& what) { archive& boost::serialization::make_nvp("value", what); }, value);
  }
};

}  // namespace dlp
