// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/broadcast_value.hpp>

#include <functional>
#include <numeric>
#include <ranges>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/task/executor.hpp>

#include "../support/visits.hpp"

BOOST_AUTO_TEST_SUITE(broadcast_value_test)

namespace {

auto const world = boost::mpi::communicator();

/// How often one has been unpacked on this rank.
auto unpacked() -> int& {
  static auto count = 0;
  return count;
}

struct table {
  std::vector<int> values;

  template <class Archive>
  void serialize(Archive& archive, unsigned int) {
    archive & values;
    if (Archive::is_loading::value) ++unpacked();
  }
};
using handle = dlp::broadcast_value<table>;

auto value_at(handle const& it, int index) -> int { return it->values.at(std::size_t(index)); }
auto unpacked_here(handle const&) -> std::pair<int, int> {
  return {boost::mpi::communicator().rank(), unpacked()};
}
/// How many of them there are on this rank.
struct counted {
  static inline auto living = 0;

  counted() { ++living; }
  counted(counted const&) { ++living; }
  auto operator=(counted const&) -> counted& = default;
  ~counted() { --living; }

  template <class Archive>
  void serialize(Archive&, unsigned int) {}
};
auto living_here(dlp::broadcast_value<std::vector<counted>> const&) -> int {
  return counted::living;
}
struct job {
  std::string name;
  handle its;

  template <class Archive>
  void serialize(Archive& archive, unsigned int) {
    archive & name & its;
  }
};

/// Cannot be written, though what is in it can.
struct refusing {
  dlp::broadcast_value<std::vector<counted>> its;

  template <class Archive>
  void serialize(Archive& archive, unsigned int) {
    archive & its;
    throw std::length_error("it cannot travel");
  }
};
/// Submits a call while it is written.
struct submitting {
  handle its;
  static inline std::function<void()> submit = {};

  template <class Archive>
  void serialize(Archive& archive, unsigned int) {
    archive & its;
    if (Archive::is_saving::value) submit();
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(calls_get_the_value_for_its_handle) {
  dlp::executor::run([](dlp::executor& pool) {
    auto const all = pool.broadcast(table{{10, 20, 30}});
    BOOST_TEST(all->values.size() == 3u);
    BOOST_TEST(pool.submit(value_at, all, 1).get() == 20);
    auto const some = pool.map(dlp::bind_front(value_at, all), std::views::iota(0, 3));
    BOOST_TEST((some == std::vector{10, 20, 30}));
    auto const in_job =
        pool.submit([](job const& it) { return it.its->values.back(); }, job{"last", all});
    BOOST_TEST(const_cast<dlp::future<int>&>(in_job).get() == 30);
  });
}

BOOST_AUTO_TEST_CASE(a_worker_gets_it_once_and_the_others_not_at_all) {
  unpacked() = 0;
  dlp::executor::run([](dlp::executor& pool) {
    auto const all = pool.broadcast(table{std::vector<int>(1000, 1)});
    auto ranks = std::set<std::pair<int, int>>();
    for (auto i = 0; i != 50; ++i) ranks.insert(pool.submit(unpacked_here, all).get());
    for (auto const& [rank, count] : ranks) BOOST_TEST(count == (world.size() == 1 ? 0 : 1));
  });
  BOOST_TEST(unpacked() <= 1);
}

BOOST_AUTO_TEST_CASE(a_call_that_waits_keeps_it) {
  dlp::executor::run([](dlp::executor& pool) {
    auto results = std::vector<dlp::future<int>>();
    for (auto i = 0; i != 20; ++i)
      results.push_back(pool.submit(value_at, pool.broadcast(table{{i}}), 0));
    auto sum = 0;
    for (auto& one : results) sum += one.get();
    BOOST_TEST(sum == 190);
  });
}

BOOST_AUTO_TEST_CASE(one_may_be_part_of_another) {
  dlp::executor::run([](dlp::executor& pool) {
    auto const outer = pool.broadcast(std::vector{pool.broadcast(table{{1, 2}})});
    auto const last = [](dlp::broadcast_value<std::vector<handle>> const& all, int) {
      return all->front()->values.back();
    };
    auto results = std::vector<dlp::future<int>>();
    for (auto i = 0; i != 20; ++i) results.push_back(pool.submit(last, outer, i));
    for (auto& one : results) BOOST_TEST(one.get() == 2);
  });
}

BOOST_AUTO_TEST_CASE(a_call_cannot_return_one) {
  dlp::executor::run([](dlp::executor& pool) {
    auto const all = pool.broadcast(table{{1}});
    auto const same = [](handle const& it) { return it; };
    if (pool.workers() + 1 != world.size()) return;  // where one rank is alone it has it
    BOOST_CHECK_THROW(pool.submit(same, all).get(), std::runtime_error);
  });
}

BOOST_AUTO_TEST_CASE(workers_forget_it_when_nobody_holds_its_handle) {
  dlp::executor::run([](dlp::executor& pool) {
    auto lives = pool.broadcast(std::vector{counted()});
    for (auto i = 0; i != 50; ++i) BOOST_TEST(pool.submit(living_here, lives).get() == 1);
    lives = pool.broadcast(std::vector<counted>());
    for (auto i = 0; i != 50; ++i) BOOST_TEST(pool.submit(living_here, lives).get() == 0);
  });
}

BOOST_AUTO_TEST_CASE(it_may_outlive_its_pool) {
  auto kept = handle();
  dlp::executor::run([&](dlp::executor& pool) { kept = pool.broadcast(table{{7}}); });
  if (world.rank() == 0) BOOST_TEST(kept->values.front() == 7);
}

BOOST_AUTO_TEST_CASE(one_of_another_pool_is_refused_through_the_future) {
  auto kept = handle();
  dlp::executor::run([&](dlp::executor& pool) { kept = pool.broadcast(table{{7}}); });
  dlp::executor::run([&](dlp::executor& pool) {
    BOOST_CHECK_THROW(pool.submit(value_at, kept, 0).get(), std::runtime_error);
  });
}

BOOST_AUTO_TEST_CASE(what_is_packed_and_does_not_go_does_not_keep_it) {
  dlp::executor::run([](dlp::executor& pool) {
    auto value = pool.broadcast(std::vector{counted()});
    auto const never = [](refusing const&) { return 0; };
    BOOST_CHECK_THROW(pool.submit(never, refusing{value}), std::length_error);
    auto packed = dlp::bytes();
    dlp::detail::pack(packed, value);
    BOOST_TEST(counted::living == 1);
    value = {};
    BOOST_TEST(counted::living == 0);
    value = pool.broadcast(std::vector{counted()});
    pool.shutdown();
    BOOST_CHECK_THROW(static_cast<void>(pool.broadcast(std::vector{value})), dlp::usage_error);
    value = {};
    BOOST_TEST(counted::living == 0);
  });
}

BOOST_AUTO_TEST_CASE(a_call_that_is_submitted_amid_another_has_values_of_its_own) {
  dlp::executor::run([](dlp::executor& pool) {
    auto const outer = pool.broadcast(table{{1}});
    auto const inner = pool.broadcast(table{{2}});
    auto within = dlp::future<int>();
    submitting::submit = [&] { within = pool.submit(value_at, inner, 0); };
    auto const first_of = [](submitting const& it) { return it.its->values.front(); };
    auto result = pool.submit(first_of, submitting{outer});
    BOOST_TEST(result.get() == 1);
    BOOST_TEST(within.get() == 2);
  });
}

BOOST_AUTO_TEST_SUITE_END()
