// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <dispatch/journal/cell_row.hpp>
#include <dispatch/journal/journal_axes.hpp>
#include <dispatch/journal/journal_traits.hpp>
#include <dispatch/journal/stored_value.hpp>
#include <dlp/dispatch/journal.hpp>

namespace dlp::detail {

/// What a journal is opened with.
struct journal_terms {
  std::filesystem::path file = {};
  std::vector<journal_trait> traits = {};
  std::vector<stored_axis> axes = {};
  std::vector<stored_column> results = {};
  /// Where the file's axes have other values: the cells of these axes. Else such a file is refused.
  cell_lookup_maker lookup = {};
  durability lasts = durability::process;
  line_sink says = {};
  std::string_view if_in_use = {};  ///< what is to be done then, other than what a run can do
  std::size_t largest_row = std::size_t{512} << 20;  ///< bytes; beyond, results lie in parts
};

/// A file in which a loop or a sweep keeps what it has finished, for the run after it: a database
/// of SQLite. This process alone writes to it; others may read it meanwhile, where it is on a local
/// file system. Whenever the process ends, by SIGKILL too, the file has all that was committed. For
/// one thread at a time, and not for children by fork().
class journal_file {
 public:
  /// Makes the file, or opens the one that there is.
  /// Throws: usage_error where that is no journal, or one of another call, or open in another
  /// process, and where the library was built without SQLite; store_error.
  explicit journal_file(journal_terms terms);
  journal_file(journal_file&&) noexcept;
  auto operator=(journal_file&&) noexcept -> journal_file& = delete;

  /// Leaves one file that can be read from read-only media as well; where others are reading it,
  /// that is for the next opening to do, and a line says so.
  ~journal_file();

  /// Where its axes had other values when it was opened: how many rows are of cells that these do
  /// not have. They stay in the file, and come back where axes have their values again.
  [[nodiscard]] auto left_out() const noexcept -> std::optional<std::size_t>;

  /// Writes the rows, all or none. A row of an index that has one takes its place,
  /// but that of a failure not the place of what is done.
  /// Throws: usage_error; store_error, after which the same may be tried again.
  void commit(std::span<cell_row const> rows);

  /// Calls f with each row in the order of indices; what it shows is valid until f returns, which
  /// is not to call this journal.
  /// Throws: store_error for a row that is not what was written; what f throws.
  void for_each_row(std::function<void(cell_row const&)> const& f) const;

  /// The same from the index `first` on, for as long as f returns true.
  void for_rows_from(index_t first, std::function<bool(cell_row const&)> const& f) const;

  /// Removes rows, all or none of them, so that their cells are done again; how many there were.
  /// Throws: store_error.
  auto forget(std::span<index_t const> indices) -> std::size_t;
  auto forget_if(std::function<bool(cell_row const&)> const& of) -> std::size_t;
  /// The same of those that `left_out` counts.
  auto forget_left_out() -> std::size_t;

 private:
  class opened;
  std::unique_ptr<opened> opened_;
};

}  // namespace dlp::detail
