// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/journal_recorder.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/journal/journal_reader.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/core/error.hpp>

#include "journals.hpp"
#include "standard_error.hpp"
#include "texts.hpp"

BOOST_AUTO_TEST_SUITE(journal_recorder_test)

using namespace dlp::detail;
using dlp::index_range;
using dlp::index_t;
using dlp_test::contains;
using dlp_test::temporary_folder;
using dlp_test::text_of;

namespace {

auto call_of(std::string name = "map", std::string result = "int") -> recorded_call {
  return {.name = std::move(name),
          .result = std::move(result),
          .size = "5000",
          .fingerprint = "5000 examples, 17",
          .key = ""};
}

auto value_of(index_t index) -> dlp::bytes {
  auto value = dlp::bytes();
  append(value, index * 3);
  return value;
}

/// Keeps the indices from `first` to `last`, and one that failed.
void keep(recorder& to, index_range which, index_t failed) {
  auto values = std::vector<dlp::bytes>();
  for (auto i = which.first; i != which.last; ++i) values.push_back(value_of(i));
  auto done = std::vector<done_example>();
  for (auto i = which.first; i != which.last; ++i)
    done.push_back({.index = i, .rank = 2, .host = "node3", .packed = values[i - which.first]});
  auto const wrong = std::vector{
      failed_example{2, {failed, 1, "node4", "std::bad_alloc", "no memory"}, {{3, 0.5}}}};
  to.keep(done, wrong);
}

}  // namespace

// contract: J1
BOOST_AUTO_TEST_CASE(what_was_kept_is_known_to_the_next_one_and_comes_in_order) {
  auto const folder = temporary_folder();
  auto const file = folder / "run.db";
  {
    auto const one = open_journal(file, call_of());
    BOOST_TEST(one->done().empty());
    BOOST_TEST(!one->next_stored());
    keep(*one, {2'000, 4'500}, 4'700);
    keep(*one, {0, 3}, 3);
  }
  auto two = std::unique_ptr<recorder>();
  auto const said = dlp_test::said_on_stderr([&] { two = open_journal(file, call_of()); });
  BOOST_TEST(contains(said, "has 2503 examples of an earlier run"), said);
  BOOST_TEST((two->done() == std::vector<index_range>{{0, 3}, {2'000, 4'500}}));
  for (auto const range : two->done()) {
    for (auto i = range.first; i != range.last; ++i) {
      auto const raw = two->next_stored();
      BOOST_REQUIRE((raw && raw->index == i));
      BOOST_REQUIRE(std::ranges::equal(raw->packed, value_of(i)));
      if (i == 2'100) keep(*two, {4'600, 4'650}, 3);  // amid the reading
    }
  }
  BOOST_TEST(!two->next_stored());
}

BOOST_AUTO_TEST_CASE(a_failure_is_noted_with_its_text_until_the_example_is_done) {
  auto const folder = temporary_folder();
  auto const file = folder / "run.db";
  {
    auto const one = open_journal(file, call_of());
    keep(*one, {0, 1}, 1);
  }
  auto errors = std::vector<std::string>();
  journal_reader(file).for_each_row([&](cell_row const& row) {
    errors.emplace_back(row.error);
    if (row.index != 1) return;
    BOOST_TEST(row.start == 3);
    BOOST_TEST(row.duration == 0.5);
  });
  BOOST_TEST((errors == std::vector<std::string>{"", "std::bad_alloc: no memory"}));
  {
    auto const two = open_journal(file, call_of());
    keep(*two, {1, 2}, 7);
    BOOST_TEST((two->done() == std::vector<index_range>{{0, 1}}));
  }
  BOOST_TEST((open_journal(file, call_of())->done() == std::vector<index_range>{{0, 2}}));
}

// contract: J1
BOOST_AUTO_TEST_CASE(what_the_root_fails_at_afterwards_is_done_all_the_same) {
  auto const folder = temporary_folder();
  auto const file = folder / "run.db";
  {
    auto const one = open_journal(file, call_of());
    keep(*one, {0, 5}, 4);  // in one batch
    keep(*one, {5, 6}, 2);  // and later
  }
  auto const two = open_journal(file, call_of());
  BOOST_TEST((two->done() == std::vector<index_range>{{0, 6}}));
  for (auto i = index_t{0}; i != 6; ++i) {
    auto const raw = two->next_stored();
    BOOST_TEST((raw && std::ranges::equal(raw->packed, value_of(i))));
  }
}

BOOST_AUTO_TEST_CASE(large_results_are_read_a_few_at_a_time) {
  auto const folder = temporary_folder();
  auto const file = folder / "run.db";
  constexpr auto size = std::size_t{5} << 20;
  {
    auto const one = open_journal(file, call_of());
    auto const large = dlp::bytes(size, std::byte{7});
    for (auto i = index_t{0}; i != 8; ++i)
      one->keep(std::vector{done_example{.index = i, .packed = large}}, {});
  }
  auto const two = open_journal(file, call_of());
  for (auto i = index_t{0}; i != 8; ++i) {
    auto const raw = two->next_stored();
    BOOST_REQUIRE((raw && raw->index == i));
    BOOST_TEST(raw->packed.size() == size);
  }
  BOOST_TEST(!two->next_stored());
}

BOOST_AUTO_TEST_CASE(one_without_results_has_none) {
  auto const folder = temporary_folder();
  auto const file = folder / "run.db";
  {
    keep(*open_journal(file, call_of("for_each", "")), {0, 4}, 9);
  }
  auto const two = open_journal(file, call_of("for_each", ""));
  BOOST_TEST((two->done() == std::vector<index_range>{{0, 4}}));
  BOOST_TEST(!two->next_stored());
}

BOOST_AUTO_TEST_CASE(a_file_is_claimed_once_whatever_it_is_called) {
  auto const folder = temporary_folder();
  auto const file = folder / "claimed.db";
  claim_journal(file, "map", std::source_location::current());
  auto const again = folder / "./claimed.db";
  BOOST_TEST(contains(text_of<dlp::usage_error>([&] {
                        claim_journal(again, "for_each", std::source_location::current());
                      }),
                      "is the journal of map at"));
  claim_journal(folder / "other.db", "map", std::source_location::current());

  auto const before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  claim_journal("bare.db", "map", std::source_location::current());
  dlp_test::write_file("bare.db", "");  // and now it is there
  BOOST_CHECK_THROW(claim_journal("bare.db", "map", std::source_location::current()),
                    dlp::usage_error);
  std::filesystem::current_path(before);
}

BOOST_AUTO_TEST_SUITE_END()
