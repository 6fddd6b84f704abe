// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstdint>

namespace dlp_test {

/// What a number is to the last bit: two that are equal may differ there.
constexpr auto bits(double x) -> std::uint64_t { return std::bit_cast<std::uint64_t>(x); }

}  // namespace dlp_test
