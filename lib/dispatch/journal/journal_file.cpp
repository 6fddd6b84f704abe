// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_file.hpp>

#include <cerrno>
#include <optional>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dispatch/journal/database.hpp>
#include <dispatch/journal/file_lock.hpp>
#include <dispatch/journal/journal_check.hpp>
#include <dispatch/journal/journal_schema.hpp>
#include <dispatch/journal/row_reader.hpp>
#include <dispatch/journal/row_writer.hpp>
#include <dispatch/journal/store_error.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

/// All traits that are kept: those of the call, its columns, and who writes.
auto traits_with_columns(journal_terms const& terms, if_differs of_axes)
    -> std::vector<journal_trait> {
  auto all = terms.traits;
  all.push_back({"axes", summary_of(terms.axes), of_axes});
  all.push_back({"results", summary_of(terms.results)});
  all.push_back({"owner", own_name(), if_differs::note});
  return all;
}

auto columns_of(journal_terms const& terms) -> cell_columns {
  auto columns = cell_columns{{}, terms.results};
  for (auto const& axis : terms.axes) columns.axes.push_back({axis.name, axis.kind});
  require_names(columns);
  return columns;
}

/// SQLite would let others read what it makes.
void make_private(std::filesystem::path const& file) {
  auto const made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made >= 0) ::close(made);  // else it is there, or SQLite will say what is wrong
}

}  // namespace

/// An open journal; its members are closed in the opposite order.
class journal_file::opened {
 public:
  explicit opened(journal_terms const& terms)
      : file_(terms.file),
        says_(terms.says),
        columns_(columns_of(terms)),
        lock_((require_journal(file_), file_), terms.if_in_use),
        database_((make_private(file_), file_),
                  lock_.holds() ? access::write : access::write_without_locks) {
    forgo_shared_memory();
    auto const is_new = database_.first_integer("SELECT count(*) FROM sqlite_schema") == 0;
    auto const has_others = !is_new && terms.lookup && differs_in_values(database_, terms.axes);
    auto const traits =
        traits_with_columns(terms, has_others ? if_differs::note : if_differs::refuse);
    if (is_new) {
      auto all = transaction(database_);
      make_tables(database_, columns_, terms.axes);
      keep_traits(database_, traits);
      all.commit();
    } else {
      compare_traits(database_, traits, file_, says_);
      require_undamaged(database_, file_);
    }
    // The tables are made without a log: so the file is known for a journal as soon as it has any.
    database_.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = " +
                      std::string(terms.lasts == durability::each ? "FULL" : "NORMAL"));
    if (has_others) {
      take_over(terms, traits);
    } else {
      auto all = transaction(database_);
      keep_traits(database_, traits);
      all.commit();
    }
    reader_.emplace(database_, columns_, file_.string());
    writer_.emplace(database_, columns_, terms.largest_row);
  }
  opened(opened const&) = delete;
  auto operator=(opened const&) -> opened& = delete;
  ~opened() {
    if (!database_.is_own()) return;
    reader_.reset();
    writer_.reset();
    database_.wait_at_most(0);
    try {
      make_one_file();
    } catch (std::exception const& failed) {
      say(file_.string() + "-wal stays, and belongs to it: " + failed.what() +
          ". The next opening makes one file of both");
    }
  }

  [[nodiscard]] auto reader() -> row_reader& { return require_own(), *reader_; }
  [[nodiscard]] auto writer() -> row_writer& { return require_own(), *writer_; }
  [[nodiscard]] auto tables() -> database& { return require_own(), database_; }
  [[nodiscard]] auto left_out() const { return left_out_; }

 private:
  void require_own() const {
    if (database_.is_own()) return;
    throw usage_error("dlp: " + file_.string() +
                      " is the journal of the process that this one is a child of, by fork()");
  }

  /// Over a network the log of SQLite works only for who has the file alone.
  void forgo_shared_memory() {
    auto const network = network_file_system(std::filesystem::absolute(file_).parent_path());
    if (network.empty() && lock_.holds()) return;
    database_.execute("PRAGMA locking_mode = EXCLUSIVE");
    say(!lock_.holds() ? file_.string() +
                             " is on a file system without locks: nothing keeps another "
                             "process from writing to it"
                       : file_.string() + " is on a network file system (" + network +
                             "): nobody else can read it while this process has it open");
  }

  /// Has the rows go with the new values of the axes, all of them or none.
  void take_over(journal_terms const& terms, std::span<journal_trait const> traits) try {
    auto all = transaction(database_);
    left_out_ =
        replace_axes(database_, columns_, file_, terms.axes, terms.lookup, terms.largest_row);
    keep_traits(database_, traits);
    all.commit();
  } catch (store_error const& failed) {
    if (!failed.may_pass()) throw;
    throw store_error(failed.of_kind(),
                      std::string(failed.what()) +
                          ". Its rows were to be written anew for axes that have other values; "
                          "all are there as they were");
  }

  void make_one_file() {
    if (database_.first_integer("PRAGMA wal_checkpoint(TRUNCATE)") != 0) {
      throw store_error(store_error::kind::busy, "others are reading it");
    }
    static_cast<void>(database_.first_text("PRAGMA journal_mode = DELETE"));
  }

  /// A line that nobody takes is no reason to lose a journal.
  void say(std::string const& line) const noexcept try {
    if (says_) says_("dlp: " + line);
  } catch (...) {
  }

  std::filesystem::path file_;
  line_sink says_;
  cell_columns columns_;
  file_lock lock_;
  database database_;
  std::optional<std::size_t> left_out_;
  std::optional<row_reader> reader_;
  std::optional<row_writer> writer_;
};

journal_file::journal_file(journal_terms terms) : opened_(std::make_unique<opened>(terms)) {}

journal_file::journal_file(journal_file&&) noexcept = default;

journal_file::~journal_file() = default;

auto journal_file::left_out() const noexcept -> std::optional<std::size_t> {
  return opened_->left_out();
}

void journal_file::commit(std::span<cell_row const> rows) {
  auto& writer = opened_->writer();
  auto all = transaction(opened_->tables());
  for (auto const& row : rows) writer.write(row);
  all.commit();
}

void journal_file::for_each_row(std::function<void(cell_row const&)> const& f) const {
  opened_->reader().for_each_row(f);
}

void journal_file::for_rows_from(index_t first,
                                 std::function<bool(cell_row const&)> const& f) const {
  opened_->reader().for_rows_from(first, f);
}

auto journal_file::forget(std::span<index_t const> indices) -> std::size_t {
  auto& writer = opened_->writer();
  auto count = std::size_t{0};
  auto all = transaction(opened_->tables());
  for (auto const index : indices) {
    writer.remove(index);
    count += static_cast<std::size_t>(opened_->tables().changed());
  }
  all.commit();
  return count;
}

auto journal_file::forget_if(std::function<bool(cell_row const&)> const& of) -> std::size_t {
  auto indices = std::vector<index_t>();
  for_each_row([&](cell_row const& row) {
    if (of(row)) indices.push_back(row.index);
  });
  return forget(indices);
}

auto journal_file::forget_left_out() -> std::size_t {
  auto& tables = opened_->tables();
  auto const left_out = cells_left_out();
  if (!has_table(tables, left_out.rows)) return 0;
  auto all = transaction(tables);
  tables.execute("DELETE FROM " + left_out.parts + "; DELETE FROM " + left_out.rows);
  auto const count = tables.changed();
  all.commit();
  return static_cast<std::size_t>(count);
}

}  // namespace dlp::detail
