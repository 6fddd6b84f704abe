// SPDX-License-Identifier: BSL-1.0
#include <report/export_table.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <dlp/core/error.hpp>
#include <report/journal_table.hpp>
#include <task/netcdf/table_netcdf.hpp>
#include <task/table_csv.hpp>

namespace dlp::detail {
namespace {

struct format {
  std::string_view suffix;
  void (*save)(table_data const&, std::filesystem::path const&);
};

constexpr auto formats = std::array{format{".csv", save_csv}, format{".nc", save_netcdf}};

auto format_of(std::filesystem::path const& file) -> format const& {
  auto const* const found = std::ranges::find(formats, file.extension().string(), &format::suffix);
  if (found != formats.end()) return *found;
  auto all = std::string();
  for (auto const& one : formats) all += (all.empty() ? "*" : ", *") + std::string(one.suffix);
  throw usage_error("dlp: a table is exported as " + all + ", and " + file.string() + " is none");
}

}  // namespace

void require_format(std::filesystem::path const& file) { static_cast<void>(format_of(file)); }

void export_table(journal_reader const& from, std::filesystem::path const& file) {
  format_of(file).save(table_of(from), file);
}

auto cells_without_row(journal_reader const& from) -> other_cells {
  return cells_of(from) == shape_of(from).size ? other_cells::left_out : other_cells::to_do;
}

void export_for_sweepexp(journal_reader const& from, std::filesystem::path const& file) {
  save_sweepexp(table_of(from), file, cells_without_row(from));
}

}  // namespace dlp::detail
