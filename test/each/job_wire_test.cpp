// SPDX-License-Identifier: BSL-1.0
#include <each/job_wire.hpp>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/communicator.hpp>

BOOST_AUTO_TEST_SUITE(job_wire_test)

using dlp::detail::demand;
using dlp::detail::job_wire;

namespace {

void nap() { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }

}  // namespace

BOOST_AUTO_TEST_CASE(pieces_of_each_worker_come_whole_and_in_their_order) {
  constexpr auto pieces = 20;
  auto const piece = [](int rank, int i) {
    return std::string(static_cast<std::size_t>(i) * 30'000 + 1, static_cast<char>('a' + rank));
  };
  auto wire = job_wire(dlp::communicator());
  if (!dlp::is_root()) {
    for (auto i = 0; i != pieces; ++i)
      wire.send(static_cast<std::uint64_t>(i), 1 + i % 2, piece(dlp::rank(), i));
    return;
  }
  auto next = std::vector<int>(static_cast<std::size_t>(dlp::size()));
  for (auto left = pieces * (dlp::size() - 1); left != 0;) {
    auto const has_come = wire.take([&](std::uint64_t job, int rank, int stream, auto text) {
      auto& i = next[static_cast<std::size_t>(rank)];
      BOOST_TEST(job == static_cast<std::uint64_t>(i));
      BOOST_TEST(stream == 1 + i % 2);
      BOOST_TEST((text == piece(rank, i)));
      ++i;
    });
    if (has_come)
      --left;
    else
      nap();
  }
  BOOST_TEST(!wire.take([](auto, int, int, auto) {}));
}

BOOST_AUTO_TEST_CASE(all_workers_hear_the_most_that_was_demanded_and_its_end) {
  auto wire = job_wire(dlp::communicator());
  if (dlp::is_root()) {
    wire.tell(demand::what_runs);
    wire.tell(demand::nothing);
    wire.close();
    return;
  }
  while (wire.heard() != demand::nothing) nap();
  wire.close();
  BOOST_TEST((wire.heard() == demand::nothing));
}

BOOST_AUTO_TEST_SUITE_END()
