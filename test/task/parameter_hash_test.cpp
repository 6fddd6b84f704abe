// SPDX-License-Identifier: BSL-1.0
//
// Files are called by these numbers: they stay as they are. An independent program made them.
#include <dlp/task/parameter_hash.hpp>

#include <cstdint>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(parameter_hash_test)

namespace {

enum class phase : short { solid = 4 };

template <class T>
auto hash_of(std::string const& name, T const& value) -> std::uint64_t {
  auto hash = dlp::detail::parameter_hash();
  hash.add(name, value);
  return hash.value();
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_hash_of_parameters_is_what_it_was) {
  auto hash = dlp::detail::parameter_hash();
  hash.add("gamma", 0.1);
  hash.add("n", -2);
  hash.add("on", true);
  hash.add("solver", std::string("rk4"));
  BOOST_TEST(hash.value() == 0xdbd47114ce489e5a);
  auto text = dlp::detail::text_hash();
  text.add("a");
  BOOST_TEST(text.value() == 0x2c0bdbf481420f8U);
}

BOOST_AUTO_TEST_CASE(the_order_and_the_size_of_a_number_do_not_matter) {
  auto one = dlp::detail::parameter_hash();
  one.add("a", 1), one.add("b", 0.5);
  auto other = dlp::detail::parameter_hash();
  other.add("b", 0.5f), other.add("a", 1UL);
  BOOST_TEST(one.value() == other.value());
  BOOST_TEST(hash_of("a", phase::solid) == hash_of("a", 4L));
  BOOST_TEST(hash_of("a", 0.0) == hash_of("a", -0.0));
  BOOST_TEST(hash_of("a", 0.5L) == hash_of("a", 0.5L));
}

BOOST_AUTO_TEST_CASE(names_kinds_and_values_matter) {
  auto hashes = std::set<std::uint64_t>();
  auto count = 0U;
  auto const add = [&](auto const& value) {
    hashes.insert(hash_of("a", value));
    hashes.insert(hash_of("b", value));
    count += 2;
  };
  add(1), add(1.0), add(true), add(std::string("1")), add(0), add(0.5), add(std::string()), add(2);
  if constexpr (sizeof(long double) > sizeof(double)) add(0.1L);  // no double
  add(0.1);
  BOOST_TEST(hashes.size() == count);
  auto swapped = dlp::detail::parameter_hash();
  swapped.add("a", 2), swapped.add("b", 1);
  auto straight = dlp::detail::parameter_hash();
  straight.add("a", 1), straight.add("b", 2);
  BOOST_TEST(swapped.value() != straight.value());
}

BOOST_AUTO_TEST_SUITE_END()
