// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <vector>

#include <dlp/core/bytes.hpp>

namespace dlp::detail {

/// A list of numbers as it travels in a message.
void append(bytes& to, std::vector<std::uint64_t> const& numbers);

/// Throws: dlp::error where it is cut off.
[[nodiscard]] auto take_numbers(byte_reader& from) -> std::vector<std::uint64_t>;

}  // namespace dlp::detail
