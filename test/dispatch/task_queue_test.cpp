// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pool/task_queue.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(task_queue_test)

namespace {

using dlp::index_t;
using namespace dlp::detail;

/// Keeps what it hears.
struct ear final : task_listener {
  std::vector<std::string> heard = {};

  void came(index_t, std::span<std::byte const>) noexcept override {}
  void dropped(index_t, std::exception_ptr const& why) noexcept override {
    try {
      std::rethrow_exception(why);
    } catch (std::exception const& thrown) {
      heard.emplace_back(thrown.what());
    }
  }
};

/// So many tasks, each a byte with its number; the `bad` one cannot be made.
struct series final : task_series {
  explicit series(index_t size, std::optional<index_t> cannot = {}) : count(size), bad(cannot) {}

  index_t count;
  std::optional<index_t> bad;
  index_t next = 0;
  bool is_full = false;
  int ends = 0;

  auto look() noexcept -> readiness override {
    return next == count ? readiness::over : is_full ? readiness::later : readiness::ready;
  }
  auto make(dlp::bytes& frame) noexcept -> bool override {
    frame.push_back(static_cast<std::byte>(next));
    return next++ != bad;
  }
  void hurry() noexcept override { is_full = false; }
  void ended(std::exception_ptr const&) noexcept override { ++ends; }
  auto left() const noexcept -> std::optional<index_t> override { return count - next; }
  void came(index_t, std::span<std::byte const>) noexcept override {}
  void dropped(index_t, std::exception_ptr const&) noexcept override {}
};

struct queue : task_queue {
  std::shared_ptr<ear> its = std::make_shared<ear>();

  auto add(int name, int priority = 0, std::stop_token stop = {}) -> task_place {
    return push({.frame = {static_cast<std::byte>(name)}, .to = its, .stop = std::move(stop)},
                priority);
  }
  /// The first byte of the next task; -1 where none can go.
  auto next() -> int {
    auto const* const batch = front();
    auto const one = batch ? pop(*batch) : std::nullopt;
    return one ? static_cast<int>(one->frame.at(0)) : -1;
  }
};

auto const why = std::make_exception_ptr(dlp::cancelled_error("over"));

}  // namespace

BOOST_AUTO_TEST_CASE(those_of_a_higher_priority_go_first_and_else_those_that_came_first) {
  auto all = queue();
  all.add(1);
  all.add(2, -1);
  all.add(3, 5);
  all.add(4);
  all.add(5, 5);
  BOOST_TEST(all.alone() == 5u);
  for (auto const expected : {3, 5, 1, 4, 2, -1}) BOOST_TEST(all.next() == expected);
  BOOST_TEST(all.alone() == 0u);
  BOOST_TEST(all.empty());
}

BOOST_AUTO_TEST_CASE(what_is_taken_out_does_not_go_and_hears_nothing) {
  auto all = queue();
  auto const first = all.add(1);
  auto const second = all.add(2);
  all.add(3);
  BOOST_TEST((all.take_out(second)->frame == dlp::bytes{std::byte{2}}));
  BOOST_TEST(!all.take_out(second));
  BOOST_TEST(!all.take_out({.priority = 7, .number = 0}));
  BOOST_TEST(!all.take_out({.priority = 0, .number = 9}));
  BOOST_TEST(all.alone() == 2u);
  BOOST_TEST(all.next() == 1);
  BOOST_TEST(!all.take_out(first));
  BOOST_TEST(all.next() == 3);
  BOOST_TEST(all.next() == -1);
  BOOST_TEST(all.its->heard.empty());
}

BOOST_AUTO_TEST_CASE(a_stop_token_cancels_what_waits) {
  auto all = queue();
  auto stop = std::stop_source();
  all.add(1, 0, stop.get_token());
  all.add(2);
  stop.request_stop();
  BOOST_TEST(all.next() == 2);
  BOOST_TEST((all.its->heard == std::vector<std::string>{"dlp: the call was stopped"}));
  BOOST_TEST(all.alone() == 0u);
}

BOOST_AUTO_TEST_CASE(the_tasks_of_a_series_are_made_when_they_are_taken) {
  auto all = queue();
  auto many = std::make_shared<series>(3);
  all.push(many, dlp::fixed{2}, 0);
  all.add(9);
  BOOST_TEST(all.alone() == 1u);
  BOOST_TEST(many->next == 0u);
  auto const* const batch = all.front();
  BOOST_TEST((batch->series == many));
  for (auto tag = index_t{0}; tag != 3; ++tag) {
    auto const one = all.pop(*batch);
    BOOST_TEST(one->tag == tag);
    BOOST_TEST(one->frame.size() == 1u);
    BOOST_TEST(many->next == tag + 1);
  }
  BOOST_TEST(!all.empty());
  BOOST_TEST(all.next() == 9);
  BOOST_TEST(all.empty());
}

BOOST_AUTO_TEST_CASE(tasks_of_another_batch_do_not_go_with_those_of_one) {
  auto all = queue();
  all.push(std::make_shared<series>(1), dlp::fixed{2}, 0);
  all.add(9);
  auto const* const batch = all.front();
  BOOST_TEST(all.pop(*batch).has_value());
  auto const singles = all.front();
  BOOST_TEST((singles != batch));
  BOOST_TEST(all.pop(*singles).has_value());
}

