// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include <dlp/core/index_range.hpp>

namespace dlp::detail {

// They take rows out of a journal, so that the next start computes their cells again, and say how
// many there were.
// Throws: usage_error where it is no journal, or a run has it open; store_error.

[[nodiscard]] auto reset_failed(std::filesystem::path const& file) -> std::size_t;
/// Also those of cells that the grid does not have.
[[nodiscard]] auto reset_all(std::filesystem::path const& file) -> std::size_t;
/// Those of these numbers. Throws: usage_error where there is no such cell, and nothing is taken
/// out.
[[nodiscard]] auto reset_cells(std::filesystem::path const& file, std::span<index_t const> cells)
    -> std::size_t;

}  // namespace dlp::detail
