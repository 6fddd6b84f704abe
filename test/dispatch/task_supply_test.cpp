// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pool/task_supply.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(task_supply_test)

namespace {

using dlp::index_range;
using dlp::index_t;
using namespace dlp::detail;

/// So many tasks of so many bytes, and what became of them.
struct series final : task_series {
  series(index_t tasks, std::size_t bytes_each, bool knows_size = true)
      : count(tasks), size(bytes_each), knows(knows_size) {}

  index_t count;
  std::size_t size;
  bool knows;
  index_t next = 0;
  std::vector<std::string> heard = {};

  auto look() noexcept -> readiness override {
    return next == count ? readiness::over : readiness::ready;
  }
  auto make(dlp::bytes& frame) noexcept -> bool override {
    frame.insert(frame.end(), size, static_cast<std::byte>(next++));
    return true;
  }
  void ended(std::exception_ptr const&) noexcept override { heard.emplace_back("ended"); }
  auto left() const noexcept -> std::optional<index_t> override {
    return knows ? std::optional(count - next) : std::nullopt;
  }
  void came(index_t, std::span<std::byte const>) noexcept override {}
  void dropped(index_t tag, std::exception_ptr const& why) noexcept override {
    try {
      std::rethrow_exception(why);
    } catch (std::exception const& thrown) {
      heard.push_back(std::to_string(tag) + ": " + thrown.what());
    }
  }
};

struct pool {
  task_supply tasks = {};
  ledger book = ledger(0, dlp::stop{}, 3);

