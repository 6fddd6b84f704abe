// SPDX-License-Identifier: BSL-1.0
//
// The simulated network must keep MPI's rules, and it must be able to say that something is wrong.
#include "loopback.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <comm/call/agreement.hpp>
#include <comm/call/call.hpp>
#include <cstddef>
#include <dlp/core/error.hpp>
#include <exception>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "exactly_once.hpp"
#include "scenario.hpp"

BOOST_AUTO_TEST_SUITE(loopback_test)

using namespace dlp_test;
using namespace std::chrono_literals;

namespace {

auto receive(context& talk) -> message {
  while (true) {
    if (auto what = talk.try_receive(1)) return *what;
    talk.pause();
  }
}

/// The numbers that rank 0 receives when each of two others sends 0, 1, …, 9, tens by sender.
auto arrivals(network_options options) -> std::vector<index_t> {
  auto order = std::vector<index_t>();
  run_ranks_well(3, std::move(options), [&](context& talk) {
    for (auto i = index_t{0}; i != 10 && talk.rank() != 0; ++i) {
      talk.send(0, make_message(1, word::work, {i, i + 1}));
    }
    while (talk.rank() == 0 && order.size() != 20) {
      auto const what = receive(talk);
      order.push_back(static_cast<index_t>(what.source) * 10 + what.range.first);
    }
  });
  return order;
}

}  // namespace

BOOST_AUTO_TEST_CASE(messages_of_one_sender_stay_in_order_and_those_of_two_do_not) {
  auto orders = std::set<std::vector<index_t>>();
  for_each_seed(50, [&](std::uint64_t seed) {
    auto order = arrivals({.seed = seed});
    orders.insert(order);
    std::ranges::stable_partition(order, [](auto i) { return i < 20; });
    BOOST_TEST(std::ranges::is_sorted(order));
  });
  BOOST_TEST(orders.size() > 10u);
}

BOOST_AUTO_TEST_CASE(a_seed_is_one_run) {
  for_each_seed(20, [](std::uint64_t seed) {
    BOOST_TEST(arrivals({.seed = seed}) == arrivals({.seed = seed}));
    auto const times = [&] {
      auto teller = story_teller(seed);
      auto const begun = simulated_time;
      play({teller.any(4), teller.any(4)}, teller.options());
      return (simulated_time - begun).count();
    };
    BOOST_TEST(times() == times());
  });
}

BOOST_AUTO_TEST_CASE(bodies_compute_at_the_same_time_and_messages_travel_meanwhile) {
  for_each_seed(20, [](std::uint64_t seed) {
    auto const begun = simulated_time;
    auto received = std::chrono::nanoseconds();
    run_ranks_well(5, {.seed = seed, .delayed = 0}, [&](context& talk) {
      if (talk.rank() == 1) talk.send(0, make_message(1, word::work));
      if (talk.rank() == 0) {
        receive(talk);
        received = simulated_time - begun;
        return;
      }
      auto const before = simulated_time;
      compute_for(1s);
      BOOST_TEST((simulated_time - before >= 1s));
    });
    BOOST_TEST((received < 500ms));
    BOOST_TEST((simulated_time - begun < 1500ms));
  });
}

BOOST_AUTO_TEST_CASE(the_ranks_of_a_node_share_stakes_and_no_others_do) {
  auto const seen = [](nodes shared, std::uint64_t seed) {
    auto all = std::vector<stealable_chunk*>();
    run_ranks_well(5, {.seed = seed, .shared = shared}, [&](context& talk) {
      for (auto other = 0; other != 5; ++other) {
        if (other != talk.rank()) all.push_back(talk.stealable_chunks_of(talk.rank(), other));
      }
    });
    auto const none = std::ranges::count(all, nullptr);
    std::erase(all, nullptr);
    BOOST_TEST(std::set(all.begin(), all.end()).size() == all.size());
    return 20 - none;
  };
  auto some = std::set<std::ptrdiff_t>();
  for_each_seed(50, [&](std::uint64_t seed) {
    BOOST_TEST(seen(nodes::one, seed) == 20);
    BOOST_TEST(seen(nodes::one_for_each, seed) == 0);
    some.insert(seen(nodes::some, seed));
  });
  BOOST_TEST((some == std::set<std::ptrdiff_t>{20, 12, 8}));  // 5 of them; 4 and 1; 3 and 2
}

