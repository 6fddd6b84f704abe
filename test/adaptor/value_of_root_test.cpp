// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/value_of_root.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp.hpp>

#include "../support/plain_structs.hpp"

BOOST_AUTO_TEST_SUITE(value_of_root_test)

using dlp_test::check_that_all_are_told;
using dlp_test::point;

namespace {

auto copies_until_it_throws = 0;

/// Has no move, and a copy that may throw.
struct stubborn {
  int value = 0;

  stubborn() = default;
  explicit stubborn(int of) : value(of) {}
  stubborn(stubborn const& other) : value(other.value) { count(); }
  auto operator=(stubborn const& other) -> stubborn& {
    value = other.value;
    count();
    return *this;
  }
  static void count() {
    if (--copies_until_it_throws == 0) throw std::domain_error("no copy");
  }
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & value;
  }
};

auto what_of(int root) { return dlp::detail::collective{"value", dlp::communicator(), root, {}}; }

}  // namespace

BOOST_AUTO_TEST_CASE(every_rank_has_what_is_made_on_the_root) {
  auto const last = dlp::size() - 1;
  auto made = 0;
  auto const text = dlp::detail::value_of_root<std::string>(what_of(last), [&] {
    ++made;
    return std::string("of rank ") + std::to_string(dlp::rank());
  });
  BOOST_TEST(text == "of rank " + std::to_string(last));
  BOOST_TEST(made == (dlp::rank() == last ? 1 : 0));
  auto const in_place =
      dlp::detail::value_of_root<stubborn>(what_of(last), [] { return stubborn(dlp::rank()); });
  BOOST_TEST(in_place.value == last);
}

BOOST_AUTO_TEST_CASE(values_are_packed_one_by_one) {
  auto packed = dlp::bytes();
  auto const words = std::vector<std::string>{"a", "", "cc"};
  dlp::detail::pack_each(packed, words);
  BOOST_TEST((dlp::detail::unpack_each<std::string>(packed) == words));
  packed.pop_back();
  BOOST_CHECK_THROW(static_cast<void>(dlp::detail::unpack_each<std::string>(packed)), dlp::error);
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_copy_that_throws_on_one_rank_is_an_error_on_all) {
  auto failures = 0;
  for (auto rank = 0; rank != dlp::size(); ++rank) {
    for (auto nth = 1; nth <= 3; ++nth) {
      copies_until_it_throws = dlp::rank() == rank ? nth : 0;
      auto what = std::string();
      try {
        auto const value =
            dlp::detail::value_of_root<stubborn>(what_of(0), [] { return stubborn(7); });
        BOOST_TEST(value.value == 7);
      } catch (dlp::task_error const& thrown) {
        what = thrown.what();
      }
      copies_until_it_throws = 0;
      auto const all = dlp::all_gather(what);
      for (auto const& one : all) BOOST_TEST(one == all.front());
      failures += !what.empty();
    }
  }
  BOOST_TEST(failures >= dlp::size());
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_constructor_that_throws_on_one_rank_is_an_error_on_all) {
  check_that_all_are_told([] { static_cast<void>(dlp::call_on_root([] { return point(1); })); }, 1);
  for (auto const size : {7U, 100'000U}) {
    auto const points = std::vector<point>(size, point(1));
    check_that_all_are_told([&] { static_cast<void>(dlp::broadcast(points)); }, 1);
    check_that_all_are_told(
        [&] {
          auto value = dlp::is_root() ? points : std::vector<point>();
          dlp::broadcast(value);
        },
        1);
  }
  BOOST_TEST(dlp::call_on_root([] { return point(2); }).x == 2);
}

BOOST_AUTO_TEST_SUITE_END()
