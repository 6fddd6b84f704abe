// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/heap_slot.hpp>

#include <memory>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(heap_slot_test)

using dlp::detail::heap_slot;

namespace {

/// Larger than a stack, cannot be moved, and has no default constructor.
struct huge {
  explicit huge(int first) { bytes[0] = static_cast<char>(first); }
  huge(huge const&) = delete;
  auto operator=(huge const&) -> huge& = delete;

  char bytes[std::size_t{64} << 20];
};

struct no_empty_value {
  explicit no_empty_value(int v) : number(v) {}
  int number;
};

}  // namespace

BOOST_AUTO_TEST_CASE(it_is_empty_until_something_is_made_in_it) {
  auto slot = heap_slot<std::string>();
  BOOST_TEST(!slot);
  BOOST_TEST(slot.emplace_with([] { return std::string("one"); }) == "one");
  BOOST_TEST(*slot == "one");
  BOOST_TEST(slot.emplace_with([] { return std::string("two"); }) == "two");
  BOOST_TEST(slot->size() == 3u);
  slot.reset();
  BOOST_TEST(!slot);
}

BOOST_AUTO_TEST_CASE(no_type_needs_a_default_constructor) {
  auto slot = heap_slot<no_empty_value>();
  BOOST_TEST(slot.emplace_with([] { return no_empty_value(7); }).number == 7);
}

BOOST_AUTO_TEST_CASE(a_value_larger_than_a_stack_is_made_in_its_place) {
  auto slot = heap_slot<huge>();
  slot.emplace_with([] { return huge(7); });
  auto const* const place = &*slot;
  auto const moved = std::move(slot);
  BOOST_TEST(&*moved == place);
  BOOST_TEST(moved->bytes[0] == 7);
}

BOOST_AUTO_TEST_CASE(a_copy_larger_than_a_stack_is_on_the_heap) {
  struct large {
    char bytes[std::size_t{64} << 20];
  };
  auto const one = std::make_unique<large>();
  one->bytes[sizeof(large) - 1] = 7;
  BOOST_TEST(dlp::detail::copy_of(*one)->bytes[sizeof(large) - 1] == 7);
  BOOST_TEST(*dlp::detail::copy_of(std::string("one")) == "one");
}

BOOST_AUTO_TEST_SUITE_END()
