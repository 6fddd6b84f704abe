// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/growing_for_each.hpp>

#include <chrono>
#include <list>
#include <ranges>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/all_gather.hpp>
#include <dlp/adaptor/split_managed.hpp>

#include "../support/every.hpp"
#include "../support/failures_of.hpp"
#include "../support/shared_count.hpp"
#include "../support/tree.hpp"
#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(growing_for_each_test)

using dlp_test::add_children;
using dlp_test::failures_of;

namespace {

auto const world = boost::mpi::communicator();

/// Walks a tree.
struct walk {
  int size;
  std::vector<int>* visited;

  void operator()(int x, dlp::feeder<int>& more) const {
    visited->push_back(x);
    add_children(x, size, more);
  }
};

}  // namespace

// contract: T2
BOOST_AUTO_TEST_CASE(every_item_is_done_once_and_then_it_ends) {
  for (auto const size : {1, 2, 40, 500}) {
    for (auto const breadth_first : {false, true}) {
      auto own = std::vector<int>();
      dlp::for_each(std::vector{0}, walk{size, &own}, {.breadth_first = breadth_first});
      BOOST_TEST(dlp_test::exactly_once(own, size));
    }
  }
}

// contract: T2
BOOST_AUTO_TEST_CASE(seeds_of_every_kind_of_range_and_schedule_are_done) {
  for (auto const& schedule : dlp_test::every<dlp::schedule>({dlp::fixed{3}})) {
    auto own = std::vector<int>();
    auto const once = [&](int x, dlp::feeder<int>& more) {
      own.push_back(x);
      if (x < 20) more.add(x + 20);
    };
    dlp::for_each(std::views::iota(0, 20), once, {.schedule = schedule});
    BOOST_TEST(dlp_test::exactly_once(own, 40), to_string(schedule));
  }
  auto own = std::vector<int>();
  dlp::for_each(std::list{0, 1}, walk{30, &own});
  dlp::for_each(std::vector<int>(), walk{30, &own});
  // 0 and 1 both are the ancestors of 4.
  BOOST_TEST((dlp_test::visits(own, 30)[0] == 1 && dlp_test::visits(own, 30)[4] == 2));
}

BOOST_AUTO_TEST_CASE(items_of_types_of_the_program_travel) {
  struct box {
    std::string name;
    std::vector<int> sizes;
  };
  auto names = std::set<std::string>();
  dlp::for_each(std::vector{box{"a", {3, 1}}}, [&](box const& it, auto& more) {
    names.insert(it.name);
    for (auto const size : it.sizes)
      more.add({it.name + std::to_string(size), std::vector<int>(std::size_t(size - 1), size - 1)});
  });
  auto all = std::set<std::string>();
  for (auto const& some : dlp::all_gather(std::vector<std::string>(names.begin(), names.end())))
    all.insert(some.begin(), some.end());
  BOOST_TEST((all == std::set<std::string>{"a", "a1", "a3", "a32", "a321"}));
}

// contract: T2
BOOST_AUTO_TEST_CASE(any_rank_does_what_one_has_added) {
  auto own = std::vector<int>();
  dlp::for_each(std::vector{0}, [&](int x, dlp::feeder<int>& more) {
    own.push_back(x);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    for (auto i = 1; x == 0 && i != 41; ++i) more.add(i);
  });
  BOOST_TEST(dlp_test::exactly_once(own, 41));
  auto const workers = std::max(1, world.size() - 1);
  BOOST_TEST(dlp_test::how_many(!own.empty()) == workers);
}

