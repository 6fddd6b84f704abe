// SPDX-License-Identifier: BSL-1.0
#include <dlp.hpp>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <ranges>
#include <vector>

#include <mpi.h>

#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>
#include <comm/wire/message.hpp>

#include "../support/memory_taken.hpp"
#include "../support/soaked.hpp"
#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(traffic_test)

// The profiling interface of MPI: every call of the library that sends comes by here.
namespace {

struct traffic {
  std::int64_t messages = 0;
  std::int64_t bytes = 0;
  int other_calls = 0;    // collectives, whose bytes are not counted
  int communicators = 0;  // made, and not freed
  int requests_posted = 0;
  int requests_completed = 0;
} counted;

void count(int n, MPI_Datatype type) {
  auto size = 0;
  MPI_Type_size(type, &size);
  ++counted.messages;
  counted.bytes += std::int64_t{n} * size;
}

}  // namespace

extern "C" {

int MPI_Send(void const* data, int n, MPI_Datatype type, int to, int tag, MPI_Comm comm) {
  count(n, type);
  return PMPI_Send(data, n, type, to, tag, comm);
}
int MPI_Isend(void const* data, int n, MPI_Datatype type, int to, int tag, MPI_Comm comm,
              MPI_Request* request) {
  count(n, type);
  ++counted.requests_posted;
  return PMPI_Isend(data, n, type, to, tag, comm, request);
}
int MPI_Irecv(void* data, int n, MPI_Datatype type, int from, int tag, MPI_Comm comm,
              MPI_Request* request) {
  ++counted.requests_posted;
  return PMPI_Irecv(data, n, type, from, tag, comm, request);
}
int MPI_Imrecv(void* data, int n, MPI_Datatype type, MPI_Message* message, MPI_Request* request) {
  ++counted.requests_posted;
  return PMPI_Imrecv(data, n, type, message, request);
}
int MPI_Testall(int n, MPI_Request* requests, int* all, MPI_Status* statuses) {
  auto before = 0;
  for (auto i = 0; i != n; ++i) before += requests[i] != MPI_REQUEST_NULL;
  auto const code = PMPI_Testall(n, requests, all, statuses);
  for (auto i = 0; i != n; ++i) before -= requests[i] != MPI_REQUEST_NULL;
  counted.requests_completed += before;
  return code;
}
int MPI_Comm_idup(MPI_Comm comm, MPI_Comm* made, MPI_Request* request) {
  ++counted.communicators;
  return PMPI_Comm_idup(comm, made, request);
}
int MPI_Comm_split(MPI_Comm comm, int color, int key, MPI_Comm* made) {
  ++counted.communicators;
  return PMPI_Comm_split(comm, color, key, made);
}
int MPI_Comm_split_type(MPI_Comm comm, int type, int key, MPI_Info info, MPI_Comm* made) {
  ++counted.communicators;
  return PMPI_Comm_split_type(comm, type, key, info, made);
}
int MPI_Comm_free(MPI_Comm* comm) {
  --counted.communicators;
  return PMPI_Comm_free(comm);
}
int MPI_Ibcast(void* data, int n, MPI_Datatype type, int root, MPI_Comm comm,
               MPI_Request* request) {
  ++counted.other_calls;
  return PMPI_Ibcast(data, n, type, root, comm, request);
}
}

namespace {

auto const world = boost::mpi::communicator();

template <std::size_t Size>
struct example {
  std::array<char, Size> data = {};
};

/// What this rank sends while `call()` runs.
template <class Call>
auto traffic_of(Call call) -> traffic {
  dlp::barrier();  // the private communicator exists by then
  auto const before = counted;
  call();
  return {counted.messages - before.messages,
          counted.bytes - before.bytes,
          counted.other_calls - before.other_calls,
          0,
          0,
          0};
}

template <std::size_t Size>
auto managed_loop_over(int n, dlp::managed_options const& how) -> traffic {
  auto const examples = std::vector<example<Size>>(static_cast<std::size_t>(n));
  return traffic_of([&] {
    for (auto const& x : dlp::split_managed(examples, how)) BOOST_TEST(x.data.size() == Size);
  });
}

/// The world, where each rank takes itself to be on a node of its own: nothing is taken back there
/// and sent a second time.
auto nodes_of_one_rank() -> dlp::communicator {
  auto comm = dlp::communicator(world, boost::mpi::comm_duplicate);
  ::setenv("DLP_RANKS_PER_NODE", "1", 1);
  dlp::barrier({.comm = comm});
  ::unsetenv("DLP_RANKS_PER_NODE");
  return comm;
}

}  // namespace

