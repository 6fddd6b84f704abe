// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_check.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include <dispatch/journal/journal_schema.hpp>
#include <dispatch/journal/store_error.hpp>

namespace dlp::detail {
namespace {

/// A number in the header of a database, the first byte the highest.
auto number_at(std::size_t place, database::file_header const& header) -> std::int64_t {
  auto number = std::int64_t{0};
  for (auto const byte : std::span(header).subspan(place, 4)) {
    number = number << 8 | static_cast<std::int64_t>(byte);
  }
  return number;
}

// As SQLite's documentation of the file format has it.
constexpr auto begin_of_header = std::string_view("SQLite format 3", 16);
constexpr auto place_of_version = std::size_t{60};
constexpr auto place_of_application = std::size_t{68};

}  // namespace

auto has_nothing(std::filesystem::path const& file) -> bool {
  auto error = std::error_code();
  auto const size = std::filesystem::file_size(file, error);
  return error || size == 0;
}

void require_journal(std::filesystem::path const& file) {
  if (std::filesystem::is_symlink(file)) {
    throw usage_error("dlp: " + file.string() +
                      " is a symbolic link, which a journal is not: name the file itself");
  }
  if (has_nothing(file)) return;
  auto const refuse = [&](std::string const& why) {
    throw usage_error("dlp: " + file.string() + " is no journal: " + why + ". Give another file");
  };
  auto const header = database(file, access::read_as_it_is).header();
  if (!std::ranges::equal(std::span(header).first(begin_of_header.size()),
                          std::as_bytes(std::span(begin_of_header)))) {
    refuse("it is no database of SQLite");
  }
  if (number_at(place_of_application, header) != journal_application) {
    refuse("it is a database of another program");
  }
  auto const version = number_at(place_of_version, header);
  if (version == journal_version) return;
  throw usage_error("dlp: " + file.string() + " is a journal of version " +
                    std::to_string(version) + ", and this dlp knows version " +
                    std::to_string(journal_version) +
                    ": read it with the dlp that wrote it, or give another file");
}

void require_undamaged(database const& journal, std::filesystem::path const& file) {
  auto const said = journal.first_text("PRAGMA quick_check(1)").value_or("");
  if (said == "ok") return;
  throw store_error(store_error::kind::damaged,
                    "dlp: " + file.string() + " is damaged: " + said + after_damage());
}

}  // namespace dlp::detail