BOOST_AUTO_TEST_CASE(a_chain_of_10_000_items_does_not_recurse) {
  auto own = std::vector<int>();
  dlp::for_each(std::vector{0}, [&](int x, dlp::feeder<int>& more) {
    own.push_back(x);
    if (x + 1 < 10'000) more.add(x + 1);
  });
  BOOST_TEST(dlp_test::exactly_once(own, 10'000));
}

// contract: T2 E1 E2
BOOST_AUTO_TEST_CASE(a_body_that_throws_has_added_nothing) {
  auto own = std::vector<int>();
  auto const failures = failures_of([&] {
    dlp::for_each(std::vector{0},
                  [&](int x, dlp::feeder<int>& more) {
                    own.push_back(x);
                    add_children(x, 40, more);
                    if (x == 2) throw std::out_of_range("two");
                  },
                  {.on_error = dlp::collect{}});
  });
  BOOST_REQUIRE(failures.size() == 1u);
  BOOST_TEST(failures[0].index == 0u);
  BOOST_TEST(failures[0].type == "std::out_of_range");
  BOOST_TEST(failures[0].example == "path 0.1, 2");
  auto const count = dlp_test::visits(own, 40);
  BOOST_TEST(count[2] == 1);
  for (auto const below_two : {7, 8, 9, 22, 30}) BOOST_TEST(count[below_two] == 0);
  for (auto const other : {1, 3, 4, 39}) BOOST_TEST(count[other] == 1);
}

// contract: E1 E2
BOOST_AUTO_TEST_CASE(a_body_that_throws_ends_the_loop_though_items_and_seeds_wait) {
  auto const failures = failures_of([] {
    dlp::for_each(std::vector{1, 2, 3, 4, 5, 6, 7, 8}, [](int x, dlp::feeder<int>& more) {
      if (x > 20) throw std::out_of_range("too deep");
      for (auto child = 0; child != 3; ++child) more.add(10 * x + child);
    });
  });
  BOOST_TEST(!failures.empty());
}

// contract: T2 E2
BOOST_AUTO_TEST_CASE(what_is_tried_again_adds_once) {
  auto own = std::vector<int>();
  auto fails = std::set{1, 5, 17};
  dlp::for_each(std::vector{0},
                [&](int x, dlp::feeder<int>& more) {
                  add_children(x, 19, more);
                  if (fails.erase(x)) throw std::runtime_error("once on each rank");
                  own.push_back(x);
                },
                {.on_error = dlp::retry{8}});
  BOOST_TEST(dlp_test::exactly_once(own, 19));
}

// contract: E1
BOOST_AUTO_TEST_CASE(the_first_failure_ends_the_loop_where_nothing_else_is_said) {
  auto own = std::vector<int>();
  auto const failures = failures_of([&] {
    dlp::for_each(std::vector{0}, [&](int x, dlp::feeder<int>& more) {
      if (x == 30) throw std::runtime_error("thirty");
      own.push_back(x);
      more.add(x + 1);
    });
  });
  BOOST_REQUIRE(failures.size() == 1u);
  BOOST_TEST(failures[0].text == "thirty");
  BOOST_TEST(dlp_test::exactly_once(own, 30));
}

// contract: E13
BOOST_AUTO_TEST_CASE(skip_leaves_out_an_item_and_what_it_would_have_added) {
  auto left_out = std::vector<dlp::failure>();
  auto own = std::vector<int>();
  dlp::for_each(std::views::iota(0, 10),
                [&](int x, dlp::feeder<int>& more) {
                  if (x < 10) more.add(x + 10);
                  if (x == 4) throw std::runtime_error("four");
                  own.push_back(x);
                },
                {.on_error = dlp::skip{&left_out}});
  BOOST_REQUIRE(left_out.size() == 1u);
  BOOST_TEST(left_out[0].index == 4u);
  auto const count = dlp_test::visits(own, 20);
  BOOST_TEST(count[4] == 0);
  BOOST_TEST(count[14] == 0);
  BOOST_TEST(count[15] == 1);
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_stop_ends_a_loop_that_would_never_end) {
  auto visited = dlp_test::shared_count();
  auto source = std::stop_source();
  auto stopper = std::jthread([&, is_root = world.rank() == 0] {
    if (is_root && visited.comes_to(100)) source.request_stop();
  });
  auto const endless = [&](int x, dlp::feeder<int>& more) {
    visited.add_one();
    more.add(x + 1);
    more.add(x + 1);
  };
  dlp::for_each(std::vector{0}, endless, {.stop = source.get_token()});
  stopper.join();
  BOOST_TEST(source.stop_requested() == (world.rank() == 0));
}

// contract: T2
BOOST_AUTO_TEST_CASE(add_now_hands_over_before_the_body_returns) {
  if (world.size() < 3) return;  // another worker is to do it meanwhile
  auto others = dlp_test::shared_count();
  auto own = std::vector<int>();
  auto came = true;
  dlp::for_each(std::vector{0}, [&](int x, dlp::feeder<int>& more) {
    own.push_back(x);
    if (x != 0) return others.add_one();
    more.add(1);
    more.add_now(2);
    came = others.comes_to(1);
  });
  BOOST_TEST(came);
  BOOST_TEST(dlp_test::exactly_once(own, 3));
}

// contract: T2
BOOST_AUTO_TEST_CASE(what_was_handed_over_at_once_is_done_though_its_body_throws) {
  auto own = std::vector<int>();
  auto const failures = failures_of([&] {
    dlp::for_each(std::vector{0},
                  [&](int x, dlp::feeder<int>& more) {
                    own.push_back(x);
                    if (x != 0) return;
                    more.add(1);
                    more.add_now(2);
                    throw std::runtime_error("zero");
                  },
                  {.on_error = dlp::collect{}});
  });
  BOOST_TEST(failures.size() == 1u);
  BOOST_TEST((dlp_test::visits(own, 3) == std::vector{1, 0, 1, 0}));
}

BOOST_AUTO_TEST_CASE(add_now_where_an_item_may_be_done_twice_is_refused) {
  for (auto const& options : {dlp::feeder_options{.on_error = dlp::retry{1}},
                              dlp::feeder_options{.survive = dlp::survive{}}}) {
    auto const failures = failures_of([&] {
      dlp::for_each(
          std::vector{0},
          [](int x, dlp::feeder<int>& more) {
            if (x == 0) more.add_now(1);
          },
          options);
    });
    BOOST_REQUIRE(failures.size() == 1u);
    BOOST_TEST(failures[0].text.find("add_now in a loop with retry") != std::string::npos);
  }
}

// contract: S10
BOOST_AUTO_TEST_CASE(a_loop_in_a_body_runs_on_its_rank_alone) {
  auto own = std::vector<int>();
  dlp::for_each(std::vector{0, 1}, [&](int x, dlp::feeder<int>& more) {
    auto sum = 0;
    for (auto const y : dlp::split_managed(5)) sum += y;
    if (sum == 10) own.push_back(x);
    if (x < 2) more.add(x + 2);
  });
  BOOST_TEST(dlp_test::exactly_once(own, 4));
}

// contract: E4
BOOST_AUTO_TEST_CASE(ranks_with_other_seeds_or_another_loop_disagree) {
  if (world.size() == 1) return;
  auto const nothing = [](int, dlp::feeder<int>&) {};
  auto const seeds = std::vector<int>(world.rank() == 1 ? 3 : 2);
  BOOST_CHECK_THROW(dlp::for_each(seeds, nothing), dlp::disagreement);
  if (world.rank() == 1)
    BOOST_CHECK_THROW(dlp::for_each(std::vector{1}, [](int) {}), dlp::disagreement);
  else
    BOOST_CHECK_THROW(dlp::for_each(std::vector{1}, nothing), dlp::disagreement);
}

BOOST_AUTO_TEST_CASE(options_that_are_wrong_are_refused_on_every_rank) {
  auto const nothing = [](int, dlp::feeder<int>&) {};
  auto const seeds = std::vector{1};
  BOOST_CHECK_THROW(dlp::for_each(seeds, nothing, {.schedule = dlp::fixed{0}}), dlp::usage_error);
  BOOST_CHECK_THROW(dlp::for_each(seeds, nothing, {.root = world.size()}), dlp::usage_error);
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_deadline_ends_it_on_every_rank_where_something_is_left) {
  using namespace std::chrono_literals;
  auto const endless = [](int x, dlp::feeder<int>& more) { more.add(x + 1); };
  BOOST_CHECK_THROW(dlp::for_each(std::vector{0}, endless, {.deadline = 50ms}), dlp::stopped);
  auto own = std::vector<int>();
  dlp::for_each(std::vector{0}, walk{40, &own}, {.deadline = 1h});
  BOOST_TEST(dlp_test::exactly_once(own, 40));
}

BOOST_AUTO_TEST_CASE(every_rank_may_be_the_root) {
  for (auto root = 0; root != world.size(); ++root) {
    auto own = std::vector<int>();
    dlp::for_each(std::vector{0}, walk{40, &own}, {.root = root});
    BOOST_TEST(dlp_test::exactly_once(own, 40));
    BOOST_TEST((world.size() == 1 || world.rank() != root || own.empty()));
  }
}

BOOST_AUTO_TEST_SUITE_END()
