// SPDX-License-Identifier: BSL-1.0
#include <each/store/job_store.hpp>

#include <cerrno>
#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <dispatch/journal/database.hpp>
#include <dispatch/journal/sql_statement.hpp>
#include <dispatch/journal/store_error.hpp>
#include <dlp/core/error.hpp>
#include <each/system_text.hpp>

namespace dlp::detail {
namespace {

using clock = std::chrono::steady_clock;

constexpr auto tables = R"(
CREATE TABLE jobs (
  seq INTEGER PRIMARY KEY, host TEXT, slot INTEGER, starttime REAL, runtime REAL,
  exitval INTEGER, signal INTEGER, tries INTEGER, command TEXT);
CREATE TABLE outputs (
  seq INTEGER, stream INTEGER, part INTEGER, content BLOB, UNIQUE (seq, stream, part));
)";

constexpr auto between_commits = std::chrono::milliseconds(500);

/// How long it waits for others at the file where it has to, in ms.
constexpr auto longest_wait = 5'000;

/// As large as a part may be that a program reads at once.
constexpr auto part_size = std::size_t{1} << 20U;

/// A file that is there already is only gone on with, and only where it is one of these.
void make_tables(std::filesystem::path const& file, bool goes_on) {
  constexpr auto for_all = 0666;
  auto const made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, for_all);
  if (made < 0)
    throw usage_error("dlp-each: " + file.string() + " cannot be written: " + system_text(errno));
  ::close(made);
  if (std::filesystem::file_size(file) == 0) {
    auto data = database(file, access::write);
    auto both = transaction(data);
    data.execute(tables);
    both.commit();
    return;
  }
  if (!goes_on)
    throw usage_error("dlp-each: " + file.string() +
                      " is there already: delete it, or go on with it by --resume and --joblog");
  // Who reads may not undo what a run that was killed has left half written.
  auto const found = database(file, access::write)
                         .first_integer(
                             "SELECT count(*) FROM sqlite_schema "
                             "WHERE type = 'table' AND name IN ('jobs', 'outputs')");
  if (found != 2)
    throw usage_error("dlp-each: " + file.string() + " has other tables than those of dlp-each");
}

auto bytes_in(std::string_view text) -> std::span<std::byte const> {
  return std::as_bytes(std::span(text.data(), text.size()));
}

auto integer(auto value) -> std::int64_t { return static_cast<std::int64_t>(value); }

}  // namespace

class job_store::opened {
 public:
  explicit opened(std::filesystem::path const& file)
      : data_(file, access::write),
        job_(data_.prepare("INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")),
        output_(data_.prepare("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?)")),
        drop_(data_.prepare("DELETE FROM outputs WHERE seq = ?")) {}

  void add_output(std::uint64_t job, int stream, std::string_view text) {
    auto& its = unended_[job];
    if (std::exchange(its.is_new, false)) drop_rows(job);  // of a run before
    auto& tail = its.streams[static_cast<std::size_t>(stream - 1)];
    while (!text.empty()) {
      auto const part = text.substr(0, part_size - tail.text.size());
      tail.text += part;
      text.remove_prefix(part.size());
      if (tail.text.size() == part_size) write(job, stream, tail);
    }
  }

  void drop(std::uint64_t job) {
    drop_rows(job);
    unended_.erase(job);
  }

  void add(job_record const& ended, int slot, int tries) {
    begin();
    auto& its = unended_[ended.number];
    if (its.is_new) drop_rows(ended.number);
    for (auto stream : {1, 2}) {
      auto& tail = its.streams[static_cast<std::size_t>(stream - 1)];
      if (!tail.text.empty()) write(ended.number, stream, tail);
    }
    unended_.erase(ended.number);
    job_.bind(1, integer(ended.number))
        .bind(2, std::string_view(ended.host))
        .bind(3, integer(slot))
        .bind(4, ended.began)
        .bind(5, ended.seconds)
        .bind(6, integer(ended.code))
        .bind(7, integer(ended.signal))
        .bind(8, integer(tries))
        .bind(9, std::string_view(ended.command));
    job_.run();
  }

  void commit() {
    if (!open_) return;
    data_.wait_at_most(longest_wait);
    open_->commit();
    open_.reset();
  }

  auto commit_if_due() -> bool {
    if (!open_ || clock::now() < due_) return !open_;
    try {
      open_->commit();
      open_.reset();
    } catch (store_error const& why) {
      if (why.of_kind() != store_error::kind::busy) throw;
      due_ = clock::now() + between_commits;
    }
    return !open_;
  }

 private:
  struct unwritten {
    std::string text;
    std::int64_t parts = 0;  // that are written
  };
  struct output {
    unwritten streams[2];
    bool is_new = true;
  };

  void begin() {
    if (open_) return;
    data_.wait_at_most(longest_wait);
    open_.emplace(data_);
    // Only readers are in the way from now on, and jobs do not wait for them.
    data_.wait_at_most(0);
    due_ = clock::now() + between_commits;
  }

  void write(std::uint64_t job, int stream, unwritten& tail) {
    begin();
    output_.bind(1, integer(job))
        .bind(2, integer(stream))
        .bind(3, tail.parts++)
        .bind(4, bytes_in(tail.text));
    output_.run();
    tail.text.clear();
  }

  void drop_rows(std::uint64_t job) {
    begin();
    drop_.bind(1, integer(job));
    drop_.run();
  }

  database data_;
  sql_statement job_;
  sql_statement output_;
  sql_statement drop_;
  std::map<std::uint64_t, output> unended_;
  clock::time_point due_;
  std::optional<transaction> open_;  // ends before what it is of
};

job_store::job_store(std::filesystem::path const& file, bool goes_on) {
  make_tables(file, goes_on);
  in_ = std::make_unique<opened>(file);
}

job_store::~job_store() = default;

void job_store::add_output(std::uint64_t job, int stream, std::string_view text) {
  in_->add_output(job, stream, text);
}
void job_store::drop(std::uint64_t job) { in_->drop(job); }
void job_store::add(job_record const& ended, int slot, int tries) { in_->add(ended, slot, tries); }
void job_store::commit() { in_->commit(); }
auto job_store::commit_if_due() -> bool { return in_->commit_if_due(); }

}  // namespace dlp::detail
