// SPDX-License-Identifier: BSL-1.0
//
// What stands in the place of this folder in a library that is built without SQLite.
#include <dispatch/journal/journal_file.hpp>
#include <dispatch/journal/journal_reader.hpp>
#include <dispatch/journal/journal_recorder.hpp>

#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

[[noreturn]] void refuse(std::filesystem::path const& file) {
  throw usage_error("dlp: " + file.string() +
                    " cannot be opened: this dlp was built without SQLite. Install its development "
                    "files (Debian's package libsqlite3-dev), and configure and build dlp again");
}

}  // namespace

void claim_journal(journal const& file, std::string const& /*name*/,
                   std::source_location const& /*where*/) {
  refuse(file.path);
}

auto open_journal(journal const& where, recorded_call const& /*call*/)
    -> std::unique_ptr<recorder> {
  refuse(where.path);
}

auto open_journal(journal const& where, recorded_sweep const& /*of*/) -> journal_file {
  refuse(where.path);
}

void commit_or_refuse(journal_file& /*to*/, std::span<cell_row const> /*rows*/) {}

class journal_file::opened {};

journal_file::journal_file(journal_terms terms) { refuse(terms.file); }
journal_file::journal_file(journal_file&&) noexcept = default;
journal_file::~journal_file() = default;
auto journal_file::left_out() const noexcept -> std::optional<std::size_t> { return {}; }
void journal_file::commit(std::span<cell_row const> /*rows*/) {}
void journal_file::for_each_row(std::function<void(cell_row const&)> const& /*f*/) const {}
void journal_file::for_rows_from(index_t /*first*/,
                                 std::function<bool(cell_row const&)> const& /*f*/) const {}
auto journal_file::forget(std::span<index_t const> /*indices*/) -> std::size_t { return 0; }
auto journal_file::forget_if(std::function<bool(cell_row const&)> const& /*of*/) -> std::size_t {
  return 0;
}
auto journal_file::forget_left_out() -> std::size_t { return 0; }

class journal_reader::opened {};

journal_reader::journal_reader(std::filesystem::path const& file) { refuse(file); }
journal_reader::journal_reader(journal_reader&&) noexcept = default;
journal_reader::~journal_reader() = default;
auto journal_reader::traits() const -> std::map<std::string, std::string> { return {}; }
// No object has been made that could be asked.
auto journal_reader::axes() const -> std::vector<stored_axis> const& { std::terminate(); }
auto journal_reader::results() const -> std::vector<stored_column> const& { std::terminate(); }
void journal_reader::for_each_row(std::function<void(cell_row const&)> const& /*f*/) const {}

}  // namespace dlp::detail
