// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/thread_channel.hpp>

#include <cstddef>
#include <optional>
#include <thread>
#include <vector>

#include <boost/mpi/communicator.hpp>
#include <boost/test/unit_test.hpp>

#include <comm/wire/mpi_channel.hpp>

#include "everywhere.hpp"

BOOST_AUTO_TEST_SUITE(thread_channel_test)

using namespace dlp::detail;

namespace {

/// A communicator that nobody else uses.
class own_communicator {
 public:
  own_communicator() { MPI_Comm_dup(MPI_COMM_WORLD, &handle_); }
  own_communicator(own_communicator const&) = delete;
  auto operator=(own_communicator const&) -> own_communicator& = delete;
  ~own_communicator() {
    MPI_Barrier(handle_);
    MPI_Comm_free(&handle_);
  }
  [[nodiscard]] auto handle() const -> MPI_Comm { return handle_; }

 private:
  MPI_Comm handle_ = MPI_COMM_NULL;
};

auto const world = boost::mpi::communicator();

auto await(thread_channel& at) -> parcel {
  auto got = std::optional<parcel>();
  while (!got) {
    got = at.try_receive();
    std::this_thread::yield();
  }
  return *got;
}

auto filled(std::size_t size, int with) -> dlp::bytes {
  return dlp::bytes(size, static_cast<std::byte>(with));
}

}  // namespace

BOOST_AUTO_TEST_CASE(parcels_of_any_size_arrive_from_every_rank_and_in_order) {
  auto const own = own_communicator();
  auto out = thread_channel(own.handle());
  auto in = thread_channel(own.handle());
  auto const sizes = std::vector<std::size_t>{0, 1, 100, 10'000, 1'000'000};
  for (auto to = 0; to != world.size(); ++to) {
    for (auto const size : sizes) out.send(to, filled(size, world.rank()));
  }
  auto seen = std::vector<std::size_t>(static_cast<std::size_t>(world.size()));
  for (auto missing = seen.size() * sizes.size(); missing != 0; --missing) {
    auto const got = await(in);
    auto& count = seen.at(static_cast<std::size_t>(got.source));
    BOOST_TEST((got.content == filled(sizes.at(count), got.source)));
    ++count;
  }
  while (!out.flushed()) static_cast<void>(in.try_receive());
  BOOST_TEST(!in.try_receive());
}

BOOST_AUTO_TEST_CASE(it_never_meets_the_messages_of_the_other_way) {
  auto const own = own_communicator();
  auto main = mpi_channel(own.handle());
  auto side = thread_channel(own.handle());
  auto const next = (world.rank() + 1) % world.size();
  main.send(next, make_message(1, word::halt));
  side.send(next, filled(5, 7));
  auto const got = await(side);
  BOOST_TEST((got.content == filled(5, 7)));
  auto what = std::optional<message>();
  while (!what) what = main.try_receive();
  BOOST_TEST((what->what == word::halt));
  BOOST_TEST(!side.try_receive());
  BOOST_TEST(!main.try_receive());
}

BOOST_AUTO_TEST_CASE(a_thread_of_its_own_can_receive_what_the_same_process_sends) {
  if (!threads_may_use_mpi()) return;
  auto const own = own_communicator();
  auto in = thread_channel(own.handle());
  auto got = parcel();
  auto receiving = std::thread([&] { got = await(in); });
  auto out = thread_channel(own.handle());
  out.send(world.rank(), filled(9, 3));
  receiving.join();
  BOOST_TEST(got.source == world.rank());
  BOOST_TEST((got.content == filled(9, 3)));
}

BOOST_AUTO_TEST_CASE(all_ranks_are_asked_for_the_same_level_of_threads) {
  auto level = 0;
  MPI_Query_thread(&level);
  BOOST_TEST(threads_may_use_mpi() == (level == MPI_THREAD_MULTIPLE));
  BOOST_TEST(dlp_test::on_all_ranks(threads_may_use_mpi()));
}

BOOST_AUTO_TEST_SUITE_END()
