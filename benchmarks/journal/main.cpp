// SPDX-License-Identifier: BSL-1.0
//
// What does a journal cost? On one rank: results of 100 bytes, committed 100 at a time and one by
// one, and all of them read again; next to it SQLite alone, with the same table, in turns. On
// several: a loop of short examples, with a journal and without, in turns.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <dlp.hpp>

#include <dispatch/journal/journal_file.hpp>

#include "../support/clock.hpp"
#include "../support/program.hpp"
#include "../support/statistics.hpp"
#include "../support/table.hpp"
#include "loops.hpp"
#include "raw_sqlite.hpp"

using namespace benchmark;
using namespace dlp::detail;

namespace {

auto const value = std::string(100, 'x');

/// A journal, behind the calls of `raw_sqlite`.
class journal {
 public:
  explicit journal(std::filesystem::path const& file)
      : file_({.file = file, .results = {{"value", value_kind::blob}}}) {}

  void commit(std::int64_t first, std::int64_t last, std::string const& text) {
    auto const result = stored_value(std::as_bytes(std::span(text)));
    rows_.clear();
    for (auto index = first; index != last; ++index) {
      rows_.push_back({.index = static_cast<dlp::index_t>(index),
                       .rank = static_cast<int>(index % 7),
                       .host = "node1",
                       .start = 1.7e9 + static_cast<double>(index),
                       .duration = 0.5,
                       .results = {&result, 1}});
    }
    file_.commit(rows_);
  }

  auto read() -> std::int64_t {
    auto count = std::int64_t{0};
    file_.for_each_row([&](cell_row const&) { ++count; });
    return count;
  }

 private:
  journal_file file_;
  std::vector<cell_row> rows_;
};

/// Of one contender, in us that a core is at work: a result, a commit of one, and a row that is
/// read.
struct figures {
  std::vector<double> of_result, of_commit, of_row;
};

template <class Store>
void measure(std::filesystem::path const& file, std::int64_t rows, std::int64_t singles,
             figures& to) {
  std::filesystem::remove(file);
  auto begin = cpu_time();
  auto const lap = [&](std::int64_t count) {
    auto const time = cpu_time() - begin;
    begin = cpu_time();
    return 1e6 * time / static_cast<double>(count);
  };
  {
    auto store = Store(file);
    begin = cpu_time();
    for (auto first = std::int64_t{0}; first < rows; first += 100) {
      store.commit(first, std::min(first + 100, rows), value);
    }
    to.of_result.push_back(lap(rows));
    for (auto i = std::int64_t{0}; i != singles; ++i) store.commit(rows + i, rows + i + 1, value);
    to.of_commit.push_back(lap(singles));
  }
  auto store = Store(file);
  begin = cpu_time();
  if (store.read() != rows + singles) throw std::runtime_error("rows are missing");
  to.of_row.push_back(lap(rows + singles));
}

void measure_rows(options const& given, std::filesystem::path const& folder) {
  auto const rows = given.number<std::int64_t>("--rows", 1);
  auto const singles = given.number<std::int64_t>("--commits", 1);
  auto const rounds = given.number<int>("--rounds", 1);
  auto ours = figures();
  auto raw = figures();
  for (auto round = 0; round != rounds; ++round) {
    measure<journal>(folder / "run.db", rows, singles, ours);
    measure<raw_sqlite>(folder / "raw.db", rows, singles, raw);
  }
  auto results = table({"us for", "journal", "SQLite alone", "limit"});
  auto const add = [&](char const* what, auto figure, char const* limit) {
    results.add({what, fixed(median(ours.*figure), 3), fixed(median(raw.*figure), 3), limit});
  };
  add("a result of 100 bytes, 100 a commit", &figures::of_result, "2.5");
  add("a commit of one", &figures::of_commit, "25");
  add("a row that is read", &figures::of_row, "0.6");
  results.print();
}

auto measure_loops(options const& given, std::filesystem::path const& folder) -> double {
  return share_of_journal({.examples = given.number<dlp::index_t>("--examples", 1),
                           .rounds = given.number<int>("--rounds", 1),
                           .folder = folder});
}

void run(options const& given) {
  auto name = (std::filesystem::path(given.text("--folder")) / "journal-XXXXXX").string();
  auto const is_made = !dlp::is_root() || ::mkdtemp(name.data()) != nullptr;
  if (!dlp::broadcast(is_made)) options::complain("--folder", "cannot be written to");
  auto const folder = std::filesystem::path(dlp::broadcast(name));
  constexpr auto most = 0.03;
  auto share = 0.0;
  if (dlp::size() == 1) {
    measure_rows(given, folder);
  } else {
    share = measure_loops(given, folder);
  }
  if (dlp::is_root()) std::filesystem::remove_all(folder);
  if (given.has("--judge") && share > most)
    throw beyond_limit("with a journal a loop takes more than 3 % longer");
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "journal",
                     {{"--rows", "N", "1000000", "results that are committed 100 at a time"},
                      {"--commits", "N", "20000", "results that are committed alone"},
                      {"--rounds", "N", "5", "how often it is measured"},
                      {"--examples", "N", "1000", "of a loop"},
                      {"--judge", "", "", "ends with code 1 where a loop takes 3 % longer"},
                      {"--folder", "DIR", ".", "where the files are made"}},
                     run);
}
