// SPDX-License-Identifier: BSL-1.0
//
// Shared loops with a journal, on one node and on several.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>
#include <dispatch/journal/journal_reader.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/progress/observer.hpp>
#include <dispatch/shared/loop_site.hpp>
#include <dlp.hpp>

#include "../support/memory_recorder.hpp"
#include "../support/nodes_main.hpp"
#include "../support/scratch_folder.hpp"
#include "../support/shared_count.hpp"
#include "../support/standard_error.hpp"
#include "../support/texts.hpp"
#include "../support/visits.hpp"

using dlp_test::contains;
using dlp_test::copied;
using dlp_test::exactly_once;
using dlp_test::how_many;
using dlp_test::scratch_folder;
using dlp_test::text_of;
using dlp_test::world;

auto main(int argc, char** argv) -> int { return dlp_test::main_on_nodes(argc, argv); }

namespace {

constexpr auto size = 200;

auto with(std::string const& file, dlp::communicator const& comm = {}) -> dlp::managed_options {
  return {.schedule = dlp::fixed{3}, .journal = file, .comm = comm};
}

/// What this rank visits in a loop that goes on with the file.
auto visited(dlp::managed_options const& options) -> std::vector<int> {
  auto own = std::vector<int>();
  for (auto const x : dlp::split_shared(size, options)) own.push_back(static_cast<int>(x));
  return own;
}

/// The file, once all of it is written: who leaves a loop early does not wait for that.
auto settled(std::string const& file) -> std::string {
  dlp::barrier();
  auto const is_open = [&] { return std::filesystem::exists(file + "-wal"); };
  for (auto i = 0; i != 5000 && is_open(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  BOOST_TEST(!is_open());
  dlp::barrier();
  return file;
}

struct row {
  dlp::index_t index;
  bool done;
  std::string error;
};
auto rows_of(std::string const& file) -> std::vector<row> {
  auto all = std::vector<row>();
  dlp::barrier();
  dlp::detail::journal_reader(file).for_each_row([&](auto const& one) {
    all.push_back({one.index, one.status == dlp::cell_status::done, std::string(one.error)});
  });
  dlp::barrier();
  return all;
}

/// Where MPI takes one thread only, the root manages.
auto is_managed() -> bool {
  auto level = 0;
  MPI_Query_thread(&level);
  return world.size() > 1 && level != MPI_THREAD_MULTIPLE;
}

}  // namespace

// contract: J1
BOOST_AUTO_TEST_CASE(what_is_done_is_not_done_again_on_any_number_of_ranks) {
  auto const folder = scratch_folder();
  auto const file = folder / "run.db";
  BOOST_TEST(exactly_once(visited(with(file)), size));
  BOOST_TEST(rows_of(file).size() == size);
  BOOST_TEST(how_many(visited(with(copied(file))).empty()) == world.size());
  auto const half = world.split(world.rank() % 2);
  auto const other = copied(file);
  if (world.rank() % 2 == 0) BOOST_TEST(visited(with(other, half)).empty());
}

// contract: J1
BOOST_AUTO_TEST_CASE(the_root_computes_too) {
  if (is_managed()) return;
  auto const folder = scratch_folder();
  auto had_one = dlp_test::shared_count();
  auto count = 0;
  for (auto const x : dlp::split_shared(size, with(folder / "run.db"))) {
    BOOST_TEST(x >= 0);
    if (++count != 1) continue;
    had_one.add_one();
    BOOST_TEST(had_one.comes_to(world.size()));
  }
  BOOST_TEST(how_many(count > 0) == world.size());
}

// contract: J1
BOOST_AUTO_TEST_CASE(what_ranks_leave_is_done_by_the_next_start_and_nothing_twice) {
  auto const folder = scratch_folder();
  auto const file = folder / "run.db";
  auto own = std::vector<int>();
  for (auto const x : dlp::split_shared(size, with(file))) {
    own.push_back(static_cast<int>(x));
    if (own.size() == 7) break;
  }
  auto const first = rows_of(settled(file));
  BOOST_TEST(first.size() == static_cast<std::size_t>(dlp_test::sums({int(own.size())}).front()));
  auto const second = copied(file);
  auto const rest = visited(with(second));
  own.insert(own.end(), rest.begin(), rest.end());
  BOOST_TEST(exactly_once(own, size));
  BOOST_TEST(rows_of(second).size() == size);
}

// contract: J1
BOOST_AUTO_TEST_CASE(one_rank_does_what_is_missing_and_many_what_one_has_left) {
  auto const folder = scratch_folder();
  auto const file = folder / "run.db";
  auto const alone = world.split(world.rank());
  auto own = std::vector<int>();
  if (world.rank() == 0) {
    for (auto const x : dlp::split_shared(size, with(file, alone))) {
      own.push_back(static_cast<int>(x));
      if (x == 50) break;
    }
  }
  auto const second = copied(settled(file));
  for (auto const x : dlp::split_shared(size, with(second))) {
    own.push_back(static_cast<int>(x));
    if (own.size() > 60) break;
  }
  auto const third = copied(settled(second));
  if (world.rank() == 0) {
    auto const rest = visited(with(third, alone));
    own.insert(own.end(), rest.begin(), rest.end());
  }
  BOOST_TEST(exactly_once(own, size));
}

// contract: J1 S8
BOOST_AUTO_TEST_CASE(the_costliest_of_what_is_missing_go_first) {
  auto const folder = scratch_folder();
  auto const file = folder / "run.db";
  auto own = std::vector<int>();
  auto options = with(file);
  options.cost = [](dlp::index_t index) { return static_cast<double>(index % 10); };
  options.schedule = dlp::fixed{1};
  for (auto const x : dlp::split_shared(size, options)) {
    own.push_back(static_cast<int>(x));
    if (own.size() == 10) break;
  }
  options.journal = copied(settled(file));
  auto const rest = visited(options);
  BOOST_TEST(std::ranges::is_sorted(rest, {}, [](int x) { return -(x % 10); }));
  own.insert(own.end(), rest.begin(), rest.end());
  BOOST_TEST(exactly_once(own, size));
}

// contract: J1 E1
BOOST_AUTO_TEST_CASE(what_failed_is_noted_and_done_again) {
  auto const folder = scratch_folder();
  auto const file = folder / "run.db";
  auto own = std::vector<int>();
  auto thrown = false;
  try {
    for (auto const x : dlp::split_shared(size, with(file))) {
      if (x == 7) throw std::domain_error("seven");
      own.push_back(static_cast<int>(x));
    }
  } catch (std::exception const&) {
    thrown = true;
  }
  BOOST_TEST(how_many(thrown) == world.size());
  for (auto const& [index, is_done, error] : rows_of(file)) {
    BOOST_TEST(is_done == (index != 7));
    BOOST_TEST(error.empty() == (index != 7));
  }
  auto const rest = visited(with(copied(file)));
  BOOST_TEST(how_many(std::ranges::count(rest, 7) == 1) == 1);
  own.insert(own.end(), rest.begin(), rest.end());
  BOOST_TEST(exactly_once(own, size));
}

// contract: J1
BOOST_AUTO_TEST_CASE(a_stop_keeps_what_is_done) {
  auto const folder = scratch_folder();
  auto const file = folder / "run.db";
  auto own = std::vector<int>();
  auto source = std::stop_source();
  auto options = with(file);
  options.stop = source.get_token();
  for (auto const x : dlp::split_shared(size, options)) {
    own.push_back(static_cast<int>(x));
    if (own.size() == 5) source.request_stop();
  }
  auto const rest = visited(with(copied(file)));
  own.insert(own.end(), rest.begin(), rest.end());
  BOOST_TEST(exactly_once(own, size));
}

// contract: J1
BOOST_AUTO_TEST_CASE(a_file_of_another_loop_is_refused_on_every_rank) {
  auto const folder = scratch_folder();
  auto const file = folder / "run.db";
  static_cast<void>(visited(with(file)));
  auto const other = copied(file);
  auto const text = text_of<dlp::error>([&] {
    for (auto const x : dlp::split_shared(size + 1, with(other))) BOOST_TEST(x < 0, x);
  });
  BOOST_TEST(contains(text, "its size is \"200\", and here it is \"201\""), text);
  auto const managed = copied(file);
  auto const call = text_of<dlp::error>([&] {
    for (auto const x : dlp::split_managed(size, with(managed))) BOOST_TEST(x < 0, x);
  });
  BOOST_TEST(contains(call, "its call is \"split_shared\""), call);
}

BOOST_AUTO_TEST_CASE(a_second_loop_with_the_file_is_refused) {
  auto const folder = scratch_folder();
  auto const file = folder / "run.db";
  static_cast<void>(visited(with(file)));
  BOOST_CHECK_THROW(static_cast<void>(visited(with(file))), dlp::usage_error);
  static_cast<void>(dlp::split_shared(size, with(folder / "other.db")));
}

BOOST_AUTO_TEST_CASE(ranks_that_disagree_are_told_so) {
  if (world.size() == 1) return;
  auto const folder = scratch_folder();
  auto const run = [&](int odd) {
    auto const options = with(folder / (std::to_string(odd) + ".db"));
    for (auto const x : dlp::split_shared(world.rank() == odd ? size + 1 : size, options))
      static_cast<void>(x);
  };
  BOOST_CHECK_THROW(run(world.size() - 1), dlp::disagreement);
  BOOST_TEST(exactly_once(visited(with(folder / "right.db")), size));
}

BOOST_AUTO_TEST_CASE(a_range_that_does_not_know_its_size_has_no_journal) {
  auto const folder = scratch_folder();
  auto const endless = std::views::iota(0) | std::views::take_while([](int x) { return x < 9; });
  auto const run = [&] {
    for (auto const x : endless | dlp::split_shared(with(folder / "run.db"))) BOOST_TEST(x < 0, x);
  };
  BOOST_TEST(contains(text_of<dlp::usage_error>(run), "split_managed takes any"));
}

namespace {

/// A loop over so many examples that keeps what is done in `rows`; the body says whether this rank
/// goes on.
void visit(dlp_test::kept_rows& rows, dlp::index_t examples, dlp::detail::loop_terms terms,
           std::function<bool(dlp::index_t)> const& body) {
  using namespace dlp::detail;
  auto& own = private_of(world);
  auto* const service = service_of(own, "split_shared", 0, true);
  auto const site = loop_site{&own.talk, own.counters, own.here.ranks(),
                              own.here.is_all() ? nullptr : service, service};
  auto order = std::vector<dlp::index_t>(examples);
  std::iota(order.begin(), order.end(), dlp::index_t{0});
  auto keeps = std::unique_ptr<recorder>();
  if (world.rank() == 0) keeps = std::make_unique<dlp_test::memory_recorder>(rows);
  terms.name = "split_shared";
  terms.size = examples;
  terms.journal = "x.db";
  auto loop = shared_loop(site, std::move(terms), {}, {}, std::move(order), std::move(keeps));
  while (loop.next() && body(loop.index())) continue;
}

auto damaged(int) { throw std::runtime_error("the journal is damaged"); }

/// How often the ranks have said something to the root's thread.
auto told_the_root() -> int {
  auto const& count = dlp::detail::private_of(world).count;
  return dlp_test::sums({static_cast<int>(count.sent_to_each().front())}).front();
}

/// Those that leave a loop do not wait for that.
void wait_until_kept(dlp_test::kept_rows& rows) {
  for (auto i = 0; i != 5000 && rows.is_open(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  BOOST_TEST(!rows.is_open());
}

/// What it throws says; nothing where it does not.
auto text_of_any(std::function<void()> const& act) -> std::string {
  try {
    act();
  } catch (std::exception const& what) {
    return what.what();
  }
  return {};
}

void wait_a_moment() { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }

}  // namespace

// contract: J1 E1
BOOST_AUTO_TEST_CASE(a_journal_that_fails_is_an_error_on_every_rank) {
  if (world.size() == 1 || is_managed()) return;
  auto rows = dlp_test::kept_rows();
  rows.at_try = damaged;
  auto const before = told_the_root();
  auto count = 0;
  auto const text = text_of<dlp::task_error>([&] {
    visit(rows, 30'000, {}, [&](auto) {
      ++count;
      wait_a_moment();
      return true;
    });
  });
  BOOST_TEST(contains(text, "the journal is damaged"), text);
  BOOST_TEST(dlp_test::sums({count}).front() < 30'000);
  BOOST_TEST(rows.done.empty());
  // Not once for each index that nobody begins any more.
  BOOST_TEST(told_the_root() - before < 3000);
}

// contract: J1
BOOST_AUTO_TEST_CASE(a_journal_that_refuses_for_a_while_holds_up_all_and_loses_nothing) {
  if (world.size() == 1 || is_managed()) return;
  auto rows = dlp_test::kept_rows();
  rows.at_try = [](int tries) {
    if (tries == 1) throw dlp::detail::store_refuses("the disk is full");
  };
  auto own = std::vector<int>();
  auto const said = dlp_test::said_on_stderr([&] {
    visit(rows, 2000, {}, [&](dlp::index_t index) {
      own.push_back(static_cast<int>(index));
      wait_a_moment();
      return true;
    });
  });
  BOOST_TEST(exactly_once(own, 2000));
  BOOST_TEST(contains(said, "results can be kept again") == (world.rank() == 0), said);
  if (world.rank() == 0) BOOST_TEST(rows.done.size() == 2000U);
}

// contract: J1 E1
BOOST_AUTO_TEST_CASE(a_journal_that_fails_after_the_deadline_says_more_than_that) {
  if (world.size() == 1 || is_managed()) return;
  auto rows = dlp_test::kept_rows();
  auto const until = dlp::deadline(std::chrono::milliseconds(100));
  rows.at_try = [&](int) {
    for (auto i = 0; i != 20 || !until.is_over(); i += until.is_over()) wait_a_moment();
    damaged(0);
  };
  auto const text = text_of<dlp::task_error>([&] {
    visit(rows, 30'000, {.name = {}, .size = {}, .until = until}, [](auto) {
      wait_a_moment();
      return true;
    });
  });
  BOOST_TEST(contains(text, "the journal is damaged"), text);
}

// contract: J1 E1
BOOST_AUTO_TEST_CASE(a_journal_that_fails_when_all_have_left_is_told_on_stderr) {
  if (world.size() == 1 || is_managed()) return;
  auto rows = dlp_test::kept_rows();
  auto had_one = dlp_test::shared_count();
  rows.at_try = damaged;
  auto const said = dlp_test::said_on_stderr([&] {
    visit(rows, 30'000, {}, [&](auto) {
      had_one.add_one();
      BOOST_TEST(had_one.comes_to(world.size()));
      return false;
    });
    wait_until_kept(rows);
  });
  BOOST_TEST(contains(said, "does not have all that was done") == (world.rank() == 0), said);
}

// contract: J1 E2
BOOST_AUTO_TEST_CASE(what_is_tried_again_is_kept_with_how_often) {
  if (world.size() == 1 || is_managed()) return;
  auto rows = dlp_test::kept_rows();
  auto tries = dlp_test::shared_count();
  auto const what = text_of_any([&] {
    visit(rows, size, {.name = {}, .size = {}, .on_error = dlp::retry{1}}, [&](auto index) {
      if (index == 20 && !tries.is_at_least(1)) {
        tries.add_one();
        throw std::domain_error("once");
      }
      return true;
    });
  });
  BOOST_TEST(how_many(what == "once") == 1);
  BOOST_TEST(how_many(what.empty()) == world.size() - 1);
  wait_until_kept(rows);
  if (world.rank() != 0) return;
  BOOST_TEST(rows.done.size() == size);
  BOOST_TEST(rows.failed.empty());
  BOOST_TEST(rows.done[20].attempts == 2);
  BOOST_TEST(rows.done[21].attempts == 1);
}

// contract: J1 E2
BOOST_AUTO_TEST_CASE(what_fails_for_good_is_kept_with_how_often) {
  if (world.size() < 3 || is_managed() || !dlp::detail::private_of(world).here.is_all()) return;
  auto rows = dlp_test::kept_rows();
  auto const what = text_of_any([&] {
    visit(rows, size, {.name = {}, .size = {}, .on_error = dlp::retry{1}}, [](auto index) {
      if (index == 20) throw std::domain_error("always");
      return true;
    });
  });
  BOOST_TEST(how_many(what == "always") == 2);
  wait_until_kept(rows);
  if (world.rank() != 0) return;
  BOOST_TEST(rows.done.size() == size - 1U);
  BOOST_TEST(rows.failed[20] == 2);
}
