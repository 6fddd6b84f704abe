// SPDX-License-Identifier: BSL-1.0
#include <task/saved_table.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <dlp/core/error.hpp>
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
  for (auto const& one : formats) all += (all.empty() ? "*" : " or *") + std::string(one.suffix);
  throw usage_error("dlp: a table is saved as " + all + ", and " + file.string() + " is none");
}

}  // namespace

void require_table_format(std::filesystem::path const& file) { static_cast<void>(format_of(file)); }

void save_table(table_data const& from, std::filesystem::path const& file) {
  format_of(file).save(from, file);
}

}  // namespace dlp::detail
