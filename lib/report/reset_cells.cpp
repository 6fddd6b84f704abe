// SPDX-License-Identifier: BSL-1.0
#include <report/reset_cells.hpp>

#include <string>

#include <core/say_line.hpp>
#include <dispatch/journal/journal_file.hpp>
#include <dispatch/journal/journal_reader.hpp>
#include <dlp/core/error.hpp>
#include <report/journal_table.hpp>

namespace dlp::detail {
namespace {

/// The journal as whatever call it is of: it is opened with the columns that it has.
auto open(std::filesystem::path const& file) -> journal_file {
  auto const has = journal_reader(file);
  return journal_file(
      {.file = file,
       .axes = has.axes(),
       .results = has.results(),
       .says = say_line,
       .if_in_use = "wait until that has ended, or stop it, and reset the file then"});
}

void require_cells(std::filesystem::path const& file, std::span<index_t const> cells) {
  auto const all = cells_of_grid(journal_reader(file));
  if (!all) return;
  for (auto const cell : cells) {
    if (cell < *all) continue;
    throw usage_error("dlp-sweep: " + file.string() + " has " + std::to_string(*all) +
                      " cells, counted from 0, and no cell " + std::to_string(cell));
  }
}

}  // namespace

auto reset_failed(std::filesystem::path const& file) -> std::size_t {
  return open(file).forget_if(
      [](cell_row const& row) { return row.status == cell_status::failed; });
}

auto reset_all(std::filesystem::path const& file) -> std::size_t {
  auto all = open(file);
  return all.forget_if([](cell_row const& /*row*/) { return true; }) + all.forget_left_out();
}

auto reset_cells(std::filesystem::path const& file, std::span<index_t const> cells) -> std::size_t {
  require_cells(file, cells);
  return open(file).forget(cells);
}

}  // namespace dlp::detail
