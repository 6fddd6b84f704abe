// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstdint>
#include <string>

#include <dlp/core/bytes.hpp>

namespace dlp::detail {

/// Where code lies, so that it means the same on every rank that has loaded the same file: each
/// process has it at another address.
///
/// Of a function of which a library has a variant for each kind of processor, as `&std::sin`, it is
/// the variant of the rank that asks, and another rank's processor may not know its instructions: a
/// lambda that calls the function has no variants.
struct code_address {
  std::uint64_t module = 0;  // a digest of the file's build-id, or else of what is in it
  std::uint64_t offset = 0;  // from where the file is loaded
  std::string library;       // for people: the file's name; empty for the program itself

  friend auto operator==(code_address const&, code_address const&) -> bool = default;
};

/// Throws: usage_error where no code lies at the address; error where the file it is in cannot be
/// told from others: there is nothing that it could be known by, or two such files are loaded.
[[nodiscard]] auto to_portable(void const* code) -> code_address;

/// Throws: error where this rank has not loaded the file, or twice, and where no code lies there.
[[nodiscard]] auto from_portable(code_address const& where) -> void const*;

void append(bytes& to, code_address const& where);
[[nodiscard]] auto take_code_address(byte_reader& from) -> code_address;

/// What the program that this rank runs is known by, to compare with other ranks': "build-id
/// 3f…", or "digest 3f…" where the linker made no build-id.
/// Throws: error where there is nothing that it could be known by.
[[nodiscard]] auto program_identity() -> std::string;

}  // namespace dlp::detail
