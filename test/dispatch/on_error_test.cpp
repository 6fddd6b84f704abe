// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/on_error.hpp>

#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include <unistd.h>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(on_error_test)

using namespace dlp::detail;

BOOST_AUTO_TEST_CASE(a_policy_is_named_as_it_is_written) {
  BOOST_TEST(to_string(dlp::stop{}) == "stop");
  BOOST_TEST(to_string(dlp::collect{}) == "collect");
  BOOST_TEST(to_string(dlp::retry{}) == "retry{1}");
  BOOST_TEST(to_string(dlp::retry{3}) == "retry{3}");
  BOOST_TEST(to_string(dlp::retry{3, dlp::skip{}}) == "retry{3, skip}");
  auto list = std::vector<dlp::failure>();
  BOOST_TEST(to_string(dlp::skip{&list}) == "skip");
}

BOOST_AUTO_TEST_CASE(nothing_said_is_stop) { BOOST_TEST(to_string(dlp::error_policy()) == "stop"); }

// contract: E2
BOOST_AUTO_TEST_CASE(a_policy_says_what_follows_each_failure_at_an_example) {
  BOOST_TEST((after(dlp::stop(), 1) == after_failure::stop));
  BOOST_TEST((after(dlp::collect(), 1) == after_failure::go_on));
  BOOST_TEST((after(dlp::skip(), 1) == after_failure::go_on));
  BOOST_TEST((after(dlp::retry{2}, 2) == after_failure::again));
  BOOST_TEST((after(dlp::retry{2}, 3) == after_failure::go_on));
  BOOST_TEST(leaves_out(dlp::retry{2, dlp::skip{}}));
  BOOST_TEST(!leaves_out(dlp::retry{2}));
  BOOST_TEST(ends_loop(dlp::stop()));
  BOOST_TEST(!ends_loop(dlp::retry{1}));
  BOOST_TEST(goes_back(dlp::retry{1}));
  BOOST_TEST(!goes_back(dlp::collect()));
}

// contract: E13
BOOST_AUTO_TEST_CASE(a_list_that_the_root_says_has_a_line_for_each_and_is_short) {
  auto left_out = std::vector<dlp::failure>();
  for (auto index = dlp::index_t{0}; index != 23; ++index) {
    left_out.push_back({index, 1, "node", "error", "no luck"});
  }
  auto const said = [&](dlp::error_policy const& policy, bool at_root) {
    auto* const file = std::tmpfile();
    auto const before = ::dup(STDERR_FILENO);
    ::dup2(::fileno(file), STDERR_FILENO);
    report_left_out(policy, "map", left_out, at_root);
    ::dup2(before, STDERR_FILENO);
    ::close(before);
    auto text = std::string(8192, ' ');
    text.resize(static_cast<std::size_t>(::pread(::fileno(file), text.data(), text.size(), 0)));
    std::fclose(file);
    return text;
  };
  auto const text = said(dlp::skip(), true);
  BOOST_TEST(text.starts_with("dlp: map: 23 examples were left out:\n  index 0 on rank 1 (node): "
                              "error: no luck\n  index 1 "),
             text);
  BOOST_TEST(text.ends_with("  index 19 on rank 1 (node): error: no luck\n  and 3 more\n"), text);
  BOOST_TEST(said(dlp::skip(), false) == "");
  BOOST_TEST(said(dlp::collect(), true) == "");
  left_out.resize(1);
  BOOST_TEST(said(dlp::skip(), true).starts_with("dlp: map: 1 example was left out:\n"));
  left_out.clear();
  BOOST_TEST(said(dlp::skip(), true) == "");
}

BOOST_AUTO_TEST_SUITE_END()
