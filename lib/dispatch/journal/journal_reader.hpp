// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <dispatch/journal/cell_row.hpp>
#include <dispatch/journal/stored_value.hpp>

namespace dlp::detail {

/// A journal that is read only: while a process writes to it, after one was killed, and from
/// read-only media. It needs no more than the file, which says what its columns are, and changes
/// nothing, but that it undoes what a killed process had half written to the tables.
class journal_reader {
 public:
  /// Throws: usage_error where it is no journal, and where the library was built without SQLite;
  /// store_error.
  explicit journal_reader(std::filesystem::path const& file);
  journal_reader(journal_reader&&) noexcept;
  auto operator=(journal_reader&&) noexcept -> journal_reader& = delete;
  ~journal_reader();

  /// What its results are of, by name.
  [[nodiscard]] auto traits() const -> std::map<std::string, std::string>;

  /// As they were when it was opened. Texts and bytes in their values are the reader's.
  [[nodiscard]] auto axes() const -> std::vector<stored_axis> const&;
  [[nodiscard]] auto results() const -> std::vector<stored_column> const&;

  /// As that of a `journal_file`. Each call sees what has been committed when it begins.
  void for_each_row(std::function<void(cell_row const&)> const& f) const;

 private:
  class opened;
  std::unique_ptr<opened> opened_;
};

}  // namespace dlp::detail
