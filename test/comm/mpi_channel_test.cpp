// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/mpi_channel.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <map>
#include <memory>
#include <new>
#include <thread>
#include <utility>
#include <vector>

#include <malloc.h>
#include <sys/resource.h>
#include <time.h>
#include <boost/mpi/exception.hpp>
#include <boost/test/unit_test.hpp>

#include <comm/wire/poll_until_done.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/comm/pieces.hpp>

namespace detail = dlp::detail;

namespace {
auto allocations = 0;
auto held = std::int64_t{0};  // bytes
auto sleeps = 0;
}  // namespace

/// What std::this_thread::sleep_for calls.
extern "C" auto nanosleep(timespec const* how_long, timespec* left) -> int {
  ++sleeps;
  return ::clock_nanosleep(CLOCK_MONOTONIC, 0, how_long, left) == 0 ? 0 : -1;
}

[[gnu::noinline]] auto operator new(std::size_t size) -> void* {
  ++allocations;
  auto* const memory = std::malloc(size);
  if (!memory) throw std::bad_alloc();
  held += static_cast<std::int64_t>(::malloc_usable_size(memory));
  return memory;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  held -= static_cast<std::int64_t>(::malloc_usable_size(memory));
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  ::operator delete(memory);
}

namespace {

using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;

/// The bytes of message `number` from `source`: no two messages have the same at the same place.
auto make_body(int source, dlp::index_t number, std::size_t size) -> dlp::bytes {
  auto body = dlp::bytes(size);
  auto state = static_cast<std::uint32_t>(source * 1009 + static_cast<int>(number) * 31 + 1);
  for (auto& one : body) {
    state = state * 1664525U + 1013904223U;
    one = static_cast<std::byte>(state >> 24);
  }
  return body;
}

class lowered_piece_limit {
 public:
  explicit lowered_piece_limit(std::uint64_t limit) { detail::set_piece_limit(limit); }
  ~lowered_piece_limit() { detail::set_piece_limit(before_); }
  lowered_piece_limit(lowered_piece_limit const&) = delete;
  auto operator=(lowered_piece_limit const&) -> lowered_piece_limit& = delete;

 private:
  std::uint64_t before_ = detail::piece_limit();
};

/// A channel over a communicator of its own, which all ranks leave together.
struct fixture {
  dlp::communicator comm{dlp::communicator(), boost::mpi::comm_duplicate};
  std::unique_ptr<detail::mpi_channel> channel = std::make_unique<detail::mpi_channel>(comm);
  int me = comm.rank();
  int ranks = comm.size();

  ~fixture() { meet(); }

  void meet() {
    auto request = MPI_REQUEST_NULL;
    MPI_Ibarrier(comm, &request);
    detail::poll_until_done(request);
  }

  void send(int to, dlp::index_t number, std::size_t size) {
    auto what = detail::make_message(1, detail::word::results, {0, number}, 5);
    what.body = make_body(me, number, size);
    channel->send(to, std::move(what));
  }

  /// The next message, or one of nobody where none comes in time.
  auto receive() -> detail::message {
    for (auto const end = clock_type::now() + 30s; clock_type::now() < end;) {
      if (auto what = channel->try_receive()) return std::move(*what);
      channel->pause();
    }
    return {};
  }

  /// Receives from each other rank one message of each size, numbered in the order of the sizes.
  void check_received(std::vector<std::size_t> const& sizes) {
    auto next = std::map<int, std::size_t>();
    for (auto left = sizes.size() * static_cast<std::size_t>(ranks - 1); left != 0; --left) {
      auto const what = receive();
      auto const number = next[what.source]++;
      BOOST_TEST(what.source != -1, "a message did not come");
      if (what.source == -1) return;
      BOOST_TEST(number < sizes.size());
      if (number >= sizes.size()) return;
      BOOST_TEST(what.range.last == number);  // in the order in which they were sent
      BOOST_TEST(what.flags == 5U);
      BOOST_TEST(what.body.size() == sizes[number]);
      BOOST_TEST((what.body == make_body(what.source, number, sizes[number])));
    }
    BOOST_TEST(!channel->try_receive().has_value());
  }

  void send_to_all_others(std::vector<std::size_t> const& sizes) {
    for (auto number = std::size_t{0}; number != sizes.size(); ++number) {
      for (auto to = 0; to != ranks; ++to) {
        if (to != me) send(to, number, sizes[number]);
      }
    }
  }

  [[nodiscard]] auto comes_to_be_flushed_to(int rank) -> bool {
    for (auto const end = clock_type::now() + 30s; clock_type::now() < end;) {
      if (channel->flushed_to(rank)) return true;
      channel->pause();
    }
    return false;
  }

