// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/failure.hpp>

#include <cstdlib>
#include <exception>
#include <new>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

using dlp::failure;

namespace dlp::detail {

struct private_error : error {
  using error::error;
};

}  // namespace dlp::detail

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

struct speechless : std::exception {
  [[nodiscard]] auto what() const noexcept -> char const* override { return nullptr; }
};

/// Its what() is as long as this.
struct long_winded : std::exception {
  explicit long_winded(std::size_t size) : text(size, 'x') {}
  [[nodiscard]] auto what() const noexcept -> char const* override { return text.c_str(); }
  std::string text;
};

/// An exception that has others in it, and says nothing of its own.
struct with_cause : std::runtime_error, std::nested_exception {
  with_cause() : std::runtime_error("outer") {}
};

/// How many allocations succeed before all fail; negative: all succeed.
auto allocations_left = -1;

}  // namespace

[[gnu::noinline]] auto operator new(std::size_t size) -> void* {
  if (allocations_left == 0) throw std::bad_alloc();
  if (allocations_left > 0) --allocations_left;
  if (auto* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

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

BOOST_AUTO_TEST_CASE(an_exception_that_no_program_knows_has_the_name_by_which_it_is_caught) {
  auto const what = described([] { throw dlp::detail::private_error("no room"); });
  BOOST_TEST(what.type == "dlp::error");
  BOOST_TEST(what.text == "no room");
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

// contract: E1
BOOST_AUTO_TEST_CASE(a_text_that_is_null_is_an_empty_one) {
  BOOST_TEST(described([] { throw speechless(); }).text == "");
  BOOST_TEST(described([] { throw speechless(); }).type.ends_with("speechless"));
  BOOST_TEST(described([] { throw static_cast<char const*>(nullptr); }).type == "char const*");
  BOOST_TEST(described([] { throw std::exception_ptr(); }).text == "");
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_text_without_end_is_cut) {
  auto const text = described([] { throw long_winded(50'000'000); }).text;
  BOOST_TEST(text.size() < 17'000U);
  BOOST_TEST(text.ends_with("x… (50000000 bytes)"));
  BOOST_TEST(described([] { throw std::string(50'000'000, 'x'); }).text.size() < 17'000U);
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_cause_that_is_null_is_none) {
  BOOST_TEST(described([] { throw with_cause(); }).text == "outer");
  BOOST_TEST(described([] { std::throw_with_nested(std::logic_error("alone")); }).text == "alone");
  BOOST_TEST(described([] { std::throw_with_nested(no_exception()); }).text == "");
}

// contract: E1
BOOST_AUTO_TEST_CASE(causes_that_lead_back_or_never_end_are_cut) {
  auto const circle = described([] {
    try {
      throw with_cause();
    } catch (with_cause& thrown) {
      static_cast<std::nested_exception&>(thrown) = std::nested_exception();
      throw;
    }
  });
  BOOST_TEST(circle.text.starts_with("outer (caused by "));
  BOOST_TEST(circle.text.size() < 17'000U);

  auto const chain = described([] {
    auto made = std::make_exception_ptr(long_winded(10'000));
    for (auto i = 0; i != 1000; ++i) {
      try {
        std::rethrow_exception(std::exchange(made, nullptr));
      } catch (...) {
        try {
          std::throw_with_nested(long_winded(10'000));
        } catch (...) {
          made = std::current_exception();
        }
      }
    }
    std::rethrow_exception(made);
  });
  BOOST_TEST(chain.text.size() < 40'000U);
  BOOST_TEST(chain.text.ends_with("(caused by …)))"));
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_description_without_memory_is_short) {
  auto whole = std::string();
  for (auto allowed = 0; whole.empty(); ++allowed) {
    BOOST_REQUIRE(allowed < 100);
    auto what = failure();
    try {
      throw std::runtime_error("a text that is too long to lie in the string itself");
    } catch (...) {
      allocations_left = allowed;
      what = dlp::detail::describe_current_exception(3, 2);
      allocations_left = -1;
    }
    BOOST_TEST(what.index == 3U);
    if (what.text != "(out of memory)") whole = what.text;
  }
  BOOST_TEST(whole == "a text that is too long to lie in the string itself");
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

  BOOST_TEST(to_string(failure{1, 0, "a", "int", "two\nlines \x1b[2J\xff"}) ==
             "index 1 on rank 0 (a): int: two\\nlines \\x1b[2J\\xff");

  auto const unseen = dlp::detail::unseen_failure(5, 1);
  BOOST_TEST(unseen.type == "");
  BOOST_TEST(to_string(unseen) == "index 5 on rank 1 (" + dlp::detail::host_name() +
                                      "): an exception left the body of the loop");
}

// contract: E1
BOOST_AUTO_TEST_CASE(the_cause_of_what_is_no_standard_exception_is_told) {
  auto const what = described([] {
    try {
      throw std::logic_error("no such row");
    } catch (...) {
      std::throw_with_nested(no_exception());
    }
  });
  BOOST_TEST(what.text == " (caused by std::logic_error: no such row)");
}

// contract: E1 S9
BOOST_AUTO_TEST_CASE(a_large_index_is_told_whole) {
  auto const far = dlp::failure{dlp::index_t{1} << 40, 3, "here", "", ""};
  BOOST_TEST(to_string(far) == "index 1099511627776 on rank 3 (here)");
}
