// SPDX-License-Identifier: BSL-1.0
#include <comm/call/private_communicator.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <boost/mpi/exception.hpp>
#include <boost/test/unit_test.hpp>

#include <comm/call/agreement.hpp>
#include <comm/wire/poll_until_done.hpp>
#include <comm/wire/thread_channel.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/core/error.hpp>

#include "everywhere.hpp"

BOOST_AUTO_TEST_SUITE(private_communicator_test)

namespace detail = dlp::detail;

namespace {

auto freed = 0;

/// Counts in `freed` when this communicator is freed.
void watch(dlp::communicator const& comm) {
  auto key = MPI_KEYVAL_INVALID;
  auto const count = [](MPI_Comm, int, void*, void*) -> int {
    ++freed;
    return MPI_SUCCESS;
  };
  MPI_Comm_create_keyval(MPI_COMM_NULL_COPY_FN, count, &key, nullptr);
  MPI_Comm_set_attr(comm, key, nullptr);
  MPI_Comm_free_keyval(&key);
}

auto compare(dlp::communicator const& a, dlp::communicator const& b) -> int {
  auto result = 0;
  MPI_Comm_compare(a, b, &result);
  return result;
}

/// Traffic of the library of all kinds: agreements, collectives of MPI, messages in pieces.
void talk_much(dlp::communicator const& comm) {
  auto const last = comm.size() - 1;
  for (auto const size : {std::size_t{1}, std::size_t{20'000}, std::size_t{100'000}}) {
    auto const make = [&](dlp::bytes& to) { to.assign(size, std::byte{7}); };
    auto const gathered = detail::gather_bytes({"gather", comm, last}, {comm, make});
    BOOST_TEST(gathered.size() ==
               (comm.rank() == last ? static_cast<std::size_t>(comm.size()) : 0U));
    BOOST_TEST(detail::broadcast_bytes({"broadcast", comm, last}, make).size() == size);
    detail::meet({"barrier", comm, 0});
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(copies_of_a_communicator_share_one_private_communicator) {
  auto const world = dlp::communicator();
  auto const copy = world;
  auto const attached = dlp::communicator(MPI_COMM_WORLD, boost::mpi::comm_attach);
  BOOST_TEST(&detail::private_of(world) == &detail::private_of(copy));
  BOOST_TEST(&detail::private_of(world) == &detail::private_of(attached));
}

BOOST_AUTO_TEST_CASE(a_private_communicator_has_the_same_ranks_in_another_context) {
  auto const world = dlp::communicator();
  auto const reversed = world.split(0, -world.rank());
  for (auto const& comm : {world, reversed}) {
    auto& own = detail::private_of(comm);
    BOOST_TEST(compare(comm, own.duplicate) == MPI_CONGRUENT);
    BOOST_TEST(own.talk.rank() == comm.rank());
    BOOST_TEST(own.talk.size() == comm.size());
  }
  BOOST_TEST(&detail::private_of(world) != &detail::private_of(reversed));
}

BOOST_AUTO_TEST_CASE(a_duplicate_of_the_user_gets_its_own) {
  auto const world = dlp::communicator();
  auto& own = detail::private_of(world);
  auto const duplicate = dlp::communicator(world, boost::mpi::comm_duplicate);
  BOOST_TEST(&detail::private_of(duplicate) != &own);
  detail::meet({"barrier", duplicate});
}

// contract: S10
BOOST_AUTO_TEST_CASE(it_is_freed_when_all_ranks_have_freed_its_parent) {
  freed = 0;
  auto const world = dlp::communicator();
  {
    auto const half = world.split(world.rank() % 2);
    watch(detail::private_of(half).duplicate);
    {
      auto const copy = half;
      detail::meet({"barrier", copy});
    }
    BOOST_TEST(freed == 0);
  }
  detail::meet({"barrier", world});
  for (auto tries = 0; freed == 0 && tries != 1000; ++tries) {
    auto const next = dlp::communicator(MPI_COMM_SELF, boost::mpi::comm_duplicate);
    static_cast<void>(detail::private_of(next));
  }
  BOOST_TEST(freed == 1);
}

// MPI gives the context of a communicator that is freed to the next one.
// contract: S10
BOOST_AUTO_TEST_CASE(what_nobody_has_received_on_a_freed_one_never_comes_to_the_next) {
  auto const world = dlp::communicator();
  auto strange = 0;
  for (auto round = dlp::index_t{0}; round != 20; ++round) {
    auto const comm = dlp::communicator(world, boost::mpi::comm_duplicate);
    auto& talk = detail::private_of(comm).talk;
    auto const call = talk.begin_call();
    while (auto const what = talk.try_receive(call)) strange += what->range.first != round;
    for (auto to = 0; to != world.size(); ++to) {
      if (to == world.rank()) continue;
      talk.send(to, detail::make_message(call, detail::word::halt, {round, round}));
    }
  }
  BOOST_TEST(strange == 0);
}

// contract: S10
BOOST_AUTO_TEST_CASE(a_thread_beside_the_programs_receives_for_a_call_of_its_own) {
  if (!detail::threads_may_use_mpi()) return;
  auto const world = dlp::communicator();
  auto& talk = detail::private_of(world).talk;
  auto const pool = talk.begin_call();
  auto const loop = talk.begin_call();
  constexpr auto each = 500;
  auto strange = std::atomic(0);
  auto const receive_all = [&](std::uint64_t call) {
    for (auto missing = each * (world.size() - 1); missing != 0;) {
      if (auto const what = talk.try_receive(call)) {
        --missing;
        if (what->range.first != call) ++strange;
      } else {
        talk.pause();
      }
    }
    talk.end_call(call);
  };
  auto service = std::thread(receive_all, pool);
  for (auto i = 0; i != each; ++i) {
    for (auto to = 0; to != world.size(); ++to) {
      for (auto const call : {loop, pool}) {
        if (to != world.rank())
          talk.send(to, detail::make_message(call, detail::word::halt, {call, call}));
      }
    }
  }
  receive_all(loop);
  service.join();
  talk.flush();
  BOOST_TEST(strange == 0);
}

// contract: S10
BOOST_AUTO_TEST_CASE(a_receive_of_the_user_for_any_message_never_meets_the_library) {
  auto const world = dlp::communicator();
  auto const me = world.rank();
  auto const ranks = world.size();
  auto got = std::vector<int>(100'000);
  auto request = MPI_REQUEST_NULL;
  MPI_Irecv(got.data(), static_cast<int>(got.size()), MPI_INT, MPI_ANY_SOURCE, MPI_ANY_TAG, world,
            &request);
  talk_much(world);

  auto done = 0;
  MPI_Test(&request, &done, MPI_STATUS_IGNORE);
  BOOST_TEST(done == 0);
  MPI_Barrier(world);  // a neighbour may be ahead

  auto const mine = std::array{me, 42};
  MPI_Send(mine.data(), 2, MPI_INT, (me + 1) % ranks, 1, world);
  auto status = MPI_Status();
  MPI_Wait(&request, &status);
  BOOST_TEST(status.MPI_SOURCE == (me + ranks - 1) % ranks);
  BOOST_TEST(got[0] == status.MPI_SOURCE);
  BOOST_TEST(got[1] == 42);
}

// contract: S10
BOOST_AUTO_TEST_CASE(messages_of_the_user_that_nobody_has_received_yet_never_meet_the_library) {
  auto const world = dlp::communicator();
  auto const me = world.rank();
  auto const ranks = world.size();
  auto requests = std::array<MPI_Request, 4>();
  for (auto tag = 0; auto& request : requests) {  // among them all tags of the library
    MPI_Isend(&me, 1, MPI_INT, (me + 1) % ranks, tag++, world, &request);
  }
  talk_much(world);
  for (auto tag = 3; tag >= 0; --tag) {
    auto got = -1;
    MPI_Recv(&got, 1, MPI_INT, MPI_ANY_SOURCE, tag, world, MPI_STATUS_IGNORE);
    BOOST_TEST(got == (me + ranks - 1) % ranks);
  }
  MPI_Waitall(4, requests.data(), MPI_STATUSES_IGNORE);
}

// contract: S10
BOOST_AUTO_TEST_CASE(thousands_of_communicators_that_come_and_go_use_nothing_up) {
  auto const world = dlp::communicator();
  if (world.size() > 2) return;  // MPI itself takes its time where ranks outnumber cores
  auto failed = 0;
  for (auto i = 0; i != 3000 && failed == 0; ++i) {  // MPICH has 2,046 at a time
    try {
      auto handle = MPI_COMM_NULL;  // not by split: it spins, on all ranks at once
      auto request = MPI_REQUEST_NULL;
      MPI_Comm_idup(world, &handle, &request);
      detail::poll_until_done(request);
      detail::meet({"barrier", dlp::communicator(handle, boost::mpi::comm_take_ownership)});
    } catch (boost::mpi::exception const& thrown) {
      BOOST_ERROR("in round " << i << ": " << thrown.what());
      ++failed;
    }
  }
  BOOST_TEST(failed == 0);
}

BOOST_AUTO_TEST_CASE(a_rank_that_is_alone_or_in_a_body_shares_its_loop_with_nobody) {
  auto const world = dlp::communicator();
  auto const alone = dlp::communicator(MPI_COMM_SELF, boost::mpi::comm_attach);
  BOOST_TEST((detail::shared_context(alone) == nullptr));
  if (world.size() == 1) return;

  auto* const talk = detail::shared_context(world);
  BOOST_TEST((talk == &detail::private_of(world).talk));
  BOOST_TEST(!detail::in_body_over(world));
  detail::private_of(world).talk.in_body(true);
  BOOST_TEST(detail::in_body_over(world));
  BOOST_TEST((detail::shared_context(world) == nullptr));
  BOOST_TEST(!detail::in_body_over(alone));
  detail::private_of(world).talk.in_body(false);
  BOOST_TEST((detail::shared_context(world) == talk));
}

// contract: E6
BOOST_AUTO_TEST_CASE(a_null_communicator_has_none) {
  auto const null = dlp::communicator(MPI_COMM_NULL, boost::mpi::comm_attach);
  BOOST_CHECK_THROW(static_cast<void>(detail::private_of(null)), dlp::usage_error);
}

namespace {

/// A communicator whose ranks are all on one node, or are each on a node of their own.
auto duplicate_with_ranks_per_node(int n) -> dlp::communicator {
  auto comm = dlp::communicator(dlp::communicator(), boost::mpi::comm_duplicate);
  ::setenv("DLP_RANKS_PER_NODE", std::to_string(n).c_str(), 1);
  detail::meet({"barrier", comm});
  ::unsetenv("DLP_RANKS_PER_NODE");
  return comm;
}

}  // namespace

// contract: S1
BOOST_AUTO_TEST_CASE(each_two_ranks_of_a_node_have_stakes_that_no_others_have) {
  auto const comm = duplicate_with_ranks_per_node(1000);
  auto& talk = detail::private_of(comm).talk;
  auto const me = comm.rank();
  auto const length = [](int worker, int manager, int which) {
    return static_cast<dlp::index_t>(1 + 100 * worker + 10 * manager + which);
  };
  for (auto worker = 0; worker != comm.size(); ++worker) {
    for (auto which : {0, 1})
      talk.stealable_chunks_of(worker, me)[which].lay(length(worker, me, which));
  }
  detail::meet({"barrier", comm});
  auto wrong = 0;
  for (auto manager = 0; manager != comm.size(); ++manager) {
    for (auto which : {0, 1}) {
      wrong += talk.stealable_chunks_of(me, manager)[which].rest() != length(me, manager, which);
    }
  }
  BOOST_TEST(wrong == 0);
  detail::meet({"barrier", comm});
}

BOOST_AUTO_TEST_CASE(ranks_of_two_nodes_have_none) {
  auto const comm = duplicate_with_ranks_per_node(1);
  auto& talk = detail::private_of(comm).talk;
  for (auto other = 0; other != comm.size(); ++other) {
    BOOST_TEST((talk.stealable_chunks_of(other, comm.rank()) != nullptr) == (other == comm.rank()));
  }
  detail::meet({"barrier", comm});
}

BOOST_AUTO_TEST_SUITE_END()