  void check_flushed() {
    for (auto const end = clock_type::now() + 30s;
         !channel->flushed() && clock_type::now() < end;) {
      channel->pause();
    }
    BOOST_TEST(channel->flushed());
  }
};

auto const mixture = std::vector<std::size_t>{0,       3'000'000, 1,         20'000, 100'000, 40,
                                              32'768,  32'769,    4'048,     4'049,  100'000, 1,
                                              100'000, 20'000,    1'000'000, 0,      65'536};

auto page_faults() {
  auto used = rusage();
  ::getrusage(RUSAGE_SELF, &used);
  return used.ru_minflt;
}

}  // namespace

// Before any body that is freed makes malloc keep what is larger. Not under sanitizers, which have
// a malloc of their own.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
BOOST_FIXTURE_TEST_CASE(large_bodies_take_the_memory_of_those_before_on_both_sides, fixture) {
  if (ranks == 1) return;
  auto const faults_of_a_round = [&] {
    auto const before = page_faults();
    if (me == 0) {
      for (auto i = dlp::index_t{0}; i != 5; ++i) {
        auto what = detail::make_message(1, detail::word::results, {0, i});
        what.body = dlp::bytes(4'000'000);
        channel->send(1, std::move(what));
      }
      check_flushed();
    }
    if (me == 1) {
      auto all = std::vector<detail::message>(5);
      for (auto& one : all) one = receive();
      BOOST_TEST(all.back().source == 0);
    }
    meet();
    return page_faults() - before;
  };
  faults_of_a_round();
  faults_of_a_round();
  BOOST_TEST(faults_of_a_round() < 1000);  // five bodies have 4,900 pages
}
#endif

BOOST_FIXTURE_TEST_CASE(a_channel_is_as_large_as_its_communicator, fixture) {
  BOOST_TEST(channel->rank() == dlp::communicator().rank());
  BOOST_TEST(channel->size() == dlp::communicator().size());
  BOOST_TEST(channel->flushed());
  BOOST_TEST(!channel->try_receive().has_value());
}

BOOST_FIXTURE_TEST_CASE(what_one_rank_does_not_take_says_nothing_of_others, fixture) {
  if (ranks < 3) return;
  if (me == 0) {
    send(1, 0, 3'000'000);
    send(2, 0, 3'000'000);
    BOOST_TEST(comes_to_be_flushed_to(2));
    BOOST_TEST(!channel->flushed_to(1));
    BOOST_TEST(!channel->flushed());
  } else if (me == 2) {
    BOOST_TEST(receive().source == 0);
  }
  meet();
  if (me == 1) BOOST_TEST(receive().source == 0);
  if (me == 0) check_flushed();
}

BOOST_AUTO_TEST_CASE(a_piece_is_1_gib_unless_a_test_asks_for_less) {
  BOOST_TEST(detail::piece_limit() == std::uint64_t{1} << 30);
}

BOOST_FIXTURE_TEST_CASE(messages_of_all_sizes_arrive_whole_and_in_the_order_of_their_sender,
                        fixture) {
  send_to_all_others(mixture);
  check_received(mixture);
  check_flushed();
}

// contract: M4
BOOST_FIXTURE_TEST_CASE(so_they_do_in_many_pieces, fixture) {
  for (auto const limit : {std::uint64_t{65'536}, std::uint64_t{9'999}}) {
    auto const lowered = lowered_piece_limit(limit);
    send_to_all_others(mixture);
    check_received(mixture);
    check_flushed();
    meet();
  }
}

// contract: M4
BOOST_FIXTURE_TEST_CASE(a_body_can_have_thousands_of_pieces, fixture) {
  auto const lowered = lowered_piece_limit(1000);
  auto const sizes = std::vector<std::size_t>{1, 3'000'000, 20'000, 100'000, 33'000, 0};
  if (me != 0) {
    for (auto number = std::size_t{0}; number != sizes.size(); ++number)
      send(0, number, sizes[number]);
  } else {
    check_received(sizes);
  }
  meet();
  check_flushed();
}

// Short pieces go out before anyone asks for them: nothing of them may be left for the next
// message.
//
// contract: M4
BOOST_FIXTURE_TEST_CASE(after_a_body_that_went_out_at_once_a_small_message_is_small, fixture) {
  auto const lowered = lowered_piece_limit(1000);
  for (auto round = 0; round != 20; ++round) {
    auto const sizes = std::vector<std::size_t>{33'000, 0, 8, 40'000, 0};
    send_to_all_others(sizes);
    check_received(sizes);
    check_flushed();
    meet();
  }
}

// contract: M4
BOOST_FIXTURE_TEST_CASE(of_a_large_body_that_has_gone_out_no_memory_is_kept, fixture) {
  auto const before = held;
  send_to_all_others({10'000'000});
  check_received({10'000'000});
  check_flushed();
  BOOST_TEST(held - before < 100'000);
}

BOOST_FIXTURE_TEST_CASE(a_message_without_body_takes_no_memory, fixture) {
  if (ranks == 1) return;
  auto const to = (me + 1) % ranks;
  auto const go_round = [&](int rounds) {
    for (auto i = 0; i != rounds; ++i) {
      channel->send(to, detail::make_message(1, detail::word::done));
      if (receive().source == -1) return;
    }
  };
  go_round(100);
  auto const before = allocations;
  go_round(1000);
  BOOST_TEST(allocations - before < 10);  // a neighbour may be further behind than before
  check_flushed();
}

BOOST_FIXTURE_TEST_CASE(many_senders_to_one_lose_nothing, fixture) {
  auto sizes = std::vector<std::size_t>(500, 8);
  for (auto i = std::size_t{0}; i < sizes.size(); i += 50) sizes[i] = 20'000 + i * 100;
  if (me != 0) {
    for (auto number = std::size_t{0}; number != sizes.size(); ++number)
      send(0, number, sizes[number]);
  } else {
    check_received(sizes);
  }
  meet();
  check_flushed();
}

// contract: S4
BOOST_FIXTURE_TEST_CASE(a_send_returns_though_nobody_receives, fixture) {
  auto const sizes = std::vector<std::size_t>{3'000'000, 8, 3'000'000};
  send_to_all_others(sizes);
  meet();  // nobody has received anything before everyone is here
  check_received(sizes);
  check_flushed();
}

BOOST_FIXTURE_TEST_CASE(messages_in_a_circle_go_round_a_thousand_times, fixture) {
  if (ranks == 1) return;
  for (auto round = dlp::index_t{0}; round != 1000; ++round) {
    send((me + 1) % ranks, round, round % 100 == 0 ? 50'000 : 16);
    auto const what = receive();
    BOOST_TEST(what.source == (me + ranks - 1) % ranks);
    BOOST_TEST(what.range.last == round);
    if (what.source == -1) break;
  }
}

BOOST_FIXTURE_TEST_CASE(a_body_that_is_on_its_way_holds_up_no_other_sender, fixture) {
  if (ranks < 3) return;
  // Rank 1 plays a slow sender: the head of a body of 100,000 bytes, and the body itself later.
  constexpr auto size = std::size_t{100'000};
  if (me == 1) {
    auto head = detail::message_head();
    head.body_size = size;
    auto frame = dlp::bytes();
    detail::append(frame, head);
    MPI_Send(frame.data(), static_cast<int>(frame.size()), MPI_BYTE, 0, 1, comm);
    meet();  // rank 2 sends after this
    meet();  // rank 0 has heard of rank 2
    auto const body = make_body(1, 0, size);
    MPI_Send(body.data(), static_cast<int>(size), MPI_BYTE, 0, 2, comm);
    send(0, 1, 8);
  } else {
    meet();
    if (me == 2) send(0, 2, 8);
    if (me == 0) BOOST_TEST(receive().source == 2);
    meet();
    if (me == 0) {
      BOOST_TEST((receive().body == make_body(1, 0, size)));
      BOOST_TEST(receive().range.last == 1U);
    }
  }
}

BOOST_FIXTURE_TEST_CASE(a_message_outlives_the_channel_that_sent_it, fixture) {
  if (ranks == 1) return;
  auto const sizes = std::vector<std::size_t>{3'000'000, 8, 100'000};
  if (me != 0) {
    for (auto number = std::size_t{0}; number != sizes.size(); ++number)
      send(0, number, sizes[number]);
    channel.reset();
    auto const reused = make_body(99, 99, 3'000'000);  // where the message lay, had it been freed
    meet();
    BOOST_TEST(reused.size() == 3'000'000U);
  } else {
    check_received(sizes);
    meet();
  }
}

BOOST_FIXTURE_TEST_CASE(whoever_has_long_waited_is_wide_awake_when_a_message_comes, fixture) {
  if (ranks == 1) return;
  auto const pauses = [&](int times) {
    auto const before = sleeps;
    for (auto i = 0; i != times; ++i) channel->pause();
    return sleeps - before;
  };
  for (auto const size : {0, 100'000}) {
    BOOST_TEST(pauses(500) > 0);  // it has come to sleep
    send((me + 1) % ranks, 0, static_cast<std::size_t>(size));
    auto const until = clock_type::now() + 30s;
    while (!channel->try_receive() && clock_type::now() < until) std::this_thread::yield();
    BOOST_TEST(pauses(20) == 0);
    meet();
  }
}
