// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/failed_call.hpp>

#include <exception>
#include <functional>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>
#include <typeinfo>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(failed_call_test)

namespace {

using namespace dlp::detail;

/// What is thrown on rank 3, as the root gets it.
auto sent(std::function<void()> const& thrower, dlp::index_t index = dlp::failure::no_index)
    -> std::exception_ptr {
  auto written = dlp::bytes();
  try {
    thrower();
  } catch (...) {
    append_thrown(written, 3);
  }
  auto from = byte_reader(written);
  auto thrown = thrown_in(from, index);
  BOOST_TEST(from.done());
  return thrown;
}

/// Whether it is caught as a T, and as no nearer one: as no `Nearer`.
template <class T, class Nearer = int>
auto is_caught_as(std::exception_ptr const& thrown) -> bool {
  try {
    std::rethrow_exception(thrown);
  } catch (Nearer const&) {
    return false;
  } catch (T const&) {
    return true;
  } catch (...) {
    return false;
  }
}

template <class T, class... A>
auto thrower(A... arguments) {
  return [=] { throw T(arguments...); };
}

struct my_error : std::out_of_range {
  using out_of_range::out_of_range;
};

auto look(std::exception_ptr const& thrown) -> dlp::failed_call {
  try {
    std::rethrow_exception(thrown);
  } catch (dlp::failed_call const& what) {
    return what;
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_is_of_the_nearest_standard_type) {
  using namespace std;
  BOOST_TEST((is_caught_as<invalid_argument>(sent(thrower<invalid_argument>("a")))));
  BOOST_TEST((is_caught_as<domain_error>(sent(thrower<domain_error>("a")))));
  BOOST_TEST((is_caught_as<length_error>(sent(thrower<length_error>("a")))));
  BOOST_TEST((is_caught_as<out_of_range>(sent(thrower<out_of_range>("a")))));
  BOOST_TEST((is_caught_as<logic_error, out_of_range>(sent(thrower<logic_error>("a")))));
  BOOST_TEST((is_caught_as<range_error>(sent(thrower<range_error>("a")))));
  BOOST_TEST((is_caught_as<overflow_error>(sent(thrower<overflow_error>("a")))));
  BOOST_TEST((is_caught_as<underflow_error>(sent(thrower<underflow_error>("a")))));
  BOOST_TEST((is_caught_as<runtime_error, system_error>(sent(thrower<runtime_error>("a")))));
  BOOST_TEST((is_caught_as<bad_array_new_length>(sent(thrower<bad_array_new_length>()))));
  BOOST_TEST((is_caught_as<bad_alloc, bad_array_new_length>(sent(thrower<bad_alloc>()))));
  BOOST_TEST((is_caught_as<bad_cast>(sent(thrower<bad_cast>()))));
  BOOST_TEST((is_caught_as<bad_typeid>(sent(thrower<bad_typeid>()))));
  BOOST_TEST((is_caught_as<bad_function_call>(sent(thrower<bad_function_call>()))));
}

BOOST_AUTO_TEST_CASE(it_says_who_threw_what_where) {
  auto const what = look(sent(thrower<my_error>("too far"), 17));
  BOOST_TEST(what.rank() == 3);
  BOOST_TEST(what.host() == host_name());
  BOOST_TEST(what.type().find("my_error") != std::string::npos);
  BOOST_TEST(what.text() == "too far");
  BOOST_TEST(what.what_failed().index == 17u);
}

BOOST_AUTO_TEST_CASE(where_nobody_catches_it_its_type_is_told_by_a_short_name) {
  try {
    std::rethrow_exception(sent(thrower<my_error>("too far")));
  } catch (...) {
    auto const what = describe_current_exception(dlp::failure::no_index, 0);
    BOOST_TEST(what.type == "dlp::failed_call_as<std::out_of_range>");
  }
}

BOOST_AUTO_TEST_CASE(an_own_type_is_caught_as_its_base_with_all_that_is_known) {
  auto const thrown = sent(thrower<my_error>("too far"), 17);
  BOOST_TEST(is_caught_as<std::out_of_range>(thrown));
  try {
    std::rethrow_exception(thrown);
  } catch (std::out_of_range const& what) {
    auto const words = std::string(what.what());
    BOOST_TEST(words == to_string(look(thrown).what_failed()));
    for (auto const* part : {"index 17", "rank 3", "my_error", "too far"}) {
      BOOST_TEST(words.find(part) != std::string::npos, words);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_was_nested_is_in_its_text_and_it_is_of_the_outer_type) {
  auto const thrown = sent([] {
    try {
      throw std::runtime_error("the cause");
    } catch (...) {
      std::throw_with_nested(std::invalid_argument("the outer"));
    }
  });
  BOOST_TEST(is_caught_as<std::invalid_argument>(thrown));
  BOOST_TEST(look(thrown).text().find("the outer") != std::string::npos);
  BOOST_TEST(look(thrown).text().find("the cause") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_no_exception_is_a_runtime_error) {
  auto const thrown = sent([] { throw 1; });
  BOOST_TEST((is_caught_as<std::runtime_error, std::system_error>(thrown)));
  BOOST_TEST(look(thrown).type() == "int");
}

BOOST_AUTO_TEST_CASE(a_system_error_keeps_its_code) {
  for (auto const* category : {&std::generic_category(), &std::system_category()}) {
    auto const thrown = sent([&] { throw std::system_error(13, *category, "open"); });
    try {
      std::rethrow_exception(thrown);
    } catch (std::system_error const& what) {
      BOOST_TEST((what.code() == std::error_code(13, *category)));
    }
    BOOST_TEST(look(thrown).text().find("open") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(one_of_another_category_is_a_runtime_error) {
  struct own : std::error_category {
    auto name() const noexcept -> char const* override { return "own"; }
    auto message(int) const -> std::string override { return "of its own"; }
  } const category;
  auto const thrown = sent([&] { throw std::system_error(1, category); });
  BOOST_TEST((is_caught_as<std::runtime_error, std::system_error>(thrown)));
  BOOST_TEST(look(thrown).text().find("of its own") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(missing_bytes_are_an_error) {
  auto written = dlp::bytes(2);
  auto from = byte_reader(written);
  BOOST_CHECK_THROW(static_cast<void>(thrown_in(from, 0)), dlp::error);
}

BOOST_AUTO_TEST_SUITE_END()
