// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/field_count.hpp>

#include <string>

#include <boost/test/unit_test.hpp>

#include "../support/structs.hpp"

using namespace dlp::detail;
using namespace dlp_test;

namespace {

static_assert(field_count<one> == 1 && field_count<three> == 3 && field_count<nested> == 3);
static_assert(field_count<with_arrays> == 4);
static_assert(field_count<without_empty_value> == 3 && field_count<with_an_initialiser> == 3);
static_assert(field_count<array_without_empty_value> == -1);
static_assert(field_count<tree> == 2 && field_count<bare_tree> == 1);
static_assert(field_count<takes_anything> == 2 && field_count<cannot_be_derived_from> == 2);
static_assert(field_count<of_32> == 32 && field_count<more> == 33);

struct any_text {
  operator std::string() const;
};
struct text_34th {
  of_32 first;
  int b1[2], b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15, b16, b17, b18, b19, b20,
      b21, b22, b23, b24, b25, b26, b27, b28, b29, b30, b31, b32;
  std::string last;
};
struct text_at_the_end {
  number first;
  std::string last;
};
struct text_behind_an_array : array_without_empty_value {
  int c[3];
  number d;
  std::string last;
};
static_assert(has_one_like<text_34th, any_text>() == has::some);
static_assert(has_one_like<text_at_the_end, any_text>() == has::some);
static_assert(has_one_like<text_34th, any_value*>() == has::none);
static_assert(has_one_like<with_an_initialiser, any_text>() == has::none);
static_assert(has_one_like<text_behind_an_array, any_text>() == has::unknown);

}  // namespace

BOOST_AUTO_TEST_CASE(the_compiler_has_counted_members) {}
