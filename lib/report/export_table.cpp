// SPDX-License-Identifier: BSL-1.0
#include <report/export_table.hpp>

#include <report/journal_table.hpp>
#include <task/netcdf/table_netcdf.hpp>
#include <task/saved_table.hpp>

namespace dlp::detail {

void export_table(journal_reader const& from, std::filesystem::path const& file) {
  save_table(table_of(from), file);
}

auto cells_without_row(journal_reader const& from) -> other_cells {
  return cells_of(from) == shape_of(from).size ? other_cells::left_out : other_cells::to_do;
}

void export_for_sweepexp(journal_reader const& from, std::filesystem::path const& file) {
  save_sweepexp(table_of(from), file, cells_without_row(from));
}

}  // namespace dlp::detail