BOOST_AUTO_TEST_CASE(ranks_that_all_wait_are_a_deadlock) {
  auto cleaned_up = 0;
  auto const report = run_ranks(3, {}, [&](context& talk) {
    struct guard {
      int& count;
      ~guard() { ++count; }
    } const at_exit{cleaned_up};
    receive(talk);
  });
  BOOST_TEST(report.deadlocked);
  BOOST_TEST(cleaned_up == 3);
}

BOOST_AUTO_TEST_CASE(a_lost_message_is_a_deadlock) {
  for_each_seed(20, [](std::uint64_t seed) {
    auto left = static_cast<int>(seed % 5);
    auto const loses = [&](int, int, message const& what) {
      return (what.what == word::done || what.what == word::work) && left-- == 0;
    };
    auto const report = run_ranks(3, {.seed = seed, .loses = loses}, [](context& talk) {
      auto loop = managed_loop(&talk, {.name = "split_managed", .size = 7}, {}, {});
      while (loop.next()) {
      }
    });
    BOOST_TEST(report.deadlocked);
  });
}

BOOST_AUTO_TEST_CASE(a_message_goes_out_at_once_or_when_its_receiver_takes_it) {
  auto const is_out_before_it_is_taken = [](bool rendezvous) {
    auto out = false;
    auto before = false;
    run_ranks_well(2, {.rendezvous = rendezvous}, [&](context& talk) {
      if (talk.rank() == 1) {
        talk.send(0, make_message(1, word::work));
        talk.flush();
        out = true;
        return;
      }
      for (auto i = 0; i != 1'000; ++i) talk.send(1, make_message(1, word::work));
      before = out;
      receive(talk);
    });
    BOOST_TEST(out);
    return before;
  };
  BOOST_TEST(is_out_before_it_is_taken(false));
  BOOST_TEST(!is_out_before_it_is_taken(true));
}

BOOST_AUTO_TEST_CASE(what_a_body_throws_is_told_by_rank) {
  auto const report = run_ranks(3, {}, [](context& talk) {
    if (talk.rank() == 1) throw std::runtime_error("no");
  });
  BOOST_TEST(!report.deadlocked);
  BOOST_TEST(!report.thrown[0]);
  BOOST_CHECK_THROW(std::rethrow_exception(report.thrown[1]), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(the_counter_sees_every_byte) {
  auto const report = run_ranks_well(2, {}, [](context& talk) {
    if (talk.rank() == 0) {
      receive(talk);
      return;
    }
    auto what = make_message(1, word::results);
    what.body.resize(1'000);
    talk.send(0, what);
  });
  BOOST_TEST(report.bytes_from(0) == 0u);
  BOOST_TEST(report.bytes_from(1) == 1'048u);
  BOOST_TEST(report.count(1, word::results) == 1u);
}

BOOST_AUTO_TEST_CASE(a_visit_too_many_and_one_too_few_are_seen) {
  BOOST_TEST(exactly_once({2, 0, 1}, 3) == "");
  BOOST_TEST(exactly_once({}, 0) == "");
  BOOST_TEST(exactly_once({0, 1, 1, 2}, 3) == "index 1 was visited more than once");
  BOOST_TEST(exactly_once({0, 2}, 3) == "index 1 was not visited");
  BOOST_TEST(exactly_once({0, 1, 3}, 3) == "index 3 of 3 was visited");
  BOOST_TEST(at_most_once({0, 2}, 3) == "");
}

// contract: E4
BOOST_AUTO_TEST_CASE(a_rank_of_another_build_ends_a_call_for_all_with_one_sentence) {
  for_each_seed(20, [](std::uint64_t seed) {
    auto const report = run_ranks(3, {.seed = seed}, [](context& talk) {
      auto here = call(talk, "a call", 0);
      if (talk.rank() != 2) agree(here);
      auto of_another_build = make_message(here.number(), word::hello);
      append(of_another_build.body, hello{.version = protocol + 1, .words = ""});
      talk.send(0, std::move(of_another_build));
      static_cast<void>(here.receive());
    });
    BOOST_TEST(!report.deadlocked);
    for (auto const& thrown : report.thrown) {
      BOOST_REQUIRE(thrown);
      BOOST_CHECK_EXCEPTION(std::rethrow_exception(thrown), dlp::disagreement,
                            [](auto const& error) {
                              return std::string(error.what())
                                         .find(
                                             "rank 0 speaks its protocol 3, and rank 2 its "
                                             "protocol 4;") != std::string::npos;
                            });
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
