// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/split_view.hpp>

#include <forward_list>
#include <memory>
#include <ranges>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "../support/ranges.hpp"

BOOST_AUTO_TEST_SUITE(split_view_test)

namespace {

/// A share that gives every third index, and writes down what happens to it.
struct every_third {
  struct options {
    std::string* diary = nullptr;
  };
  static constexpr auto name = "every_third";
  static constexpr auto needs_size = false;

  struct walk {
    std::string* diary;
    dlp::index_t at = 0;
    dlp::index_t last = 10;
    explicit walk(std::string* d) : diary(d) { *diary += "open "; }
    walk(walk const&) = delete;
    walk& operator=(walk const&) = delete;
    ~walk() { *diary += "close "; }
    auto next() -> bool {
      at += 3;
      return at < last;
    }
    auto index() const -> dlp::index_t { return at; }
    void range_ends_at(dlp::index_t size) { last = size; }
  };

  template <class Base>
  static auto open(Base&, options const& o) {
    return std::make_unique<walk>(o.diary);
  }
};

constexpr auto split = dlp::detail::split_fn<every_third>();
auto const numbers = std::vector{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

}  // namespace

BOOST_AUTO_TEST_CASE(the_loop_opens_with_begin_and_closes_with_its_iterator) {
  auto diary = std::string();
  auto const view = numbers | split({.diary = &diary});
  BOOST_TEST(diary.empty());
  auto visited = std::vector<int>();
  for (auto x : view) {
    BOOST_TEST(diary == "open ");
    visited.push_back(x);
  }
  BOOST_TEST(diary == "open close ");
  BOOST_TEST(visited == (std::vector{3, 6, 9}));
  for (auto x : view) {
    if (x == 3) break;
  }
  BOOST_TEST(diary == "open close open close ");
}

BOOST_AUTO_TEST_CASE(a_moved_iterator_is_still_one_loop) {
  auto diary = std::string();
  auto view = numbers | split({.diary = &diary});
  {
    auto first = view.begin();
    auto second = std::move(first);
    BOOST_TEST(*second == 3);
  }
  BOOST_TEST(diary == "open close ");
}

BOOST_AUTO_TEST_CASE(the_share_learns_where_a_range_ends_that_does_not_know) {
  auto diary = std::string();
  auto const list = std::forward_list{0, 1, 2, 3, 4};
  auto visited = std::vector<int>();
  for (auto x : list | split({.diary = &diary})) visited.push_back(x);
  BOOST_TEST(visited == std::vector{3});
}

BOOST_AUTO_TEST_CASE(size_of_says_what_the_range_knows_by_itself) {
  auto list = std::forward_list<int>(3);
  auto vector = std::vector<int>(3);
  BOOST_TEST(!dlp::detail::size_of(list).has_value());
  BOOST_TEST(dlp::detail::size_of(vector).value() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
