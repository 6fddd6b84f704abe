// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/stored_value.hpp>

#include <algorithm>
#include <array>
#include <bit>

#include <core/checksum.hpp>
#include <core/shown_text.hpp>
#include <dispatch/journal/store_error.hpp>

namespace dlp::detail {
namespace {

constexpr auto names =
    std::array<std::string_view, 5>{"integer", "boolean", "real", "text", "blob"};

/// The eight bytes of a number, or the length of a text, with the type in front.
auto checksum_of_word(std::size_t type, std::uint64_t word, std::uint32_t before) noexcept
    -> std::uint32_t {
  auto const both = std::array<std::uint64_t, 2>{type, word};
  return checksum(std::as_bytes(std::span(both)), before);
}

}  // namespace

auto to_string(value_kind kind) -> std::string_view {
  return names.at(static_cast<std::size_t>(kind));
}

auto value_kind_of(std::string_view name, std::string const& file) -> value_kind {
  auto const found = std::ranges::find(names, name);
  if (found != names.end()) return static_cast<value_kind>(found - names.begin());
  throw store_error(store_error::kind::damaged,
                    "dlp: " + file + " is damaged: no column of a journal holds a \"" +
                        shown_text(name) + '"' + after_damage());
}

auto fits(stored_value const& value, value_kind kind) noexcept -> bool {
  switch (value.index()) {
    case 0:
      return true;
    case 1:
      return kind == value_kind::integer || kind == value_kind::boolean;
    case 2:
      return kind == value_kind::real;
    case 3:
      return kind == value_kind::text;
    default:
      return kind == value_kind::blob;
  }
}

auto checksum_of(stored_value const& value, std::uint32_t before) noexcept -> std::uint32_t {
  auto const type = value.index();
  if (auto const* const number = std::get_if<std::int64_t>(&value)) {
    return checksum_of_word(type, static_cast<std::uint64_t>(*number), before);
  }
  if (auto const* const number = std::get_if<double>(&value)) {
    return checksum_of_word(type, std::bit_cast<std::uint64_t>(*number), before);
  }
  auto bytes = std::span<std::byte const>();
  if (auto const* const text = std::get_if<std::string_view>(&value)) {
    bytes = std::as_bytes(std::span(*text));
  } else if (auto const* const blob = std::get_if<std::span<std::byte const>>(&value)) {
    bytes = *blob;
  }
  return checksum(bytes, checksum_of_word(type, bytes.size(), before));
}

}  // namespace dlp::detail
