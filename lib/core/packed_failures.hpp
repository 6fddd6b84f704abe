// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <dlp/core/bytes.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {

/// Failures as they travel in a message.
void append(bytes& to, std::vector<failure> const& failures);

/// Throws: dlp::error where they are cut off.
[[nodiscard]] auto take_failures(byte_reader& from) -> std::vector<failure>;

}  // namespace dlp::detail
