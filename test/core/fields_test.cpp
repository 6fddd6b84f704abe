// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/fields.hpp>

#include <any>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/structs.hpp"

BOOST_AUTO_TEST_SUITE(fields_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

struct nothing {};
struct derived : std::vector<double> {};
struct derived_with_member : std::vector<double> {
  int more;
};
struct derived_from_optional : std::optional<int> {};
struct derived_from_nothing : nothing {
  std::string text;
};
struct with_bits {
  int a : 3;
  std::string text;
};
struct with_a_nameless_union {
  union {
    int a;
    double b;
  };
  std::string text;
};
struct takes_anything_and_has_a_nameless_union {
  std::any any;
  union {
    int a;
    double b;
  };
};
std::string somewhere;
struct refers {
  int& a;
  std::string b;
};
struct refers_to_constant {
  std::string a;
  int const& b;
};
struct refers_from_the_beginning {
  int a;
  std::string& b = somewhere;
  int c;
};
struct has_constant {
  int const a;
  std::string b;
};

static_assert(has_base<derived>() && has_base<derived_with_member>());
static_assert(has_base<derived_from_optional>() && has_base<derived_from_nothing>());
static_assert(!has_base<one>() && !has_base<three>() && !has_base<with_arrays>());
static_assert(!has_base<nested>() && !has_base<tree>() && !has_base<bare_tree>());
static_assert(!has_base<takes_anything>() && !has_base<cannot_be_derived_from>());
static_assert(!has_base<without_empty_value>() && !has_base<of_32>());

static_assert(
    std::is_same_v<fields_of<with_arrays>,
                   field_list<int[3], std::string[2][2], double[1'000'000], std::string>>);
static_assert(std::is_same_v<fields_of<has_constant>, field_list<int const, std::string>>);
static_assert(std::is_same_v<fields_of<tree>, field_list<std::vector<tree>, std::string>>);
static_assert(std::is_same_v<fields_of<takes_anything>, field_list<std::any, int>>);
static_assert(std::is_void_v<fields_of<derived>> && std::is_void_v<fields_of<more>>);
static_assert(std::is_void_v<fields_of<with_a_nameless_union>>);
static_assert(std::is_void_v<fields_of<takes_anything_and_has_a_nameless_union>>);
#if !defined(__clang__) || __clang_major__ >= 16
static_assert(std::is_void_v<fields_of<with_bits>>);
#endif

static_assert(has_reference<refers>() && has_reference<refers_to_constant>());
static_assert(has_reference<refers_from_the_beginning>());
static_assert(!has_reference<has_constant>() && !has_reference<with_arrays>());

}  // namespace

BOOST_AUTO_TEST_CASE(members_are_reached_one_by_one_in_their_order) {
  auto object = three{1, 2.5, "three"};
  with_fields<3>(object, [](int& a, double& b, std::string& c) {
    BOOST_TEST(a == 1);
    BOOST_TEST(b == 2.5);
    BOOST_TEST(c == "three");
    a = 7;
  });
  BOOST_TEST(object.a == 7);
}

BOOST_AUTO_TEST_CASE(an_array_is_one_member) {
  struct pair_and_text {
    int pair[2];
    std::string text;
  };
  auto const object = pair_and_text{{1, 2}, "three"};
  with_fields<field_count<pair_and_text>>(object, [](int const(&a)[2], std::string const& b) {
    BOOST_TEST(a[1] == 2);
    BOOST_TEST(b == "three");
  });
}

BOOST_AUTO_TEST_SUITE_END()
