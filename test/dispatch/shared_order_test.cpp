// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/shared_order.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(shared_order_test)

using namespace dlp::detail;
using dlp::index_t;

namespace {

auto terms_of(index_t size, int root) {
  return loop_terms{.name = "split_shared", .size = size, .root = root, .longest_first = true};
}

}  // namespace

// contract: S8
BOOST_AUTO_TEST_CASE(every_rank_has_the_order_that_the_root_makes) {
  auto const comm = dlp::communicator();
  auto const root = comm.size() - 1;
  auto asked = 0;
  auto const order = shared_order(comm, terms_of(5, root), [&] {
    ++asked;
    return comm.rank() == root ? std::vector<index_t>{3, 1, 4, 2, 0} : std::vector<index_t>{0};
  });
  BOOST_TEST((order == std::vector<index_t>{3, 1, 4, 2, 0}));
  BOOST_TEST((asked != 0) == (comm.rank() == root));
  BOOST_TEST(shared_order(comm, terms_of(0, 0), [] { return std::vector<index_t>(); }).empty());
}

// contract: E1 S8
BOOST_AUTO_TEST_CASE(a_cost_that_throws_is_an_error_on_every_rank) {
  auto const comm = dlp::communicator();
  auto const throws = []() -> std::vector<index_t> { throw std::out_of_range("no such cost"); };
  auto const says_so = [](std::exception const& thrown) {
    return std::string(thrown.what()).find("no such cost") != std::string::npos;
  };
  if (comm.rank() == 0) {
    BOOST_CHECK_EXCEPTION(shared_order(comm, terms_of(5, 0), throws), std::out_of_range, says_so);
  } else {
    BOOST_CHECK_EXCEPTION(shared_order(comm, terms_of(5, 0), throws), dlp::task_error, says_so);
  }
}

// contract: J1 S8
BOOST_AUTO_TEST_CASE(what_an_earlier_run_has_done_is_not_in_it) {
  auto const done = std::vector<dlp::index_range>{{0, 2}, {5, 6}};
  auto const cost = [](index_t index) { return static_cast<double>(index % 4); };
  BOOST_TEST((order_of_rest(8, done, {}) == std::vector<index_t>{2, 3, 4, 6, 7}));
  BOOST_TEST((order_of_rest(8, done, cost) == std::vector<index_t>{3, 7, 2, 6, 4}));
  BOOST_TEST((order_of_rest(3, {}, {}) == std::vector<index_t>{0, 1, 2}));
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_rank_that_cannot_come_to_it_is_an_error_on_the_others) {
  auto const comm = dlp::communicator();
  if (comm.size() == 1) return;
  if (comm.rank() == 1) {
    cannot_tell_order(private_of(comm).talk, terms_of(5, 0),
                      {dlp::failure{dlp::failure::no_index, 1, "here", "type", "no file"}});
  } else {
    auto const make = [] { return std::vector<index_t>{1}; };
    BOOST_CHECK_EXCEPTION(shared_order(comm, terms_of(5, 0), make), dlp::task_error,
                          [](auto const& thrown) { return thrown.failures()[0].rank == 1; });
  }
}

BOOST_AUTO_TEST_SUITE_END()
