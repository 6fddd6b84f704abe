// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/failure.hpp>

#include <exception>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

using dlp::failure;

namespace {

/// What is said of the exception that `thrower` throws at index 3 on rank 2.
template <class F>
auto described(F thrower) -> failure {
  try {
    thrower();
  } catch (...) {
    return dlp::detail::describe_current_exception(3, 2);
  }
  return {};
}

struct own_error : std::exception {
  [[nodiscard]] auto what() const noexcept -> char const* override { return "own words"; }
};

struct no_exception {};

void fail_deeply() {
  try {
    try {
      throw std::out_of_range("index 9");
    } catch (...) {
      std::throw_with_nested(std::logic_error("no such row"));
    }
  } catch (...) {
    std::throw_with_nested(std::runtime_error("cannot load"));
  }
}

}  // namespace

// contract: E1
BOOST_AUTO_TEST_CASE(index_rank_host_type_and_text_are_kept) {
  auto const what = described([] { throw std::invalid_argument("no such file"); });
  BOOST_TEST(what.index == 3U);
  BOOST_TEST(what.rank == 2);
  BOOST_TEST(what.host == dlp::detail::host_name());
  BOOST_TEST(what.type == "std::invalid_argument");
  BOOST_TEST(what.text == "no such file");
}

BOOST_AUTO_TEST_CASE(an_exception_of_the_user_keeps_its_type_behind_the_base) {
  auto const what = described([] { throw own_error(); });
  BOOST_TEST(what.type.find("own_error") != std::string::npos);
  BOOST_TEST(what.text == "own words");
}

BOOST_AUTO_TEST_CASE(nested_exceptions_are_told_down_to_the_first_cause) {
  auto const what = described(fail_deeply);
  BOOST_TEST(what.text ==
             "cannot load (caused by std::_Nested_exception<std::logic_error>: no such row "
             "(caused by std::out_of_range: index 9))");
}

BOOST_AUTO_TEST_CASE(a_nested_number_is_no_riddle) {
  auto const what = described([] {
    try {
      throw 7;
    } catch (...) {
      std::throw_with_nested(std::runtime_error("outer"));
    }
  });
  BOOST_TEST(what.text == "outer (caused by something that is no std::exception)");
}

BOOST_AUTO_TEST_CASE(numbers_texts_and_other_objects_can_be_thrown) {
  auto const number = described([] { throw 7; });
  BOOST_TEST(number.type == "int");
  BOOST_TEST(number.text == "");

  auto const text = described([] { throw std::string("a text"); });
  BOOST_TEST(text.text == "a text");

  auto const letters = described([] { throw "letters"; });
  BOOST_TEST(letters.type == "char const*");
  BOOST_TEST(letters.text == "letters");

  auto const other = described([] { throw no_exception(); });
  BOOST_TEST(other.type.find("no_exception") != std::string::npos);
  BOOST_TEST(other.text == "");
}

BOOST_AUTO_TEST_CASE(a_description_leaves_the_exception_to_be_thrown_on) {
  auto const describe_and_pass_on = [] {
    try {
      throw std::range_error("x");
    } catch (...) {
      static_cast<void>(dlp::detail::describe_current_exception(0, 0));
      throw;
    }
  };
  BOOST_CHECK_THROW(describe_and_pass_on(), std::range_error);
}

BOOST_AUTO_TEST_CASE(the_host_is_this_machine) {
  char name[256] = {};
  BOOST_REQUIRE(::gethostname(name, sizeof name - 1) == 0);
  BOOST_TEST(dlp::detail::host_name() == name);
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_failure_in_words_leaves_out_what_is_not_known) {
  BOOST_TEST(to_string(failure{3, 2, "node7", "std::runtime_error", "no such file"}) ==
             "index 3 on rank 2 (node7): std::runtime_error: no such file");
  BOOST_TEST(to_string(failure{failure::no_index, 2, "node7", "int", ""}) == "rank 2 (node7): int");
  BOOST_TEST(to_string(failure{0, 0, "a", "", ""}) == "index 0 on rank 0 (a)");

  auto const unseen = dlp::detail::unseen_failure(5, 1);
  BOOST_TEST(unseen.type == "");
  BOOST_TEST(to_string(unseen) == "index 5 on rank 1 (" + dlp::detail::host_name() +
                                      "): an exception left the body of the loop");
}

// contract: E1
BOOST_AUTO_TEST_CASE(failures_come_out_of_a_message_as_they_went_in) {
  auto const failures = std::vector<failure>{
      {0, 0, "", "", ""},
      {failure::no_index, 1'000'000, "node7", "std::runtime_error", std::string("a\0b\n", 4)},
      {dlp::index_t{1} << 40, -1, "h", "t", std::string(100'000, 'x')}};
  auto data = dlp::bytes();
  dlp::detail::append(data, failures);
  dlp::detail::append(data, std::vector<failure>());
  auto reader = dlp::detail::byte_reader(data);
  BOOST_TEST((dlp::detail::take_failures(reader) == failures));
  BOOST_TEST(dlp::detail::take_failures(reader).empty());
  BOOST_TEST(reader.done());
}

BOOST_AUTO_TEST_CASE(a_list_of_failures_that_is_cut_off_is_an_error) {
  auto data = dlp::bytes();
  dlp::detail::append(data, std::vector<failure>{{1, 2, "host", "type", "text"}});
  for (auto size = std::size_t{0}; size != data.size(); ++size) {
    auto reader = dlp::detail::byte_reader(std::span(data).first(size));
    BOOST_CHECK_THROW(static_cast<void>(dlp::detail::take_failures(reader)), dlp::error);
  }
}
