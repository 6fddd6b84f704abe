// SPDX-License-Identifier: BSL-1.0
//
// A process that writes is killed at moments that nobody has chosen, again and again, with the same
// file all along: what it has said to be committed is there, once, and right; what it has not said
// is there as whole commits or not at all.
#include <dispatch/journal/journal_file.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <random>
#include <thread>

#include <poll.h>
#include <unistd.h>
#include <boost/test/unit_test.hpp>

#include "../support/journals.hpp"
#include "../support/soaked.hpp"

BOOST_AUTO_TEST_SUITE(journal_kill_test)

using namespace dlp::detail;
using namespace dlp_test;
using namespace std::chrono_literals;

namespace {

constexpr auto rows_of_a_commit = dlp::index_t{10};

/// Commits on and on, from this index; the end of each commit is written to the pipe.
void write_on(std::filesystem::path const& file, dlp::index_t from, int said) {
  auto terms = sample_terms(file);
  auto journal = journal_file(terms);
  for (;; from += rows_of_a_commit) {
    commit_samples(journal, from, from + rows_of_a_commit);
    auto const end = from + rows_of_a_commit;
    if (::write(said, &end, sizeof end) != sizeof end) ::_exit(1);
  }
}

/// How many rows the last commit that was told of ended with.
auto last_told(int said) -> std::optional<dlp::index_t> {
  auto last = std::optional<dlp::index_t>();
  auto end = dlp::index_t{0};
  while (::read(said, &end, sizeof end) == sizeof end) last = end;
  return last;
}

/// How long it takes until something is told.
auto time_until_told(int said) -> std::chrono::microseconds {
  auto const begin = std::chrono::steady_clock::now();
  auto waits = pollfd{said, POLLIN, 0};
  BOOST_TEST(::poll(&waits, 1, 60'000) == 1);
  return std::chrono::ceil<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
}

}  // namespace

// contract: J1
BOOST_AUTO_TEST_CASE(what_was_committed_is_there_after_any_kill) {
  auto const folder = temporary_folder();
  auto const file = folder / "run.db";
  auto random = std::mt19937(7);
  auto rows = dlp::index_t{0};
  auto told_of = 0;
  auto longest = 30'000us;  // until a writer is killed
  for (auto round = 0; round != soaked(30, 10); ++round) {
    auto pipe = std::array<int, 2>();
    BOOST_REQUIRE(::pipe(pipe.data()) == 0);
    {
      auto const writer = child([&] {
        ::close(pipe[0]);
        write_on(file, rows, pipe[1]);
      });
      ::close(pipe[1]);
      if (round == 0) {
        longest = std::max(longest, 3 * time_until_told(pipe[0]));
      } else {
        std::this_thread::sleep_for(random() % longest.count() * 1us);
      }
    }
    auto const told = last_told(pipe[0]);
    ::close(pipe[0]);
    told_of += round != 0 && told.has_value();
    auto const found = find_rows(journal_file(sample_terms(file)));
    BOOST_TEST(found.wrong == 0U);
    BOOST_TEST(found.are_from_zero_on);
    BOOST_TEST(found.count % rows_of_a_commit == 0U);
    BOOST_TEST(found.count >= told.value_or(rows));
    BOOST_TEST(found.count <= told.value_or(rows) + rows_of_a_commit);
    rows = found.count;
  }
  BOOST_TEST(told_of > 0);  // else it was never killed while it wrote
}

BOOST_AUTO_TEST_SUITE_END()
