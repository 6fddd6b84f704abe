// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/gather_flat.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <ranges>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/pieces.hpp>
#include <dlp/core/error.hpp>

#include "../support/hard_values.hpp"
#include "../support/memory_taken.hpp"
#include "../support/plain_structs.hpp"

BOOST_AUTO_TEST_SUITE(gather_flat_test)

using dlp_test::sample;
using dlp_test::stamp;

namespace {

auto const world = boost::mpi::communicator();

/// What `make(rank)` gives for each rank, one after the other, on the root; none elsewhere.
template <class Make>
auto expected(Make make, int root = 0) {
  auto all = decltype(make(0))();
  for (auto r = 0; world.rank() == root && r != world.size(); ++r) {
    auto const part = make(r);
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(all_values_are_in_one_vector_in_the_order_of_the_ranks) {
  auto const make = [](int r) { return std::vector<int>(static_cast<std::size_t>(r), r); };
  auto const own = make(world.rank());
  auto const flat = expected(make);
  BOOST_TEST(dlp::gather_flat(own) == flat);
  BOOST_TEST(dlp::gather_flat(std::list(own.begin(), own.end())) == flat);
  BOOST_TEST(dlp::gather_flat(own | std::views::filter([](int x) { return x >= 0; })) == flat);
  auto const two_each = world.rank() == 0 ? 2u * static_cast<unsigned>(world.size()) : 0u;
  BOOST_TEST(dlp::gather_flat(std::vector<std::string>{"a", "b"}).size() == two_each);
  BOOST_TEST(dlp::gather_flat(std::array<std::string, 2>{"a", "b"}).size() == two_each);
}

// contract: M4
BOOST_AUTO_TEST_CASE(plain_values_arrive_whatever_their_number_is_and_whoever_is_the_root) {
  auto const samples = [](int r) {
    auto made = std::vector<sample>(std::size_t(r % 3 == 0 ? 3 : r % 3 == 1 ? 0 : 30'000));
    for (auto i = std::size_t{0}; i != made.size(); ++i) made[i] = {0.5 * double(i) + r, 'a'};
    return made;
  };
  for (auto const limit : {std::uint64_t{1} << 30, std::uint64_t{70'001}}) {
    dlp::detail::set_piece_limit(limit);
    for (auto root = 0; root != world.size(); ++root) {
      BOOST_TEST(
          (dlp::gather_flat(samples(world.rank()), {.root = root}) == expected(samples, root)));
    }
  }
  dlp::detail::set_piece_limit(std::uint64_t{1} << 30);
  auto const stamps = dlp::gather_flat(std::vector<stamp>(2, stamp{world.rank()}));
  BOOST_TEST(stamps.size() == (world.rank() == 0 ? 2u * static_cast<unsigned>(world.size()) : 0u));
  for (auto i = 0; auto const& one : stamps) BOOST_TEST(one.rank == i++ / 2);
}

// contract: M4
BOOST_AUTO_TEST_CASE(the_root_needs_no_memory_but_that_of_the_result) {
  if constexpr (!dlp_test::memory_is_the_programs_own) return;
  constexpr auto size = 20'000'000L;
  auto const own = std::vector<double>(size / 8, world.rank());
  dlp_test::forget_most_memory_taken();
  auto const before = dlp_test::memory_taken();
  auto const all = dlp::gather_flat(own);
  auto const taken = dlp_test::most_memory_taken() - before;
  BOOST_TEST(1024 * taken < static_cast<long>(all.size()) * 8 + size / 4);
}

// contract: M4
BOOST_AUTO_TEST_CASE(a_part_may_be_larger_than_a_stack) {
  using number = dlp_test::huge_without_empty_value;
  auto numbers = std::vector<std::pair<int, number>>();
  numbers.emplace_back(1, world.rank());
  auto const flat = dlp::gather_flat(numbers);
  BOOST_TEST(flat.size() == (world.rank() == 0 ? static_cast<std::size_t>(world.size()) : 0));
  for (auto r = std::size_t{0}; r != flat.size(); ++r)
    BOOST_TEST(flat[r].second.rank == static_cast<int>(r));
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_range_that_throws_is_the_same_task_error_on_every_rank) {
  for (auto const culprit : {0, world.size() - 1}) {
    auto const values = std::list<int>{1, 2};
    auto const brittle = values | std::views::transform([&](int x) {
                           if (world.rank() == culprit) throw std::domain_error("no such value");
                           return x;
                         });
    auto text = std::string();
    try {
      static_cast<void>(dlp::gather_flat(brittle));
    } catch (dlp::task_error const& thrown) {
      text = thrown.failures().front().text;
    }
    BOOST_TEST(text == "no such value");
    auto const one = [](int r) { return std::vector<int>{r}; };
    BOOST_TEST(dlp::gather_flat(one(world.rank())) == expected(one));
  }
}

BOOST_AUTO_TEST_SUITE_END()
