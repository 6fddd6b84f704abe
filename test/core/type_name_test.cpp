// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/type_name.hpp>

#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(type_name_test)

namespace sample {
template <class T>
struct holder {};
}  // namespace sample

using dlp::detail::type_name;

BOOST_AUTO_TEST_CASE(a_type_is_named_as_a_person_writes_it) {
  BOOST_TEST(type_name<int>() == "int");
  BOOST_TEST(type_name<std::runtime_error>() == "std::runtime_error");
  BOOST_TEST(type_name<sample::holder<double>>() == "type_name_test::sample::holder<double>");
  BOOST_TEST(type_name<std::vector<int>>() == "std::vector<int, std::allocator<int> >");
}

BOOST_AUTO_TEST_CASE(the_name_is_that_of_the_object_behind_a_base) {
  auto const thrown = std::out_of_range("x");
  std::exception const& seen = thrown;
  BOOST_TEST(type_name(typeid(seen)) == "std::out_of_range");
}

BOOST_AUTO_TEST_SUITE_END()
