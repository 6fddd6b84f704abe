// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <core/loaded_module.hpp>

namespace dlp::detail {

/// The one of these modules, of which the program is the first, in which code lies.
/// Throws: usage_error where it lies in none; error where other ranks could not know the module.
[[nodiscard]] auto module_at(std::span<loaded_module const> all, std::uintptr_t address)
    -> loaded_module const&;

/// Where code of a module with this digest lies; `library` is what another rank calls it.
/// Throws: error where there is no such module, or two, or no code there.
[[nodiscard]] auto address_in(std::span<loaded_module const> all, std::uint64_t digest,
                              std::uint64_t offset, std::string const& library) -> std::uintptr_t;

/// What a module is known by, in words.
/// Throws: error where other ranks could not know it.
[[nodiscard]] auto identity_of(loaded_module const& module) -> std::string;

}  // namespace dlp::detail
