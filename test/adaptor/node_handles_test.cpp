// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/node_handles.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/sendable.hpp>

BOOST_AUTO_TEST_SUITE(node_handles_test)

namespace {

using dlp::node_array;
using dlp::node_value;
using dlp::detail::node_memory;

struct setting {
  double gamma = 0.5;
  int steps = 7;
};

/// Memory that says when it goes.
template <class T, std::size_t n>
auto memory_of(T (&values)[n], bool& is_gone) -> node_memory {
  auto const go = [&is_gone](std::byte const*) { is_gone = true; };
  return {{std::as_bytes(std::span(values)).data(), go}, sizeof values};
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_array_gives_its_elements_as_long_as_one_copy_lives) {
  double values[] = {1, 2, 3};
  auto is_gone = false;
  auto kept = node_array<double>();
  {
    auto const table = node_array<double>(memory_of(values, is_gone));
    BOOST_TEST(table.span().size() == 3u);
    BOOST_TEST(table.span().data() == values);
    static_assert(std::is_same_v<decltype(table.span()), std::span<double const>>);
    kept = table;
  }
  BOOST_TEST(!is_gone);
  BOOST_TEST(kept.span()[2] == 3);
  auto const moved = std::move(kept);
  BOOST_TEST(moved.span().data() == values);
  kept = node_array<double>();
  BOOST_TEST(!is_gone);
  const_cast<node_array<double>&>(moved) = {};
  BOOST_TEST(is_gone);
}

BOOST_AUTO_TEST_CASE(one_made_of_nothing_has_no_elements) {
  auto const none = node_array<int>();
  BOOST_TEST(none.span().empty());
}

BOOST_AUTO_TEST_CASE(a_value_is_reached_as_by_a_pointer) {
  setting values[] = {{0.25, 3}};
  auto is_gone = false;
  auto value = std::optional(node_value<setting>(memory_of(values, is_gone)));
  auto const copy = *value;
  value.reset();
  BOOST_TEST(!is_gone);
  BOOST_TEST(copy->gamma == 0.25);
  BOOST_TEST((*copy).steps == 3);
  static_assert(std::is_same_v<decltype(*copy), setting const&>);
  static_assert(!std::is_default_constructible_v<node_value<setting>>);
}

BOOST_AUTO_TEST_CASE(handles_do_not_travel) {
  static_assert(!dlp::detail::sendable<node_array<double>>);
  static_assert(!dlp::detail::sendable<node_value<setting>>);
}

BOOST_AUTO_TEST_SUITE_END()
