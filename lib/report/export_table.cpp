// SPDX-License-Identifier: BSL-1.0
#include <report/export_table.hpp>

#include <report/journal_table.hpp>
#include <task/saved_table.hpp>

namespace dlp::detail {

void export_table(journal_reader const& from, std::filesystem::path const& file) {
  save_table(table_of(from), file);
}

}  // namespace dlp::detail
