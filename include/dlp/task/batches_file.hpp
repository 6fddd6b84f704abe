// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include <dlp/comm/collectives.hpp>
#include <dlp/core/bytes.hpp>

// The file of a run of batches: a line that says what it is, "dlp batches 1 dlp::moments", where 1
// is the format; then the size of the rest and the checksum of all else, and the rest, by `pack`.

namespace dlp::detail {

/// Writes it, all of it or nothing.
/// Throws: dlp::error; usage_error where there is a file with something else in it, or of another
/// type.
void write_batches(std::filesystem::path const& file, std::string const& type, bytes const& packed);

/// What is in the file, on every rank; the root reads it.
/// Throws: on every rank dlp::error where it cannot be read, is damaged, or is of another type.
[[nodiscard]] auto read_batches(std::filesystem::path const& file, std::string const& type,
                                collective const& what) -> bytes;

/// What `make` appends on the root, on every rank.
/// Throws: on every rank the usage_error or dlp::error of `make`; disagreement; task_error.
[[nodiscard]] auto bytes_of_root(collective const& what, std::function<void(bytes&)> const& make)
    -> bytes;

}  // namespace dlp::detail
