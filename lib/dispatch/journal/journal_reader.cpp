// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_reader.hpp>

#include <deque>
#include <utility>

#include <unistd.h>

#include <dispatch/journal/database.hpp>
#include <dispatch/journal/file_lock.hpp>
#include <dispatch/journal/journal_check.hpp>
#include <dispatch/journal/journal_schema.hpp>
#include <dispatch/journal/journal_traits.hpp>
#include <dispatch/journal/row_reader.hpp>
#include <dispatch/journal/store_error.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

void require_something(std::filesystem::path const& file) {
  if (!has_nothing(file)) return;
  throw usage_error("dlp: " + file.string() + " is no journal: there is nothing in it");
}

void try_to_read(std::filesystem::path const& file, access how) {
  auto const tried = database(file, how);
  static_cast<void>(tried.first_integer("SELECT count(*) FROM sqlite_schema"));
}

/// Whether a process was killed where it makes the tables, or one file of tables and log: SQLite
/// then first undoes what it had begun, which who only reads may not.
auto is_half_written(std::filesystem::path const& file, store_error const& refused) -> bool {
  return refused.of_kind() == store_error::kind::read_only &&
         !has_nothing(file.string() + "-journal");
}

/// How a journal can be read: where no log of what is to come can be made next to it, nobody writes
/// to it, and it can be read as it is, unless there is a log that it needs.
auto access_to(std::filesystem::path const& file) -> access {
  require_journal(file);
  require_something(file);
  try {
    try_to_read(file, access::read);
    return access::read;
  } catch (store_error const& refused) {
    if (is_half_written(file, refused)) {
      auto const alone = file_lock(file);  // against a writer that has no locks of SQLite
      if (!alone.holds()) throw;
      try_to_read(file, access::write);
      require_something(file);
      return access::read;
    }
    auto const has_log = !has_nothing(file.string() + "-wal");
    auto const folder = std::filesystem::absolute(file).parent_path();
    if (has_log || ::access(folder.c_str(), W_OK) == 0) throw;
    return access::read_as_it_is;
  }
}

}  // namespace

class journal_reader::opened {
 public:
  explicit opened(std::filesystem::path const& file)
      : database_(file, access_to(file)),
        columns_(columns_of(database_)),
        rows_(database_, columns_, file.string()) {
    for (auto const& one : columns_.axes) axes_.push_back({one.name, "", one.kind, {}});
    database_.execute("BEGIN");  // a writer may give the axes other values meanwhile
    if (!take_axes() || summary_of(axes_) != traits_of(database_)["axes"]) {
      throw store_error(
          store_error::kind::damaged,
          "dlp: " + file.string() + ": the axes are not what was written" + after_damage());
    }
    database_.execute("COMMIT");
  }

  [[nodiscard]] auto tables() const -> database const& { return database_; }
  [[nodiscard]] auto axes() const -> std::vector<stored_axis> const& { return axes_; }
  [[nodiscard]] auto columns() const -> cell_columns const& { return columns_; }
  [[nodiscard]] auto rows() -> row_reader& { return rows_; }

 private:
  /// Whether each value is of an axis.
  [[nodiscard]] auto take_axes() -> bool {
    auto values = database_.prepare("SELECT number, unit, position, value FROM axis ORDER BY 1, 3");
    while (values.step()) {
      auto const number = static_cast<std::size_t>(values.integer(0));
      if (number >= axes_.size()) return false;
      auto& axis = axes_[number];
      axis.unit = values.text(1);
      auto const position = values.value(2, value_kind::integer);
      if (std::holds_alternative<std::int64_t>(position)) {
        axis.values.push_back(kept(values.value(3, axis.kind)));
      }
    }
    return true;
  }

  /// The value, with what it shows in texts of our own.
  auto kept(stored_value const& value) -> stored_value {
    if (auto const* const text = std::get_if<std::string_view>(&value)) {
      return std::string_view(kept_.emplace_back(*text));
    }
    if (auto const* const blob = std::get_if<std::span<std::byte const>>(&value)) {
      auto const* const begin = reinterpret_cast<char const*>(blob->data());
      return std::as_bytes(std::span(kept_.emplace_back(begin, blob->size())));
    }
    return value;
  }

  database database_;
  cell_columns columns_;
  row_reader rows_;
  std::vector<stored_axis> axes_;
  std::deque<std::string> kept_;
};

journal_reader::journal_reader(std::filesystem::path const& file)
    : opened_(std::make_unique<opened>(file)) {}

journal_reader::journal_reader(journal_reader&&) noexcept = default;

journal_reader::~journal_reader() = default;

auto journal_reader::traits() const -> std::map<std::string, std::string> {
  return traits_of(opened_->tables());
}

auto journal_reader::axes() const -> std::vector<stored_axis> const& { return opened_->axes(); }

auto journal_reader::results() const -> std::vector<stored_column> const& {
  return opened_->columns().results;
}

void journal_reader::for_each_row(std::function<void(cell_row const&)> const& f) const {
  opened_->rows().for_each_row(f);
}

}  // namespace dlp::detail
