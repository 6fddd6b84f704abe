// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/all_gather.hpp>

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/comm/pieces.hpp>
#include <dlp/core/error.hpp>

#include "../support/hard_values.hpp"
#include "../support/plain_structs.hpp"

BOOST_AUTO_TEST_SUITE(all_gather_test)

using dlp_test::check_that_all_are_told;
using dlp_test::point;

BOOST_AUTO_TEST_CASE(every_rank_gets_every_ranks_value_by_rank) {
  auto const world = boost::mpi::communicator();
  for (auto root = 0; root != world.size(); ++root) {
    auto const ranks = dlp::all_gather(world.rank(), {.root = root});
    auto const texts =
        dlp::all_gather(std::string(static_cast<std::size_t>(20'000 * world.rank()), 'x'));
    BOOST_TEST(ranks.size() == static_cast<std::size_t>(world.size()));
    BOOST_TEST(texts.size() == ranks.size());
    for (auto r = std::size_t{0}; r != ranks.size(); ++r) {
      BOOST_TEST(ranks[r] == static_cast<int>(r));
      BOOST_TEST(texts[r].size() == 20'000 * r);
    }
  }
}

// contract: M4
BOOST_AUTO_TEST_CASE(so_it_is_in_many_pieces) {
  auto const world = boost::mpi::communicator();
  auto const of = [](int rank, std::size_t n) { return std::string(n, static_cast<char>(rank)); };
  dlp::detail::set_piece_limit(9'999);
  auto const plain = dlp::all_gather(of(world.rank(), 50'000));
  auto const archived = dlp::all_gather(std::vector<std::string>(7, of(world.rank(), 10'000)));
  dlp::detail::set_piece_limit(std::uint64_t{1} << 30);
  BOOST_TEST(plain.size() == static_cast<std::size_t>(world.size()));
  BOOST_TEST(archived.size() == plain.size());
  for (auto rank = 0; rank != world.size(); ++rank) {
    auto const r = static_cast<std::size_t>(rank);
    BOOST_TEST((plain[r] == of(rank, 50'000)));
    BOOST_TEST((archived[r] == std::vector<std::string>(7, of(rank, 10'000))));
  }
}

// contract: M4
BOOST_AUTO_TEST_CASE(a_value_may_be_larger_than_a_stack) {
  auto const world = boost::mpi::communicator();
  auto const own = std::make_unique<dlp_test::huge>();
  own->rank = world.rank();
  auto const all = dlp::all_gather(*own);
  BOOST_TEST(all.size() == static_cast<std::size_t>(world.size()));
  for (auto r = std::size_t{0}; r != all.size(); ++r)
    BOOST_TEST(all[r].rank == static_cast<int>(r));
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_constructor_that_throws_on_one_rank_is_an_error_on_all) {
  auto const check = [](auto const& mine) {
    check_that_all_are_told([&] { static_cast<void>(dlp::all_gather(mine)); });
  };
  check(point(1));
  if (dlp::size() == 1) return;  // a rank's own points are copied
  check(std::vector<point>(7, point(1)));
  check(std::vector<point>(10'000, point(1)));
}

BOOST_AUTO_TEST_SUITE_END()
