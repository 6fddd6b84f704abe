// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_check.hpp>

#include <string>
#include <system_error>

#include <dispatch/journal/journal_schema.hpp>
#include <dispatch/journal/store_error.hpp>

namespace dlp::detail {
namespace {

/// By SQLite too: had this process its locks on the file, a descriptor of ours would end them.
auto header_of(std::filesystem::path const& file, char const* pragma) -> std::int64_t {
  try {
    auto const header = database(file, access::read_as_it_is);
    return header.first_integer(pragma).value_or(0);
  } catch (store_error const& failed) {
    if (failed.of_kind() != store_error::kind::damaged) throw;
    throw usage_error("dlp: " + file.string() +
                      " is no journal: it is no database that SQLite can read. Give another file");
  }
}

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
  if (header_of(file, "PRAGMA application_id") != journal_application) {
    throw usage_error("dlp: " + file.string() +
                      " is no journal: it is a database of another program. Give another file");
  }
  auto const version = header_of(file, "PRAGMA user_version");
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
                    "dlp: " + file.string() + " is damaged: " + said + after_damage(file.string()));
}

}  // namespace dlp::detail
