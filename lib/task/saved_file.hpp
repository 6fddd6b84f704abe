// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>

namespace dlp::detail {

/// Calls `write` with the name of a file beside this one, which then takes its place. `write` says
/// by a std::system_error what is in its way. Throws: dlp::error where that cannot be written; a
/// file that there was stays then.
void save_file(std::filesystem::path const& file,
               std::function<void(std::filesystem::path const& beside)> const& write);

/// Writes a whole file, which `write` fills. Throws: std::system_error; as `write`.
void write_whole(std::filesystem::path const& file,
                 std::function<void(std::ostream& to)> const& write);
/// One of this content.
void write_whole(std::filesystem::path const& file, std::string_view content);

// What is there already, before something is saved: it may be of somebody else.

/// Whether there is a file with anything in it.
[[nodiscard]] auto has_content(std::filesystem::path const& file) -> bool;
/// So many of its first bytes, or all that it has. Throws: usage_error as `refuse_unread`.
[[nodiscard]] auto first_bytes(std::filesystem::path const& file, std::size_t most) -> std::string;
/// Its first line, as far as a message has room, in quotation marks. Throws: usage_error as
/// `refuse_unread`.
[[nodiscard]] auto beginning_of(std::filesystem::path const& file) -> std::string;
/// Throws: usage_error: the file is not replaced, for what it has: "it begins with …".
[[noreturn]] void refuse_to_replace(std::filesystem::path const& file, std::string const& what);
/// Throws: usage_error: the file is not replaced, for nobody knows what it has.
[[noreturn]] void refuse_unread(std::filesystem::path const& file, std::string const& why);

}  // namespace dlp::detail