// contract: T1
BOOST_AUTO_TEST_CASE(those_that_were_pushed_alone_go_together_in_their_order) {
  auto all = queue();
  auto const ears = std::vector{std::make_shared<ear>(), std::make_shared<ear>()};
  for (auto i = 0; i != 2; ++i)
    all.task_queue::push({.frame = dlp::bytes(1, std::byte(i)), .to = ears[size_t(i)]}, 0);
  for (auto i = 2; i != 5; ++i) all.add(i);
  auto const chunk = all.take(4, 1000);
  BOOST_REQUIRE(chunk.size() == 4u);
  for (auto place = std::size_t{0}; place != 4; ++place)
    BOOST_TEST((chunk.frames(place, place + 1).back() == std::byte(place)));
  BOOST_TEST((chunk.listener(0) == ears[0]));
  BOOST_TEST((chunk.listener(1) == ears[1]));
  BOOST_TEST((chunk.listener(3) == all.its));
  BOOST_TEST(chunk.tag(3) == dlp::failure::no_index);
  BOOST_TEST(all.alone() == 1u);
  BOOST_TEST(all.next() == 4);
}

BOOST_AUTO_TEST_CASE(what_ends_a_chunk_of_those_that_were_pushed_alone) {
  auto const ends = [](auto add_third) {
    auto all = queue();
    all.add(0);
    all.add(1);
    add_third(all);
    all.add(3);
    return all.take(9, 1000).size();
  };
  auto stop = std::stop_source();
  stop.request_stop();
  BOOST_TEST(ends([](queue&) {}) == 3u);
  BOOST_TEST(ends([&](queue& all) { all.add(2, 0, stop.get_token()); }) == 2u);
  BOOST_TEST(ends([](queue& all) { static_cast<void>(all.take_out(all.add(2))); }) == 2u);
  BOOST_TEST(ends([](queue& all) { all.push(std::make_shared<series>(2), dlp::fixed{1}, 0); }) ==
             2u);
  BOOST_TEST(ends([](queue& all) {
               auto const value = std::make_shared<kept_token>();
               all.task_queue::push({.frame = {}, .to = all.its, .uses = {value}}, 0);
             }) == 2u);
  auto all = queue();
  for (auto i = 0; i != 3; ++i) all.add(i);
  BOOST_TEST(all.take(9, 10).size() == 2u);
}

BOOST_AUTO_TEST_CASE(one_of_a_series_that_cannot_be_made_takes_its_number_with_it) {
  auto all = queue();
  all.push(std::make_shared<series>(3, 1), dlp::fixed{2}, 0);
  auto const* const batch = all.front();
  BOOST_TEST(all.pop(*batch)->tag == 0u);
  BOOST_TEST(!all.pop(*batch));
  BOOST_TEST(all.pop(*batch)->tag == 2u);
}

// contract: T1
BOOST_AUTO_TEST_CASE(those_of_a_chunk_have_their_numbers_though_one_cannot_be_made) {
  auto all = queue();
  all.push(std::make_shared<series>(4, 1), dlp::fixed{4}, 0);
  for (auto const& [first, size] : {std::pair(0, 1), std::pair(2, 2)}) {
    auto const chunk = all.take(4, 1000);
    BOOST_REQUIRE(chunk.size() == std::size_t(size));
    for (auto place = 0; place != size; ++place) {
      BOOST_TEST(chunk.tag(place) == index_t(first + place));
      BOOST_TEST((chunk.frames(place, place + 1).back() == std::byte(first + place)));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_series_that_waits_lets_others_go_until_it_is_hurried) {
  auto all = queue();
  auto many = std::make_shared<series>(1);
  many->is_full = true;
  all.push(many, dlp::fixed{2}, 3);
  all.add(7);
  BOOST_TEST(all.next() == 7);
  BOOST_TEST(all.next() == -1);
  BOOST_TEST(!all.empty());
  all.hurry();
  BOOST_TEST(all.next() == 0);
  BOOST_TEST(all.empty());
}

BOOST_AUTO_TEST_CASE(what_is_dropped_hears_why) {
  auto all = queue();
  auto many = std::make_shared<series>(4);
  all.add(1);
  all.add(2, 4);
  static_cast<void>(all.take_out(all.add(3)));
  all.push(many, dlp::fixed{2}, 0);
  all.drop_all(why);
  BOOST_TEST((all.its->heard == std::vector<std::string>{"over", "over"}));
  BOOST_TEST(many->ends == 1);
  BOOST_TEST(all.alone() == 0u);
  BOOST_TEST(all.next() == -1);
  BOOST_TEST(all.empty());
}

BOOST_AUTO_TEST_CASE(what_ends_by_itself_is_taken_out_wherever_it_waits) {
  auto all = queue();
  auto stop = std::stop_source();
  BOOST_TEST(!all.take_out_ended());
  all.add(1);
  all.add(2, 0, stop.get_token());
  auto const many = std::make_shared<series>(2);
  all.push(many, dlp::fixed{1}, -1);
  BOOST_TEST(!all.take_out_ended());
  stop.request_stop();
  all.call_nobody(true);
  BOOST_TEST(!all.take_out_ended());
  all.call_nobody(false);
  BOOST_TEST(all.take_out_ended());
  BOOST_TEST((all.its->heard == std::vector<std::string>{"dlp: the call was stopped"}));
  BOOST_TEST(all.alone() == 1u);
  BOOST_TEST(!all.take_out_ended());
  many->next = many->count;
  BOOST_TEST(all.take_out_ended());
  BOOST_TEST(!all.take_out_ended());
  BOOST_TEST(all.next() == 1);
  BOOST_TEST(all.empty());
}

BOOST_AUTO_TEST_SUITE_END()
