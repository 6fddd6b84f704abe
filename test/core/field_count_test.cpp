// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/field_count.hpp>

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

}  // namespace

BOOST_AUTO_TEST_CASE(the_compiler_has_counted_members) {}
