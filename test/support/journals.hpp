// SPDX-License-Identifier: BSL-1.0
//
// Journals to be tested: folders for them, rows that are known by their index, and processes that
// write and are killed.
#pragma once

#include <algorithm>
#include <bit>
#include <csignal>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/test/unit_test.hpp>

#include <dispatch/journal/database.hpp>
#include <dispatch/journal/journal_file.hpp>
#include <dispatch/journal/stored_value.hpp>

#include "child_status.hpp"
#include "temporary_folder.hpp"
#include "texts.hpp"

namespace dlp_test {

/// A folder, and the name of a journal in it.
struct journal_place {
  temporary_folder folder;
  std::filesystem::path file = folder / "run.db";
};

/// A database without tables, in a folder of its own.
struct empty_database {
  temporary_folder folder;
  dlp::detail::database tables{(write_file(folder / "x.db", ""), folder / "x.db"),
                               dlp::detail::access::write};
};

/// Whether two values have the same type and the same bits.
inline auto same(dlp::detail::stored_value const& a, dlp::detail::stored_value const& b) -> bool {
  if (a.index() != b.index()) return false;
  if (auto const* const number = std::get_if<double>(&a)) {
    return std::bit_cast<std::uint64_t>(*number) ==
           std::bit_cast<std::uint64_t>(std::get<double>(b));
  }
  if (auto const* const blob = std::get_if<std::span<std::byte const>>(&a)) {
    return std::ranges::equal(*blob, std::get<std::span<std::byte const>>(b));
  }
  if (auto const* const text = std::get_if<std::string_view>(&a)) {
    return *text == std::get<std::string_view>(b);
  }
  return a.index() == 0 || std::get<std::int64_t>(a) == std::get<std::int64_t>(b);
}

/// The row that a cell of this index has in these tests, in a journal with the axis `x` and the
/// result `value`.
struct sample_row {
  explicit sample_row(dlp::index_t index)
      : text(20 + index * 37 % 400, static_cast<char>('a' + index % 26)),
        host("node" + std::to_string(index % 5)),
        axes{static_cast<double>(index) / 3},
        results{std::as_bytes(std::span(text))},
        row{index,
            index % 50 == 3 ? dlp::cell_status::failed : dlp::cell_status::done,
            1 + static_cast<int>(index % 3),
            static_cast<int>(index % 7),
            host,
            1.7e9 + static_cast<double>(index),
            0.01 * static_cast<double>(index % 97),
            index % 50 == 3 ? "std::runtime_error: no convergence" : "",
            axes,
            results} {}
  sample_row(sample_row const&) = delete;
  auto operator=(sample_row const&) -> sample_row& = delete;

  std::string text;
  std::string host;
  std::vector<dlp::detail::stored_value> axes;
  std::vector<dlp::detail::stored_value> results;
  dlp::detail::cell_row row;
};

/// Whether all of a row is what was written for its index.
inline auto is_sample(dlp::detail::cell_row const& row) -> bool {
  auto const known = sample_row(row.index);
  auto const& want = known.row;
  return row.status == want.status && row.attempts == want.attempts && row.rank == want.rank &&
         row.host == want.host && row.start == want.start && row.duration == want.duration &&
         row.error == want.error && std::ranges::equal(row.axes, want.axes, same) &&
         std::ranges::equal(row.results, want.results, same);
}

/// What opens a journal of sample rows.
inline auto sample_terms(std::filesystem::path const& file) -> dlp::detail::journal_terms {
  return {.file = file,
          .traits = {{"fingerprint", "f1"}, {"size", "1000"}},
          .axes = {{"x", "m", dlp::detail::value_kind::real, {1.0, 2.0}}},
          .results = {{"value", dlp::detail::value_kind::blob}}};
}

/// Commits the sample rows of [first, last).
inline void commit_samples(dlp::detail::journal_file& to, dlp::index_t first, dlp::index_t last) {
  auto samples = std::vector<std::unique_ptr<sample_row>>();
  auto rows = std::vector<dlp::detail::cell_row>();
  for (auto index = first; index != last; ++index) {
    samples.push_back(std::make_unique<sample_row>(index));
    rows.push_back(samples.back()->row);
  }
  to.commit(rows);
}

/// What reading all rows found.
struct found_rows {
  std::size_t count = 0;
  std::size_t wrong = 0;         ///< that are not those of their indices
  bool are_from_zero_on = true;  ///< without a gap
};

template <class Journal>
auto find_rows(Journal const& in) -> found_rows {
  auto found = found_rows();
  in.for_each_row([&](dlp::detail::cell_row const& row) {
    found.wrong += !is_sample(row);
    found.are_from_zero_on = found.are_from_zero_on && row.index == found.count;
    ++found.count;
  });
  return found;
}

/// The terms of the sample rows from `first` on, in a grid that has only these.
inline auto terms_from(std::filesystem::path const& file, dlp::index_t first, dlp::index_t last) {
  auto terms = sample_terms(file);
  auto& values = terms.axes.front().values;
  values.clear();
  for (auto index = first; index != last; ++index) {
    values.emplace_back(static_cast<double>(index) / 3);
  }
  terms.lookup = [first, last]() -> dlp::detail::cell_lookup {
    return [first,
            last](std::span<dlp::detail::stored_value const> of) -> std::optional<dlp::index_t> {
      auto const index = static_cast<dlp::index_t>(std::get<double>(of.front()) * 3 + 0.5);
      if (index < first || index >= last) return std::nullopt;
      return index - first;
    };
  };
  return terms;
}

/// How many rows there are, each of which is that of the index so much higher.
template <class Journal>
auto count_shifted(Journal const& in, dlp::index_t by) -> dlp::index_t {
  auto count = dlp::index_t{0};
  in.for_each_row([&](dlp::detail::cell_row row) {
    BOOST_TEST(row.index == count++);
    row.index += by;
    BOOST_TEST(is_sample(row));
  });
  return count;
}

/// A child by fork() that does this until it is killed, at the latest with this object.
class child {
 public:
  template <class F>
  explicit child(F f) : number_(::fork()) {
    if (number_ != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    try {
      f();
      for (;;) ::pause();
    } catch (std::exception const&) {
    }
    ::_exit(1);
  }
  child(child const&) = delete;
  auto operator=(child const&) -> child& = delete;
  ~child() { kill(); }

  /// Whether it is still at it, and has not ended by an exception.
  [[nodiscard]] auto is_running() const -> bool {
    auto found = ::siginfo_t();  // it stays: its number is not given to another process
    return ::waitid(P_PID, static_cast<::id_t>(number_), &found, WEXITED | WNOHANG | WNOWAIT) ==
               0 &&
           found.si_pid == 0;
  }

  void kill() {
    if (number_ <= 0) return;
    ::kill(number_, SIGKILL);
    ::waitpid(number_, nullptr, 0);
    number_ = 0;
  }

 private:
  ::pid_t number_;
};

/// A child by fork() that does this, and then kills itself: nothing is closed.
template <class F>
void in_a_process_that_is_killed(F f) {
  auto const status = status_of_child([&] {
    f();
    std::raise(SIGKILL);
    return false;
  });
  BOOST_REQUIRE(WIFSIGNALED(status));
  BOOST_TEST(WTERMSIG(status) == SIGKILL);
}

}  // namespace dlp_test
