// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/iterator_arithmetic.hpp>

#include <compare>
#include <cstddef>
#include <iterator>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(iterator_arithmetic_test)

namespace {

/// Walks over the whole numbers, with what `Tag` stands for and no more.
template <class Tag>
struct walker : dlp::detail::iterator_arithmetic {
  using iterator_concept = Tag;
  using difference_type = std::ptrdiff_t;
  using value_type = int;
  static constexpr auto random = std::same_as<Tag, std::random_access_iterator_tag>;

  std::ptrdiff_t at = 0;

  auto operator*() const -> int { return static_cast<int>(at); }
  auto operator[](std::ptrdiff_t n) const -> int
    requires random
  {
    return static_cast<int>(at + n);
  }
  auto operator++() -> walker& {
    ++at;
    return *this;
  }
  auto operator--() -> walker&
    requires std::derived_from<Tag, std::bidirectional_iterator_tag>
  {
    --at;
    return *this;
  }
  auto operator+=(std::ptrdiff_t n) -> walker&
    requires random
  {
    at += n;
    return *this;
  }
  friend auto operator==(walker const& a, walker const& b) -> bool { return a.at == b.at; }
  friend auto operator<=>(walker const& a, walker const& b) -> std::strong_ordering {
    return a.at <=> b.at;
  }
  friend auto operator-(walker const& a, walker const& b) -> std::ptrdiff_t
    requires random
  {
    return a.at - b.at;
  }
};

using once = walker<std::input_iterator_tag>;
using ahead = walker<std::forward_iterator_tag>;
using both_ways = walker<std::bidirectional_iterator_tag>;
using anywhere = walker<std::random_access_iterator_tag>;

static_assert(std::input_iterator<once> && !std::forward_iterator<once>);
static_assert(std::forward_iterator<ahead> && !std::bidirectional_iterator<ahead>);
static_assert(std::bidirectional_iterator<both_ways> && !std::random_access_iterator<both_ways>);
static_assert(std::random_access_iterator<anywhere>);

}  // namespace

BOOST_AUTO_TEST_CASE(the_operators_that_follow_step_as_those_that_are_there) {
  auto it = anywhere();
  BOOST_TEST(*it++ == 0);
  BOOST_TEST(*it-- == 1);
  BOOST_TEST(*it == 0);
  it += 7;
  it -= 2;
  BOOST_TEST(*it == 5);
  BOOST_TEST(*(it + 3) == 8);
  BOOST_TEST(*(3 + it) == 8);
  BOOST_TEST(*(it - 3) == 2);
  BOOST_TEST(*it == 5);
}

BOOST_AUTO_TEST_SUITE_END()