  auto add(std::shared_ptr<series> const& many, dlp::schedule const& rule) {
    tasks.waiting().push(many, rule, 0);
  }
  auto chunk_size() -> index_t { return tasks.chunk_size(book, {.total = 0, .workers = 2}, true); }
  auto chunk_size_far_away() -> index_t {
    return tasks.chunk_size(book, {.total = 0, .workers = 2}, false);
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_task_gets_the_next_index_when_it_is_admitted) {
  auto here = pool();
  here.add(std::make_shared<series>(5, 1), dlp::fixed{2});
  here.tasks.admit(here.book, 3);
  BOOST_TEST((here.book.take(1, 10) == index_range{0, 3}));
  here.tasks.admit(here.book, 3);
  BOOST_TEST((here.book.take(2, 10) == index_range{3, 5}));
  here.tasks.admit(here.book, 3);
  BOOST_TEST(here.book.take(2, 10).empty());
  BOOST_TEST(here.tasks.pending() == 5u);
}

BOOST_AUTO_TEST_CASE(a_chunk_ends_with_the_task_by_which_it_reaches_128_KiB_of_arguments) {
  auto here = pool();
  here.add(std::make_shared<series>(9, 60 << 10), dlp::fixed{9});
  here.tasks.admit(here.book, 9);
  BOOST_TEST(here.book.take(1, 9).size() == 3u);
  here.add(std::make_shared<series>(9, 300 << 10), dlp::fixed{9});
  for (auto i = 0; i != 2; ++i) {
    here.tasks.admit(here.book, 9);
    BOOST_TEST(here.book.take(1, 9).size() == 3u);
  }
  here.tasks.admit(here.book, 9);
  BOOST_TEST(here.book.take(1, 9).size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_bytes_of_a_task_have_their_size_in_front) {
  auto here = pool();
  here.add(std::make_shared<series>(2, 3), dlp::fixed{2});
  here.tasks.admit(here.book, 2);
  auto body = dlp::bytes();
  here.tasks.append_to(body, {0, 2});
  auto from = byte_reader(body);
  for (auto i = 0; i != 2; ++i) {
    auto const frame = from.take_sized();
    BOOST_TEST(frame.size() == 3u);
    BOOST_TEST((frame[0] == static_cast<std::byte>(i)));
  }
  BOOST_TEST(from.done());
}

BOOST_AUTO_TEST_CASE(the_size_of_a_chunk_is_its_batchs_own) {
  auto here = pool();
  auto const many = std::make_shared<series>(100, 1);
  here.add(many, dlp::fixed{8});
  BOOST_TEST(here.chunk_size() == 1u);  // nobody knows how large a result is
  here.tasks.admit(here.book, 1);
  here.tasks.pace_of(0)->add_examples(1, 1e-6);
  here.tasks.pace_of(0)->add_results(1, 5);
  BOOST_TEST(here.chunk_size() == 8u);
  here.add(std::make_shared<series>(3, 1), dlp::fixed{8});
  many->next = many->count;
  BOOST_TEST(here.chunk_size() == 1u);  // of the other one, which has not begun
}

BOOST_AUTO_TEST_CASE(those_that_were_submitted_alone_go_together_while_they_are_short) {
  auto here = pool();
  auto const to = std::make_shared<series>(0, 0);
  for (auto i = 0; i != 40; ++i)
    here.tasks.waiting().push({.frame = dlp::bytes(1), .to = to, .tag = index_t(i)}, 0);
  BOOST_TEST(here.chunk_size() == 1u);  // nothing is known of them
  auto& pace = *here.tasks.waiting().front()->how_long;
  pace.add_examples(1, 1e-6);
  BOOST_TEST(here.chunk_size() == 10u);  // two for each of two workers
  BOOST_TEST(here.chunk_size_far_away() == 1u);
  here.tasks.admit(here.book, 10);
  BOOST_TEST(here.tasks.was_alone(3));
  BOOST_TEST(!here.tasks.was_alone(10));
  BOOST_TEST((here.book.take(1, 10) == index_range{0, 10}));
  BOOST_TEST(here.tasks.waiting().alone() == 30u);
  here.book.recall(1, 0, 4);
  BOOST_TEST(here.chunk_size() == 1u);  // what came back goes alone
  BOOST_TEST((here.book.take(2, 9) == index_range{4, 10}));
  pace.add_examples(1, 1.0);
  BOOST_TEST(here.chunk_size() == 1u);
}

BOOST_AUTO_TEST_CASE(tasks_that_make_tasks_go_alone) {
  auto here = pool();
  here.tasks.when_arrived([](index_t, std::span<std::byte const>) {});
  auto const to = std::make_shared<series>(0, 0);
  for (auto i = 0; i != 40; ++i) here.tasks.waiting().push({.frame = {}, .to = to}, 0);
  here.tasks.waiting().front()->how_long->add_examples(1, 1e-6);
  BOOST_TEST(here.chunk_size() == 1u);
}

BOOST_AUTO_TEST_CASE(by_guided_it_follows_from_how_many_are_left_where_that_is_known) {
  for (auto const knows : {true, false}) {
    auto here = pool();
    here.add(std::make_shared<series>(101, 1, knows), dlp::guided{3});
    here.tasks.admit(here.book, 1);
    static_cast<void>(here.book.take(1, 1));
    here.tasks.pace_of(0)->add_results(1, 5);
    BOOST_TEST(here.chunk_size() == (knows ? 50u : 3u));
  }
}

BOOST_AUTO_TEST_CASE(what_came_back_goes_as_its_batch_says) {
  auto here = pool();
  here.add(std::make_shared<series>(10, 1), dlp::fixed{4});
  here.tasks.admit(here.book, 10);
  here.tasks.pace_of(0)->add_results(1, 5);
  static_cast<void>(here.book.take(1, 10));
  here.book.recall(1, 0, 5);
  here.tasks.waiting().push({.frame = {}, .to = std::make_shared<series>(1, 1)}, 9);
  BOOST_TEST(here.chunk_size() == 4u);
}

BOOST_AUTO_TEST_CASE(a_result_is_heard_of_once_and_its_task_forgotten) {
  auto here = pool();
  auto const many = std::make_shared<series>(3, 1);
  here.add(many, dlp::fixed{4});
  here.tasks.admit(here.book, 3);
  auto const heard = here.tasks.settle(1);
  BOOST_TEST((heard.to == many));
  BOOST_TEST(heard.tag == 1u);
  BOOST_TEST(here.tasks.pending() == 2u);
  BOOST_TEST(!here.tasks.settle(1).to);
  BOOST_TEST(!here.tasks.settle(7).to);
}

BOOST_AUTO_TEST_CASE(one_that_fails_with_its_ranks_hears_it_with_its_own_number) {
  auto here = pool();
  auto const first = std::make_shared<series>(2, 1);
  auto const second = std::make_shared<series>(2, 1);
  for (auto const& many : {first, second}) {
    here.add(many, dlp::fixed{4});
    here.tasks.admit(here.book, 2);
  }
  here.tasks.fail("pool", {3, 1, "host", "", "2 ranks were lost with it"});
  here.tasks.fail("pool", {3, 1, "host", "", "again"});
  BOOST_TEST(first->heard.empty());
  BOOST_REQUIRE(second->heard.size() == 1u);
  BOOST_TEST(second->heard[0] == "1: pool: index 1 on rank 1 (host): 2 ranks were lost with it");
  BOOST_TEST(here.tasks.pending() == 3u);
}

BOOST_AUTO_TEST_CASE(when_all_are_dropped_each_hears_why) {
  auto here = pool();
  auto const many = std::make_shared<series>(3, 1);
  here.add(many, dlp::fixed{4});
  here.tasks.admit(here.book, 2);
  here.tasks.close();
  BOOST_TEST(here.tasks.has_more());
  here.tasks.drop_all(std::make_exception_ptr(dlp::cancelled_error("over")));
  BOOST_TEST((many->heard == std::vector<std::string>{"0: over", "1: over", "ended"}));
  BOOST_TEST(here.tasks.pending() == 0u);
  BOOST_TEST(!here.tasks.has_more());
}

BOOST_AUTO_TEST_CASE(there_may_be_more_until_it_is_closed) {
  auto here = pool();
  BOOST_TEST(here.tasks.has_more());
  here.tasks.close();
  BOOST_TEST(!here.tasks.has_more());
}

BOOST_AUTO_TEST_CASE(one_that_fails_while_nobody_is_called_is_pending_until_it_is_told) {
  auto here = pool();
  auto const many = std::make_shared<series>(3, 1);
  here.add(many, dlp::fixed{4});
  here.tasks.admit(here.book, 3);
  auto const fail = [&](index_t index) {
    here.tasks.waiting().call_nobody(true);
    here.tasks.fail("pool", {index, 1, "host", "", "lost"});
    here.tasks.waiting().call_nobody(false);
  };
  fail(1);
  BOOST_TEST(many->heard.empty());
  BOOST_TEST(here.tasks.pending() == 3u);
  BOOST_TEST(here.tasks.tell_of_failed());
  BOOST_TEST(!here.tasks.tell_of_failed());
  BOOST_TEST(here.tasks.pending() == 2u);
  fail(0);
  here.tasks.drop_all(std::make_exception_ptr(dlp::cancelled_error("over")));
  auto const told = [](int index) {
    return std::to_string(index) + ": pool: index " + std::to_string(index) +
           " on rank 1 (host): lost";
  };
  BOOST_TEST(
      (many->heard == std::vector{told(1), told(0), std::string("2: over"), std::string("ended")}));
  BOOST_TEST(here.tasks.pending() == 0u);
}

BOOST_AUTO_TEST_CASE(the_values_of_one_that_fails_are_kept_until_it_is_told) {
  auto here = pool();
  auto forgotten = 0;
  auto token = std::shared_ptr<kept_token const>(new kept_token{3, {}, [&] { ++forgotten; }});
  here.tasks.waiting().push({.frame = {}, .to = std::make_shared<series>(1, 1), .uses = {token}},
                            0);
  token.reset();
  here.tasks.admit(here.book, 1);
  here.tasks.waiting().call_nobody(true);
  here.tasks.fail("pool", {0, 1, "host", "", "lost"});
  BOOST_TEST(forgotten == 0);
  here.tasks.tell_of_failed();
  BOOST_TEST(forgotten == 1);
}

BOOST_AUTO_TEST_CASE(who_holds_the_pace_of_tasks_does_not_hold_their_series) {
  auto here = pool();
  auto many = std::make_shared<series>(1, 1);
  auto const its = std::weak_ptr(many);
  here.add(std::exchange(many, {}), dlp::fixed{1});
  here.tasks.admit(here.book, 1);
  auto const pace = here.tasks.pace_of(0);
  static_cast<void>(here.tasks.settle(0));
  BOOST_TEST(here.tasks.waiting().take_out_ended());
  static_cast<void>(here.tasks.waiting().empty());
  BOOST_TEST(its.expired());
}

BOOST_AUTO_TEST_SUITE_END()
