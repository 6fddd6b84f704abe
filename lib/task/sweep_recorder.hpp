// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <dispatch/journal/journal_file.hpp>
#include <dlp/dispatch/recorder.hpp>
#include <dlp/task/sweep_options.hpp>
#include <task/expected_durations.hpp>
#include <task/table_data.hpp>

namespace dlp::detail {

/// Keeps the cells of a sweep, at its root: in the table, and where there is a file, in that
/// before. The loop knows them by their positions, and the file by their numbers in the whole grid.
class sweep_recorder : public recorder {
 public:
  /// Takes from the file, where the options name one, what an earlier run has left, and shows
  /// `learns` how long that took.
  /// Throws: usage_error where the file is that of another sweep, or none; store_error.
  sweep_recorder(std::shared_ptr<table_data> to, sweep_options const& options,
                 expected_durations* learns = nullptr);

  /// What is not to be computed is done as well.
  [[nodiscard]] auto done() const -> std::vector<index_range> const& override { return done_; }
  [[nodiscard]] auto not_chosen() const -> index_t override { return not_chosen_; }
  /// All of them are in the table from the beginning.
  [[nodiscard]] auto next_stored() -> std::optional<raw_result> override { return std::nullopt; }
  void keep(std::span<done_example const> done, std::span<failed_example const> failed) override;

 private:
  void open(sweep_options const& options, expected_durations* learns);
  void take_earlier();
  void leave_out_all_but(cell_choice const& chosen);
  void say_what_is_taken(std::string const& file) const;
  [[nodiscard]] auto axis_values(index_t cell) const -> std::vector<stored_value>;

  std::shared_ptr<table_data> table_;
  std::optional<journal_file> file_;
  std::vector<index_range> done_;
  index_t not_chosen_ = 0;
};

}  // namespace dlp::detail
