// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/error.hpp>

#include <concepts>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(error_test)

static_assert(std::derived_from<dlp::error, std::runtime_error>);
static_assert(std::derived_from<dlp::usage_error, dlp::error>);
static_assert(std::derived_from<dlp::launch_error, dlp::error>);
static_assert(std::derived_from<dlp::disagreement, dlp::collective_error>);
static_assert(std::derived_from<dlp::task_error, dlp::collective_error>);
static_assert(!std::derived_from<dlp::usage_error, dlp::collective_error>);

namespace {

auto failures(int count) -> std::vector<dlp::failure> {
  auto all = std::vector<dlp::failure>();
  for (auto i = 0; i != count; ++i) {
    all.push_back({static_cast<dlp::index_t>(i), 1, "h", "int", "text" + std::to_string(i)});
  }
  return all;
}

auto text_of(int count) -> std::string {
  return dlp::task_error("for_each", failures(count)).what();
}

auto times(std::string const& part, std::string const& text) -> int {
  auto found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

// contract: E1
BOOST_AUTO_TEST_CASE(one_failure_is_told_with_the_call_in_front) {
  BOOST_TEST(text_of(1) == "for_each: index 0 on rank 1 (h): int: text0");
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_few_failures_are_counted_and_all_told) {
  BOOST_TEST(text_of(2) ==
             "for_each: 2 failures: index 0 on rank 1 (h): int: text0; "
             "index 1 on rank 1 (h): int: text1");
  BOOST_TEST(times("index", text_of(10)) == 10);
  BOOST_TEST(times("more", text_of(10)) == 0);
}

// contract: E1
BOOST_AUTO_TEST_CASE(of_many_failures_ten_are_told_and_the_rest_is_counted) {
  BOOST_TEST(times("index", text_of(11)) == 10);
  BOOST_TEST(text_of(11).starts_with("for_each: 11 failures: "));
  BOOST_TEST(text_of(11).ends_with("text9; and 1 more"));
  BOOST_TEST(text_of(5000).ends_with("; and 4990 more"));
}

// contract: E1
BOOST_AUTO_TEST_CASE(the_error_itself_keeps_every_failure) {
  auto const thrown = dlp::task_error("map", failures(5000));
  BOOST_TEST((thrown.failures() == failures(5000)));
  auto const copy = thrown;  // as std::exception_ptr and catch by value need it
  BOOST_TEST((copy.failures() == thrown.failures()));
}

BOOST_AUTO_TEST_SUITE_END()