// contract: S3
BOOST_AUTO_TEST_CASE(the_manager_sends_the_same_for_examples_of_8_bytes_and_of_1_megabyte) {
  auto const how = dlp::managed_options{.schedule = dlp::fixed{1}, .comm = nodes_of_one_rank()};
  auto const small = managed_loop_over<8>(60, how);
  auto const large = managed_loop_over<1'000'000>(60, how);
  if (world.rank() != 0) return;
  BOOST_TEST(small.messages == large.messages);
  BOOST_TEST(small.bytes == large.bytes);
  BOOST_TEST(large.other_calls == 0);
  // one message for each of 60 chunks, and for the end at each worker
  auto const workers = world.size() - 1;
  BOOST_TEST(small.messages == (workers == 0 ? 0 : 60 + workers));
  BOOST_TEST(small.bytes == dlp::detail::head_bytes * small.messages);
}

// contract: S3
BOOST_AUTO_TEST_CASE(what_is_taken_back_from_a_rank_of_the_same_node_costs_another_small_message) {
  auto const workers = world.size() - 1;
  for (auto const& sent : {managed_loop_over<8>(60, {.schedule = dlp::fixed{1}}),
                           managed_loop_over<1'000'000>(60, {.schedule = dlp::fixed{1}})}) {
    if (world.rank() != 0 || workers == 0) continue;
    BOOST_TEST(sent.bytes == dlp::detail::head_bytes * sent.messages);
    BOOST_TEST(sent.messages >= 60 + workers);
    BOOST_TEST(sent.messages <= 60 + 5 * workers);
    BOOST_TEST(sent.other_calls == 0);
  }
}

// contract: S3 S8
BOOST_AUTO_TEST_CASE(by_cost_the_manager_sends_8_bytes_more_for_each_index) {
  auto const how = dlp::managed_options{.schedule = dlp::fixed{7},
                                        .cost = [](dlp::index_t i) { return i % 2 == 0 ? 1 : 2; },
                                        .comm = nodes_of_one_rank()};
  auto const small = managed_loop_over<8>(60, how);
  auto const large = managed_loop_over<1'000'000>(60, how);
  auto const workers = world.size() - 1;
  if (world.rank() != 0 || workers == 0) return;
  BOOST_TEST(small.messages == 9 + workers);
  BOOST_TEST(small.bytes == dlp::detail::head_bytes * small.messages + 8 * 60);
  BOOST_TEST(small.messages == large.messages);
  BOOST_TEST(small.bytes == large.bytes);
}

// contract: S3
BOOST_AUTO_TEST_CASE(in_a_map_too_only_indices_travel_from_the_root) {
  auto const comm = nodes_of_one_rank();
  auto const sent = [&](auto example_of_the_size) {
    auto const examples = std::vector<decltype(example_of_the_size)>(60);
    return traffic_of([&] {
      for (auto r : dlp::map_unordered([](auto const& x) { return x.data.size(); }, examples,
                                       {.schedule = dlp::fixed{1}, .comm = comm})) {
        BOOST_TEST(r == sizeof(example_of_the_size));
      }
    });
  };
  auto const small = sent(example<8>());
  auto const large = sent(example<1'000'000>());
  if (world.rank() == 0) BOOST_TEST(small.bytes == large.bytes);
  if (world.rank() == 0 && world.size() > 1)
    BOOST_TEST(small.bytes == dlp::detail::head_bytes * (60 + world.size() - 1));
}

