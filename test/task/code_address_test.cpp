// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/code_address.hpp>

#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlfcn.h>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(code_address_test)

namespace {

namespace detail = dlp::detail;

void some_function() {}
auto const some_lambda = +[] {};

auto comes_back(void const* code) -> bool {
  return detail::from_portable(detail::to_portable(code)) == code;
}

template <class Function>
auto address_of(Function* function) -> void const* {
  return reinterpret_cast<void const*>(function);
}

}  // namespace

BOOST_AUTO_TEST_CASE(code_of_the_program_and_of_a_library_comes_back) {
  BOOST_TEST(comes_back(address_of(&some_function)));
  BOOST_TEST(comes_back(address_of(some_lambda)));
  BOOST_TEST(comes_back(address_of(&std::strtol)));
}

BOOST_AUTO_TEST_CASE(code_of_a_library_has_its_name_and_that_of_the_program_has_none) {
  auto const own = detail::to_portable(address_of(&some_function));
  BOOST_TEST(own.library == "");
  // Asked of the loader: in a program that is not relocated `&f` may be the program's own.
  auto const other = detail::to_portable(::dlsym(RTLD_DEFAULT, "strtol"));
  BOOST_TEST(other.library.find(".so") != std::string::npos);
  BOOST_TEST(other.module != own.module);
}

BOOST_AUTO_TEST_CASE(what_is_no_code_has_no_address) {
  auto const number = 0;
  auto const on_heap = std::make_unique<int>();
  for (void const* const none :
       {static_cast<void const*>(nullptr), static_cast<void const*>(&number),
        static_cast<void const*>(on_heap.get())})
    BOOST_CHECK_THROW(static_cast<void>(detail::to_portable(none)), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(an_address_that_nobody_has_is_an_error) {
  auto where = detail::to_portable(address_of(&some_function));
  where.offset = ~std::uint64_t{0} >> 8;
  BOOST_CHECK_THROW(static_cast<void>(detail::from_portable(where)), dlp::error);
  ++where.module;
  BOOST_CHECK_THROW(static_cast<void>(detail::from_portable(where)), dlp::error);
}

BOOST_AUTO_TEST_CASE(it_travels_as_bytes) {
  auto const all =
      std::vector<detail::code_address>{{1, 2, ""}, {3, 4, "a_library_of_some_length.so"}};
  auto data = dlp::bytes();
  for (auto const& one : all) detail::append(data, one);
  auto from = detail::byte_reader(data);
  for (auto const& one : all) BOOST_TEST((detail::take_code_address(from) == one));
  BOOST_TEST(from.done());

  data.pop_back();
  auto cut = detail::byte_reader(data);
  static_cast<void>(detail::take_code_address(cut));
  BOOST_CHECK_THROW(static_cast<void>(detail::take_code_address(cut)), dlp::error);
}

BOOST_AUTO_TEST_CASE(the_program_is_known_by_its_build_id_or_by_a_digest) {
  auto const known = detail::program_identity();
  auto const digits = known.substr(known.find(' ') + 1);
  BOOST_TEST((known.starts_with("build-id ") || known.starts_with("digest ")), known);
  BOOST_TEST(digits.size() >= 8u);
  BOOST_TEST((digits.find_first_not_of("0123456789abcdef") == digits.npos), known);
  BOOST_TEST(detail::program_identity() == known);
}

BOOST_AUTO_TEST_CASE(threads_may_ask_at_once) {
  auto wrong = std::vector<int>(4);
  {
    auto threads = std::vector<std::jthread>();
    for (auto& count : wrong) {
      threads.emplace_back([&count] {
        for (auto i = 0; i != 2000; ++i) {
          count += !comes_back(address_of(&some_function));
          count += !comes_back(address_of(&std::strtol));
        }
      });
    }
  }
  BOOST_TEST(wrong == std::vector<int>(4), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
