// SPDX-License-Identifier: BSL-1.0
//
// The option `journal` of each call, on real files.
#include <dlp/dispatch/journal.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <list>
#include <memory>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <vector>

#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp.hpp>

#include "counted_calls.hpp"
#include "scratch_folder.hpp"
#include "texts.hpp"

BOOST_AUTO_TEST_SUITE(journal_test)

using dlp::is_root;
using dlp_test::calls;
using dlp_test::calls_of_all;
using dlp_test::contains;
using dlp_test::copied;
using dlp_test::scratch_folder;
using dlp_test::text_of;
using namespace std::chrono_literals;

namespace {

auto const numbers = [] {
  auto all = std::vector<int>(40);
  std::iota(all.begin(), all.end(), 0);
  return all;
}();

/// A body that counts, and fails where it is told to.
struct counted {
  int fails_at = -1;
  auto operator()(int x) const -> std::string {
    if (x == fails_at) throw std::domain_error("not " + std::to_string(x));
    ++calls;
    return std::string(static_cast<std::size_t>(x), 'x');
  }
};

auto expected() -> std::vector<std::string> {
  auto all = std::vector<std::string>();
  for (auto const x : numbers) all.emplace_back(static_cast<std::size_t>(x), 'x');
  return all;
}

/// Runs a call that fails at one example, and then, from its journal, the same without a failure:
/// no example but that one is visited.
void check_resumed(std::string const& file,
                   std::function<void(dlp::journal, counted)> const& call) {
  BOOST_CHECK_THROW(call(file, {.fails_at = 13}), dlp::task_error);
  BOOST_TEST(calls_of_all() == 39);
  auto const second = copied(file);
  call(second, {});
  BOOST_TEST(calls_of_all() == 1);
  call(copied(second), {});
  BOOST_TEST(calls_of_all() == 0);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_file_is_named_by_a_text_or_a_path) {
  using std::filesystem::path;
  BOOST_TEST(dlp::journal("run.db").path == "run.db");
  BOOST_TEST(dlp::journal(std::string("run.db")).path == "run.db");
  BOOST_TEST(dlp::journal(std::string_view("run.db")).path == "run.db");
  BOOST_TEST(dlp::journal(path("runs") / "run.db").path == "runs/run.db");
  auto const directory = path("runs");
  BOOST_TEST(dlp::managed_options{.journal = directory}.journal.path == "runs");
  static_assert(!std::is_constructible_v<dlp::journal, int>);
}

// contract: J1 S7
BOOST_AUTO_TEST_CASE(a_failure_of_a_call_that_its_deadline_ends_is_left_to_the_run_that_goes_on) {
  auto const folder = scratch_folder();
  auto const slow = [](int x) {
    auto made = counted{.fails_at = 0}(x);
    std::this_thread::sleep_for(100ms);
    return made;
  };
  auto const file = folder / "run.db";
  BOOST_CHECK_THROW(dlp::map(slow, numbers,
                             {.schedule = dlp::fixed{1},
                              .deadline = 500ms,
                              .on_error = dlp::collect(),
                              .journal = file}),
                    dlp::stopped);
  BOOST_TEST(calls_of_all() < 40);
  auto const all = dlp::map(counted(), numbers, {.journal = copied(file)});
  BOOST_TEST(calls_of_all() > 0);
  if (is_root()) BOOST_TEST(all == expected());
}

// contract: J1
BOOST_AUTO_TEST_CASE(a_map_is_resumed) {
  auto const folder = scratch_folder();
  check_resumed(folder / "map.db", [](dlp::journal const& file, counted body) {
    auto const found = dlp::map(body, numbers, {.on_error = dlp::collect{}, .journal = file});
    if (is_root()) BOOST_TEST((found == expected()));
  });
}

// contract: J1
BOOST_AUTO_TEST_CASE(a_map_that_goes_by_cost_to_everyone_is_resumed) {
  auto const folder = scratch_folder();
  check_resumed(folder / "map.db", [](dlp::journal const& file, counted body) {
    auto const found = dlp::map(body, numbers,
                                {.cost = [](auto i) { return static_cast<double>(i * 7 % 11); },
                                 .on_error = dlp::collect{},
                                 .everywhere = true,
                                 .journal = file});
    BOOST_TEST((found == expected()));
  });
}

// contract: J1
BOOST_AUTO_TEST_CASE(a_map_in_any_order_is_resumed) {
  auto const folder = scratch_folder();
  check_resumed(folder / "map.db", [](dlp::journal const& file, counted body) {
    auto found = std::vector<std::string>(numbers.size());
    auto of_it = dlp::map_unordered(body, numbers, {.on_error = dlp::collect{}, .journal = file});
    for (auto it = of_it.begin(); it != of_it.end(); ++it) found[it.index()] = *it;
    if (is_root()) BOOST_TEST((found == expected()));
  });
}

// contract: J1 M5
BOOST_AUTO_TEST_CASE(a_fold_is_resumed_in_the_same_order) {
  auto const folder = scratch_folder();
  check_resumed(folder / "fold.db", [](dlp::journal const& file, counted body) {
    auto const told_apart = [body](int x) { return body(x), std::to_string(x) + ","; };
    auto const all = dlp::map_reduce(told_apart, numbers, std::string(), std::plus<>(),
                                     {.on_error = dlp::collect{}, .journal = file});
    auto serial = std::string();
    for (auto const x : numbers) serial += std::to_string(x) + ",";
    BOOST_TEST(all == serial);
  });
}

// contract: J1
BOOST_AUTO_TEST_CASE(a_loop_without_results_is_resumed) {
  auto const folder = scratch_folder();
  check_resumed(folder / "each.db", [](dlp::journal const& file, counted body) {
    dlp::for_each(numbers, body, {.on_error = dlp::collect{}, .journal = file});
  });
}

// contract: J1
BOOST_AUTO_TEST_CASE(a_bare_loop_is_resumed) {
  auto const folder = scratch_folder();
  auto const file = folder / "bare.db";
  auto visited = std::vector<int>();
  for (auto const x : numbers | dlp::split_managed({.journal = file})) {
    visited.push_back(x);
    if (x == 20) break;
  }
  auto const first = dlp::gather_flat(visited);
  visited.clear();
  for (auto const x : numbers | dlp::split_managed({.journal = copied(file)})) visited.push_back(x);
  auto all = dlp::gather_flat(visited);
  if (!is_root()) return;
  all.insert(all.end(), first.begin(), first.end());
  std::ranges::sort(all);
  BOOST_TEST((all == numbers));
}

// contract: J1
BOOST_AUTO_TEST_CASE(results_that_came_before_the_root_left_are_kept) {
  auto const folder = scratch_folder();
  auto const file = folder / "left.db";
  auto given = std::vector<std::string>();
  for (auto const& text : dlp::map_unordered(counted(), numbers, {.journal = file})) {
    given.push_back(text);
    if (given.size() == 5) break;
  }
  calls = 0;
  dlp::barrier();
  auto found = dlp::map_unordered(counted(), numbers, {.journal = copied(file)});
  for (auto at = found.begin(); at != found.end(); ++at) continue;
  BOOST_TEST(calls_of_all() <= 35);
}

// contract: J1
BOOST_AUTO_TEST_CASE(a_range_without_a_size_and_one_that_is_walked_once_have_journals_too) {
  auto const folder = scratch_folder();
  auto const even = [](int x) { return x % 2 == 0; };
  auto const file = folder / "even.db";
  auto const run = [&](std::string const& name) {
    auto const found = dlp::map(counted(), numbers | std::views::filter(even), {.journal = name});
    if (is_root()) BOOST_TEST(found.size() == 20u);
  };
  run(file);
  BOOST_TEST(calls_of_all() == 20);
  run(copied(file));
  BOOST_TEST(calls_of_all() == 0);

  auto const read = [&](std::string const& name, std::string const& key) {
    auto text = std::istringstream("1 2 3 4 5");
    auto const found =
        dlp::map(counted(), std::views::istream<int>(text), {.journal = name, .key = key});
    if (is_root()) BOOST_TEST(found.size() == 5u);
  };
  auto const other = folder / "stream.db";
  BOOST_CHECK_THROW(read(folder / "none.db", ""), dlp::usage_error);
  read(other, "five");
  BOOST_TEST(calls_of_all() == 5);
  read(copied(other), "five");
  BOOST_TEST(calls_of_all() == 0);
}

// contract: J1
BOOST_AUTO_TEST_CASE(the_journal_of_other_inputs_is_refused_on_every_rank_with_both_shown) {
  auto const folder = scratch_folder();
  auto const file = folder / "run.db";
  static_cast<void>(dlp::map(counted(), numbers, {.journal = file, .key = "a"}));
  calls = 0;
  auto const refused = [&](auto call, std::string const& was, std::string const& is) {
    auto const text = text_of([&] { call(copied(file)); });
    BOOST_TEST(contains(text, was), text);
    BOOST_TEST(contains(text, is), text);
    BOOST_TEST(contains(text, "run.db"), text);
  };
  auto others = numbers;
  others[7] = 99;
  refused([&](auto f) { return dlp::map(counted(), others, {.journal = f, .key = "a"}); },
          "examples", "40 examples");
  others.pop_back();
  refused([&](auto f) { return dlp::map(counted(), others, {.journal = f, .key = "a"}); }, "40",
          "39");
  refused([&](auto f) { return dlp::map(counted(), numbers, {.journal = f, .key = "b"}); }, "key",
          "b");
  refused([&](auto f) { dlp::for_each(numbers, counted(), {.journal = f, .key = "a"}); }, "map",
          "for_each");
  refused(
      [&](auto f) {
        return dlp::map([](int x) { return x; }, numbers, {.journal = f, .key = "a"});
      },
      "string", "int");
  BOOST_TEST(calls_of_all() == 0);
}

// contract: J1
BOOST_AUTO_TEST_CASE(one_file_is_of_one_call) {
  auto const folder = scratch_folder();
  auto const file = folder / "one.db";
  static_cast<void>(dlp::map(counted(), numbers, {.journal = file}));
  BOOST_CHECK_THROW(static_cast<void>(dlp::map(counted(), numbers, {.journal = file})),
                    dlp::usage_error);
  BOOST_TEST(contains(text_of([&] { dlp::for_each(numbers, counted(), {.journal = file}); }),
                      "is the journal of map at"));
}

// contract: J1
BOOST_AUTO_TEST_CASE(what_no_journal_can_be_is_said_before_any_example) {
  auto const folder = scratch_folder();
  calls = 0;
  BOOST_CHECK_THROW(
      static_cast<void>(dlp::map(counted(), numbers, {.journal = folder / "no/such/folder.db"})),
      dlp::task_error);
  auto const text = folder / "text";
  dlp::call_on_root([&] {
    std::ofstream(text) << std::string(5000, 'a');
    return 0;
  });
  BOOST_CHECK_THROW(static_cast<void>(dlp::map(counted(), numbers, {.journal = text})),
                    dlp::task_error);
  BOOST_CHECK_THROW(static_cast<void>(dlp::map(counted(), numbers, {.key = "without a journal"})),
                    dlp::usage_error);
  BOOST_TEST(calls_of_all() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
