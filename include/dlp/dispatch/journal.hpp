// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

namespace dlp {

/// What the results in a journal survive.
enum class durability {
  process,  ///< the death of any process
  each,     ///< that of the machine, at the price of a write to the disk each time
};

/// The file in which a loop keeps what it has finished, as the option `journal` names it. A program
/// that is started again, on any number of ranks, takes from there what is done, and does the rest.
///
/// It is a database of SQLite, which the root alone opens; others may read it while the loop runs.
/// A copy is made by `sqlite3 run.db ".backup copy.db"`, not by `cp`. One file is of one call: a
/// second call of the program needs a file of its own. What a body keeps in memory is not in it.
struct journal {
  /// None.
  journal() = default;
  /// The file, which is made where there is none: text, or a std::filesystem::path.
  template <class Path>
    requires(std::convertible_to<Path, std::string> || std::convertible_to<Path, std::string_view>)
  journal(Path&& file, durability lasts = durability::process)
      : path(std::forward<Path>(file)), survives(lasts) {}

  std::string path = {};                      ///< empty: nothing is kept
  durability survives = durability::process;  ///< what the results in it survive
};

}  // namespace dlp
