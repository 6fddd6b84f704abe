// SPDX-License-Identifier: BSL-1.0
#include <task/module_lookup.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(module_lookup_test)

namespace {

namespace detail = dlp::detail;
using modules = std::vector<detail::loaded_module>;

auto module(std::string const& library, std::uintptr_t base, std::uint64_t digest)
    -> detail::loaded_module {
  return {library, base, digest, "", {{base + 100, base + 200}}};
}

auto const here =
    modules{module("", 1000, 11), module("liba.so", 2000, 22), module("libb.so", 3000, 33)};
auto const there =
    modules{module("", 7000, 11), module("libb.so", 8000, 33), module("liba.so", 9000, 22)};

/// Where the one that is called has the code that lies at an address of the caller.
auto found(modules const& called, modules const& caller, std::uintptr_t address) -> std::uintptr_t {
  auto const& in = detail::module_at(caller, address);
  return detail::address_in(called, in.digest, address - in.base, in.library);
}

auto says(std::string const& text) {
  return [=](dlp::error const& e) { return std::string(e.what()).find(text) != std::string::npos; };
}

}  // namespace

BOOST_AUTO_TEST_CASE(code_is_found_in_the_same_module_wherever_it_is_loaded) {
  BOOST_TEST(found(there, here, 1150) == 7150u);
  BOOST_TEST(found(there, here, 2100) == 9100u);
  BOOST_TEST(found(there, here, 3199) == 8199u);
  BOOST_TEST(detail::module_at(here, 2100).library == "liba.so");
}

BOOST_AUTO_TEST_CASE(what_is_no_code_has_no_address) {
  for (auto const address : {0, 1099, 1200, 5000})
    BOOST_CHECK_EXCEPTION(
        static_cast<void>(detail::module_at(here, static_cast<std::uintptr_t>(address))),
        dlp::usage_error, says("no code lies where it points"));
}

BOOST_AUTO_TEST_CASE(an_address_beyond_the_code_is_not_called) {
  BOOST_CHECK_EXCEPTION(static_cast<void>(detail::address_in(here, 11, 99, "")), dlp::error,
                        says("a call is of code that the program does not have"));
  BOOST_CHECK_EXCEPTION(static_cast<void>(detail::address_in(here, 22, 200, "liba.so")), dlp::error,
                        says("a call is of code that liba.so does not have"));
}

BOOST_AUTO_TEST_CASE(who_lacks_a_library_says_which) {
  BOOST_CHECK_EXCEPTION(static_cast<void>(detail::address_in(there, 44, 100, "libc.so")),
                        dlp::error,
                        says("comes from a library that is not loaded on this rank: libc.so"));
}

BOOST_AUTO_TEST_CASE(another_program_is_no_missing_library) {
  BOOST_CHECK_EXCEPTION(static_cast<void>(detail::address_in(there, 44, 100, "")), dlp::error,
                        says("comes from another program than the one that this rank runs"));
}

BOOST_AUTO_TEST_CASE(two_modules_that_are_the_same_are_not_taken_for_each_other) {
  auto twins = here;
  twins.push_back(module("copy_of_liba.so", 4000, 22));
  auto const told = says("liba.so and copy_of_liba.so are loaded and have the same build-id");
  for (auto const address : {2100, 4100})
    BOOST_CHECK_EXCEPTION(
        static_cast<void>(detail::module_at(twins, static_cast<std::uintptr_t>(address))),
        dlp::error, told);
  BOOST_CHECK_EXCEPTION(static_cast<void>(detail::address_in(twins, 22, 100, "liba.so")),
                        dlp::error, told);
  BOOST_TEST(found(twins, twins, 3100) == 3100u);
}

BOOST_AUTO_TEST_CASE(the_program_is_itself_though_a_library_has_its_digest) {
  auto twins = here;
  twins.push_back(module("libtwin.so", 4000, 11));
  BOOST_TEST(found(twins, twins, 1100) == 1100u);
  BOOST_CHECK_EXCEPTION(static_cast<void>(detail::module_at(twins, 4100)), dlp::error,
                        says("the program and libtwin.so are loaded"));
}

BOOST_AUTO_TEST_CASE(a_module_without_a_digest_has_no_address_that_others_know) {
  auto unknown = modules{module("", 1000, 0), module("liba.so", 2000, 0)};
  BOOST_CHECK_EXCEPTION(static_cast<void>(detail::module_at(unknown, 1100)), dlp::error,
                        says("the program has no build-id, and its code cannot be read"));
  BOOST_CHECK_EXCEPTION(static_cast<void>(detail::module_at(unknown, 2100)), dlp::error,
                        says("liba.so has no build-id"));
  BOOST_CHECK_EXCEPTION(static_cast<void>(detail::address_in(unknown, 0, 100, "liba.so")),
                        dlp::error, says("not loaded on this rank"));
}

BOOST_AUTO_TEST_CASE(a_module_is_known_by_its_build_id_or_else_by_its_digest) {
  auto one = module("liba.so", 1000, 0x2a);
  BOOST_TEST(detail::identity_of(one) == "digest 2a");
  one.digest = ~std::uint64_t{0};
  BOOST_TEST(detail::identity_of(one) == "digest ffffffffffffffff");
  one.build_id = "0123";
  BOOST_TEST(detail::identity_of(one) == "build-id 0123");
  BOOST_CHECK_EXCEPTION(static_cast<void>(detail::identity_of(module("", 1000, 0))), dlp::error,
                        says("the program has no build-id, and its code cannot be read"));
}

BOOST_AUTO_TEST_SUITE_END()