// contract: S2
BOOST_AUTO_TEST_CASE(round_robin_and_block_send_nothing) {
  auto own = std::vector<int>();
  auto const sent = traffic_of([&] {
    for (auto x : std::views::iota(0, 100) | dlp::split_round_robin) own.push_back(x);
    for (auto x : std::views::iota(100, 200) | dlp::split_block) own.push_back(x);
  });
  BOOST_TEST(sent.messages == 0);
  BOOST_TEST(sent.other_calls == 0);
  BOOST_TEST(dlp_test::exactly_once(own, 200));
}

BOOST_AUTO_TEST_CASE(what_the_root_has_itself_it_sends_to_nobody) {
  auto const root = world.size() - 1;
  auto const mine = std::vector<char>(4000);
  auto const sent = traffic_of([&] { static_cast<void>(dlp::gather(mine, {.root = root})); });
  if (world.rank() == root)
    BOOST_TEST(sent.bytes < 1000 * world.size());
  else
    BOOST_TEST(sent.bytes >= 4000);
}

BOOST_AUTO_TEST_CASE(parts_of_one_size_go_around_in_a_ring_and_a_large_one_by_a_broadcast) {
  auto const ranks = world.size();
  auto const sent_where = [&](std::size_t size, std::size_t others) {
    auto const mine = std::vector<char>(world.rank() == ranks - 1 ? size : others);
    return traffic_of([&] { static_cast<void>(dlp::all_gather(mine)); });
  };
  auto const even = sent_where(1'000'000, 1'000'000);
  BOOST_TEST(even.other_calls == 0);
  BOOST_TEST(even.bytes >= (ranks - 1) * 1'000'000);
  auto const uneven = sent_where(1'000'000, 100);
  auto const is_uneven = ranks > 4;  // the largest part is never beyond 4 times the mean of 4
  BOOST_TEST(uneven.other_calls == (is_uneven ? 1 : 0));
  if (is_uneven) BOOST_TEST(uneven.bytes < 100'000);
}

// contract: S6
BOOST_AUTO_TEST_CASE(a_view_that_is_not_looped_over_sends_nothing) {
  auto numbers = std::vector<int>(10);
  auto const sent = traffic_of([&] {
    auto const view = numbers | dlp::enumerate | dlp::split_managed;
    auto copy = view;
    auto const map = dlp::map_unordered([](int x) { return x; }, numbers);
    static_cast<void>(copy);
    static_cast<void>(map);
  });
  BOOST_TEST(sent.messages == 0);
}

namespace {

void a_few_loops(int n) {
  auto const numbers = std::views::iota(0, 10);
  for (auto i = 0; i != n; ++i) {
    for (auto x : numbers | dlp::split_managed) {
      if (x == i % 20) break;
    }
    for (auto r : dlp::map_unordered([](int x) { return x; }, numbers)) {
      if (r == i % 20) break;
    }
    try {
      dlp::for_each(numbers, [&](int x) {
        if (x == i % 50) throw x;
      });
    } catch (dlp::task_error const&) {
    }
    static_cast<void>(dlp::gather(i));
  }
}

}  // namespace

// DLP_TEST_SOAK=n runs n times as many.
//
// contract: S10 P5
BOOST_AUTO_TEST_CASE(ten_thousand_loops_leave_no_communicator_no_request_and_no_memory_behind) {
  a_few_loops(2000);  // until MPICH 4.2's root has all the buffers that it takes, some 1,400 kB
  dlp::barrier();
  auto& talk = dlp::detail::private_of(world).talk;
  talk.flush();
  auto const before = counted;
  auto const communicators = counted.communicators;
  auto const memory = dlp_test::memory_taken();
  a_few_loops(dlp_test::soaked(3400, 3400));  // three loops each
  dlp::barrier();
  BOOST_TEST(counted.communicators == communicators);
  BOOST_TEST(communicators <= 1);
  auto const posted = [&] { return counted.requests_posted - before.requests_posted; };
  if (world.size() > 1) BOOST_TEST(posted() > 3400);
  talk.flush();
  BOOST_TEST(posted() == counted.requests_completed - before.requests_completed);
  auto const grown = dlp_test::memory_taken() - memory;
  BOOST_TEST_MESSAGE("memory has grown by " << grown << " kB");
  BOOST_TEST(grown < 1000);
}

BOOST_AUTO_TEST_SUITE_END()
