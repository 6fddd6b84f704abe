// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dlp::detail {

/// A value as a column of a journal has it. Text and bytes are another's: they are read while a
/// call runs. std::monostate is NULL: there is none. A boolean is 0 or 1.
using stored_value = std::variant<std::monostate, std::int64_t, double, std::string_view,
                                  std::span<std::byte const>>;

/// What a column holds.
enum class value_kind { integer, boolean, real, text, blob };

/// A column of a journal, for an axis or for a result.
struct stored_column {
  std::string name;
  value_kind kind = value_kind::blob;
};

/// An axis of a grid: where along it a cell lies, and which values there are.
struct stored_axis {
  std::string name;
  std::string unit;
  value_kind kind = value_kind::real;
  std::vector<stored_value> values;  ///< by their positions
};

/// "real"
[[nodiscard]] auto to_string(value_kind kind) -> std::string_view;

/// The kind of this name in a file. Throws: store_error for a name that is none.
[[nodiscard]] auto value_kind_of(std::string_view name, std::string const& file) -> value_kind;

/// Whether a column of this kind may hold the value, or lack it.
[[nodiscard]] auto fits(stored_value const& value, value_kind kind) noexcept -> bool;

/// Continues a checksum with the value: its type, its length, and all its bits.
[[nodiscard]] auto checksum_of(stored_value const& value, std::uint32_t before) noexcept
    -> std::uint32_t;

}  // namespace dlp::detail
