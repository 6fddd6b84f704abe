// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include <dispatch/journal/database.hpp>

namespace dlp::detail {

/// What follows where a trait is another one than when the journal was begun.
enum class if_differs {
  refuse,  ///< its results are those of another call
  tell,    ///< they are taken, and a line says so
  note,    ///< nothing: the new one is kept
};

/// What the results in a journal are of, by name: a fingerprint of inputs, the size of a range, the
/// build of a program.
struct journal_trait {
  std::string name;
  std::string value;
  if_differs then = if_differs::refuse;
};

/// Takes a line for a person, without an end of line.
using line_sink = std::function<void(std::string_view)>;

/// The traits that a journal has, by their names.
[[nodiscard]] auto traits_of(database const& journal) -> std::map<std::string, std::string>;

/// Compares those that a journal has with these, in their order, and changes nothing.
/// Throws: usage_error, which shows both, for the first that differs and may not.
void compare_traits(database const& journal, std::span<journal_trait const> traits,
                    std::filesystem::path const& file, line_sink const& says);

/// Keeps them in the place of those that a journal has.
void keep_traits(database& journal, std::span<journal_trait const> traits);

}  // namespace dlp::detail
