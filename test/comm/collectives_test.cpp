// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/collectives.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>
#include <comm/call/range_check.hpp>
#include <dlp/comm/pieces.hpp>
#include <dlp/core/error.hpp>

#include "../support/texts.hpp"
#include "everywhere.hpp"

BOOST_AUTO_TEST_SUITE(collectives_test)

namespace detail = dlp::detail;

namespace {

/// Bytes that say from whom and how many they are.
auto pattern(int source, std::size_t size) -> dlp::bytes {
  auto data = dlp::bytes(size);
  auto state = static_cast<std::uint32_t>(source) * 7919U + static_cast<std::uint32_t>(size) + 1U;
  for (auto& one : data) {
    state = state * 1664525U + 1013904223U;
    one = static_cast<std::byte>(state >> 24);
  }
  return data;
}

auto const sizes =
    std::vector<std::size_t>{0, 1, 1000, 4096, 4097, 32'768, 32'769, 40'000, 3'000'000};

struct fixture {
  dlp::communicator world;
  int me = world.rank();
  int ranks = world.size();
  std::uint64_t piece_limit = detail::piece_limit();

  /// The next call works, whatever became of the one before.
  ~fixture() {
    detail::set_piece_limit(piece_limit);
    check_gather(ranks - 1, [](int) { return std::size_t{10}; });
  }

  /// Every rank gives `size_of(rank)` bytes.
  template <class F>
  void check_gather(int root, F size_of) {
    auto const make = [&](dlp::bytes& to) { to = pattern(me, size_of(me)); };
    auto const all = detail::gather_bytes({"gather", world, root}, {world, make});
    auto const on_all = detail::gather_bytes({"all_gather", world, root}, {world, make},
                                             detail::all_gather_in_place);
    BOOST_TEST(all.size() == (me == root ? static_cast<std::size_t>(ranks) : 0U));
    BOOST_TEST(on_all.size() == static_cast<std::size_t>(ranks));
    for (auto rank = 0; auto const& one : on_all) {
      BOOST_TEST((one == pattern(rank, size_of(rank))));
      ++rank;
    }
    for (auto rank = 0; auto const& one : all) {
      BOOST_TEST((one == pattern(rank, size_of(rank))));
      ++rank;
    }
  }

  void check_broadcast(int root, std::size_t size) {
    auto made = 0;
    auto const data = detail::broadcast_bytes({"broadcast", world, root}, [&](dlp::bytes& to) {
      to = pattern(root, size);
      ++made;
    });
    BOOST_TEST((data == pattern(root, size)));
    BOOST_TEST(made == (me == root ? 1 : 0));
  }

  void check_all(std::size_t largest) {
    for (auto const root : {0, ranks - 1}) {
      for (auto const size : sizes) {
        if (size > largest) continue;
        check_gather(root, [&](int) { return size; });
        check_gather(root, [&](int rank) { return rank == ranks / 2 ? size : 0; });
        check_broadcast(root, size);
      }
      check_gather(root,
                   [&](int rank) { return sizes[static_cast<std::size_t>(rank) % sizes.size()]; });
    }
  }

  auto gather_with(std::string const& words, int root, void (*make)(dlp::bytes&)) -> void {
    static_cast<void>(detail::gather_bytes({words, world, root}, {world, make}));
  }
};

void nothing(dlp::bytes&) {}
void fails(dlp::bytes& to) {
  to.resize(5);
  throw std::domain_error("cannot be packed");
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(what_is_gathered_and_broadcast_is_equal_to_the_byte, fixture) {
  check_all(3'000'000);
}

// contract: M4
BOOST_FIXTURE_TEST_CASE(so_it_is_in_many_pieces, fixture) {
  detail::set_piece_limit(9'999);
  check_all(40'000);
  detail::set_piece_limit(1'000'000);
  check_broadcast(0, 3'000'000);
  check_gather(0, [](int) { return std::size_t{3'000'000}; });
}

BOOST_FIXTURE_TEST_CASE(collectives_follow_each_other_without_a_pause, fixture) {
  for (auto i = 0; i != 30; ++i) {
    check_gather(i % ranks, [&](int rank) { return static_cast<std::size_t>((rank + i) % 3); });
    check_broadcast((i + 1) % ranks, static_cast<std::size_t>(i));
    detail::meet({"barrier", world, i % ranks});
  }
}

BOOST_FIXTURE_TEST_CASE(nobody_leaves_a_meeting_before_all_have_come, fixture) {
  for (auto late = 0; late != ranks; ++late) {
    auto const come = 1;
    auto sent = std::vector<MPI_Request>();
    if (me == late) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      for (auto to = 0; to != ranks; ++to) {  // all can see this, before the late one meets them
        if (to == me) continue;
        MPI_Isend(&come, 1, MPI_INT, to, 9, world, &sent.emplace_back(MPI_REQUEST_NULL));
      }
    }
    detail::meet({"barrier", world});
    MPI_Waitall(static_cast<int>(sent.size()), sent.data(), MPI_STATUSES_IGNORE);
    if (me == late) continue;
    auto here = 0;
    MPI_Iprobe(late, 9, world, &here, MPI_STATUS_IGNORE);
    BOOST_TEST(here == 1);
    auto got = 0;
    MPI_Recv(&got, 1, MPI_INT, late, 9, world, MPI_STATUS_IGNORE);
  }
}

BOOST_FIXTURE_TEST_CASE(parts_are_received_where_there_is_room_for_them, fixture) {
  for (auto const size : {1000U, 100'000U}) {
    auto const mine = pattern(me, size);
    auto all = std::vector<dlp::bytes>(static_cast<std::size_t>(ranks), dlp::bytes(size));
    auto asked = 0;
    auto const make_room = [&](std::span<dlp::index_t const> sizes) {
      BOOST_TEST((std::ranges::count(sizes, size) == ranks));
      ++asked;
      all[static_cast<std::size_t>(me)] = mine;
      return detail::room(all.begin(), all.end());
    };
    detail::gather_in_place({"gather", world}, mine, make_room);
    BOOST_TEST(asked == (me == 0 ? 1 : 0));
    for (auto rank = 0; me == 0 && rank != ranks; ++rank)
      BOOST_TEST((all[static_cast<std::size_t>(rank)] == pattern(rank, size)));
    for (auto& one : all) one.assign(size, {});
    detail::all_gather_in_place({"all_gather", world}, mine, make_room);
    for (auto rank = 0; rank != ranks; ++rank)
      BOOST_TEST((all[static_cast<std::size_t>(rank)] == pattern(rank, size)));
  }
}

// contract: M4
BOOST_FIXTURE_TEST_CASE(ranks_of_a_crowded_host_and_of_others_make_the_same_calls, fixture) {
  auto const was = std::getenv("MPI_LOCALNRANKS");
  auto const kept = std::string(was ? was : "");
  ::setenv("MPI_LOCALNRANKS", me % 2 == 1 ? "9999" : "1", 1);
  world = dlp::communicator(world, boost::mpi::comm_duplicate);
  BOOST_TEST(detail::private_of(world).talk.crowded() == (me % 2 == 1));
  if (was)
    ::setenv("MPI_LOCALNRANKS", kept.c_str(), 1);
  else
    ::unsetenv("MPI_LOCALNRANKS");
  check_all(3'000'000);
}

namespace {

struct lack_of_room {
  std::size_t size;              // of each part
  bool is_made_by_code = false;  // so that small room can fail too
  std::size_t size_of_first = 0;
};

auto const lacks_of_room =
    std::vector<lack_of_room>{{10, true}, {4096, false}, {5000}, {3'000'000}, {10, false, 400'000}};

}  // namespace

// contract: E1
BOOST_FIXTURE_TEST_CASE(a_rank_that_has_no_room_is_told_by_the_same_error_on_all, fixture) {
  auto const no_room = [&](std::string const& call, int who) {
    return call + ", root 0: rank " + std::to_string(who) + " (" + detail::host_name() +
           "): std::domain_error: no room";
  };
  for (auto const& [size, is_made_by_code, size_of_first] : lacks_of_room) {
    auto const is_small = size * static_cast<std::size_t>(ranks) <= 32'768 && size_of_first == 0;
    if (is_small && !is_made_by_code) continue;
    auto const mine = pattern(me, me == 0 && size_of_first != 0 ? size_of_first : size);
    for (auto who = 0; who != ranks; ++who) {
      auto const text = dlp_test::text_of<dlp::task_error>([&] {
        auto all = std::vector<dlp::bytes>();
        auto what = detail::collective{"all_gather", world};
        what.constructs = is_made_by_code;
        detail::all_gather_in_place(what, mine, [&](std::span<dlp::index_t const> sizes) {
          if (me == who) throw std::domain_error("no room");
          for (auto const one : sizes) all.emplace_back(one);
          return detail::room(all.begin(), all.end());
        });
      });
      BOOST_TEST(text == no_room("all_gather", who));
    }
  }
  for (auto const size : {10U, 40'000U, 3'000'000U}) {
    for (auto who = 1; who < ranks; ++who) {
      auto data = pattern(0, size);
      auto what = detail::collective{"broadcast", world};
      what.constructs = size == 10;
      auto const text = dlp_test::text_of<dlp::task_error>([&] {
        detail::broadcast_in_place(
            what, [&] { return std::span(data); },
            [&](std::uint64_t) {
              if (me == who) throw std::domain_error("no room");
              return std::span(data);
            });
      });
      BOOST_TEST(text == no_room("broadcast", who));
    }
  }
}

// contract: E1
BOOST_FIXTURE_TEST_CASE(a_root_that_has_no_room_is_told_by_the_same_error_on_all, fixture) {
  auto const text = dlp_test::text_of<dlp::task_error>([&] {
    detail::gather_in_place({"gather", world}, {},
                            [](auto) -> detail::room { throw std::domain_error("no room"); });
  });
  BOOST_TEST(text ==
             "gather, root 0: rank 0 (" + detail::host_name() + "): std::domain_error: no room");
}

// contract: E1
BOOST_FIXTURE_TEST_CASE(a_rank_that_cannot_make_its_bytes_is_told_by_the_same_error_on_all,
                        fixture) {
  for (auto who = 0; who != ranks; ++who) {
    auto const text = dlp_test::text_of<dlp::task_error>(
        [&] { gather_with("gather", 0, me == who ? fails : nothing); });
    BOOST_TEST(text == "gather, root 0: rank " + std::to_string(who) + " (" + detail::host_name() +
                           "): std::domain_error: cannot be packed");
  }
}

// contract: E1
BOOST_FIXTURE_TEST_CASE(a_root_that_cannot_make_its_bytes_is_told_by_the_same_error_on_all,
                        fixture) {
  auto const root = ranks - 1;
  auto const text = dlp_test::text_of<dlp::task_error>(
      [&] { static_cast<void>(detail::broadcast_bytes({"broadcast", world, root}, fails)); });
  BOOST_TEST(text == "broadcast, root " + std::to_string(root) + ": rank " + std::to_string(root) +
                         " (" + detail::host_name() + "): std::domain_error: cannot be packed");
}

// contract: E1
BOOST_FIXTURE_TEST_CASE(a_failure_brought_to_a_meeting_is_the_same_error_on_all, fixture) {
  auto const who = ranks / 2;
  auto const mine = std::vector<dlp::failure>{{3, me, "h", "int", "x"}};
  auto const text = dlp_test::text_of<dlp::task_error>(
      [&] { detail::meet({"barrier", world}, me == who ? mine : std::vector<dlp::failure>()); });
  BOOST_TEST(text == "barrier, root 0: index 3 on rank " + std::to_string(who) + " (h): int: x");
}

// contract: E4
BOOST_FIXTURE_TEST_CASE(ranks_that_make_different_calls_are_told_so_on_all, fixture) {
  if (ranks == 1) return;
  auto const text = dlp_test::text_of<dlp::disagreement>([&] {
    if (me == ranks - 1) {
      detail::meet({"barrier", world});
    } else {
      gather_with("gather", 0, nothing);
    }
  });
  BOOST_TEST(dlp_test::same_on_all_ranks(text));
  auto const end = std::string(detail::ranges_are_compared() ? ", DLP_CHECK=1\"" : "\"");
  BOOST_TEST(text.find("rank 0 says \"gather, root 0" + end) != std::string::npos);
  BOOST_TEST(text.find("rank " + std::to_string(ranks - 1) + " says \"barrier, root 0" + end) !=
             std::string::npos);
}

// contract: E6
BOOST_FIXTURE_TEST_CASE(a_root_out_of_range_is_a_usage_error_before_any_message, fixture) {
  auto const text = dlp_test::text_of<dlp::usage_error>([&] {
    if (me == 0) gather_with("gather", ranks, nothing);
  });
  BOOST_TEST((text.find("root " + std::to_string(ranks) + " ") != std::string::npos) == (me == 0));
  BOOST_CHECK_THROW(static_cast<void>(detail::broadcast_bytes({"broadcast", world, -1}, nothing)),
                    dlp::usage_error);
  BOOST_CHECK_THROW(detail::meet({"barrier", world, 1000}), dlp::usage_error);
}

// contract: E6
BOOST_FIXTURE_TEST_CASE(a_null_communicator_is_a_usage_error, fixture) {
  auto const null = dlp::communicator(MPI_COMM_NULL, boost::mpi::comm_attach);
  BOOST_CHECK_THROW(detail::meet({"barrier", null}), dlp::usage_error);
  BOOST_CHECK_THROW(static_cast<void>(detail::made_bytes(null, nothing)), dlp::usage_error);
  BOOST_CHECK_THROW(static_cast<void>(detail::broadcast_bytes({"broadcast", null}, nothing)),
                    dlp::usage_error);
}

// contract: E6
BOOST_FIXTURE_TEST_CASE(a_collective_in_the_body_of_a_loop_is_a_usage_error, fixture) {
  auto& talk = detail::private_of(world).talk;
  talk.in_body(true);
  BOOST_CHECK_THROW(detail::meet({"barrier", world}), dlp::usage_error);
  BOOST_CHECK_THROW(gather_with("gather", 0, nothing), dlp::usage_error);
  talk.in_body(false);
}

BOOST_AUTO_TEST_SUITE_END()
