// SPDX-License-Identifier: BSL-1.0
//
// Ways to leave a loop before its time, with what holds for them under every split. A pipe is a
// split, with or without its options.
#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <iterator>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/barrier.hpp>
#include <dlp/adaptor/gather.hpp>
#include <dlp/adaptor/options.hpp>
#include <dlp/core/error.hpp>

#include "every.hpp"
#include "stepping_iterator.hpp"
#include "visits.hpp"

namespace dlp_test {

using clock_type = std::chrono::steady_clock;

inline auto const numbers = std::views::iota(0, 200);

inline auto const schedules = every<dlp::schedule>({dlp::fixed{20}});

/// What a call threw: "task_error 3 7" with the failures' indices, another exception's text, or "".
inline auto outcome(std::function<void()> const& call) -> std::string {
  try {
    call();
  } catch (dlp::task_error const& thrown) {
    auto text = std::string("task_error");
    for (auto const& one : thrown.failures()) text += " " + std::to_string(one.index);
    return text;
  } catch (std::exception const& thrown) {
    return thrown.what();
  }
  return "";
}

/// A loop that nobody leaves.
template <class Pipe>
void visit_all(Pipe const& split) {
  auto own = std::vector<int>();
  for (auto x : numbers | split) own.push_back(x);
  BOOST_TEST(exactly_once(own, 200));
}

/// A gather is right after all, and it has not taken long.
inline void end_well(clock_type::time_point begun) {
  BOOST_TEST(dlp::gather(1).size() ==
             (world.rank() == 0 ? static_cast<std::size_t>(world.size()) : 0));
  BOOST_TEST((clock_type::now() - begun < std::chrono::seconds(5)));
}

/// A loop that this rank leaves after its first example, or does not; and what it visited.
template <class Pipe>
auto walk(Pipe const& split, bool leaves, std::chrono::microseconds work = {}) -> std::vector<int> {
  auto own = std::vector<int>();
  for (auto x : numbers | split) {
    own.push_back(x);
    std::this_thread::sleep_for(work);
    if (leaves) break;
  }
  return own;
}

template <class Pipe>
auto find(Pipe const& split, int wanted) -> bool {
  for (auto x : numbers | split) {
    if (x == wanted) return true;
  }
  return false;
}

template <class Pipe>
void return_on_one_rank(Pipe const& split) {
  BOOST_TEST(how_many(find(split, 10)) == 1);
  BOOST_TEST(how_many(find(split, 1000)) == 0);
}

template <class Pipe>
void throw_at(int culprit, Pipe const& split) {
  auto own = std::vector<int>();
  auto const what = outcome([&] {
    for (auto x : numbers | split) {
      own.push_back(x);
      if (x == culprit) throw std::runtime_error("mine");
    }
  });
  BOOST_TEST(how_many(what == "mine") == 1);
  BOOST_TEST(how_many(what == "task_error " + std::to_string(culprit)) == world.size() - 1);
  BOOST_TEST(at_most_once(own, 200));
}

template <class Pipe>
void throw_wherever_a_body_begins(Pipe const& split) {
  auto const what = outcome([&] {
    for (auto x : numbers | split) {
      static_cast<void>(x);
      throw std::runtime_error("mine");
    }
  });
  auto const mine = how_many(what == "mine");
  BOOST_TEST(mine >= 1);
  BOOST_TEST(how_many(what.starts_with("task_error")) == world.size() - mine);
}

template <class Pipe>
struct runs_a_loop_when_it_dies {
  Pipe const& split;
  bool* left;
  ~runs_a_loop_when_it_dies() {
    for (auto x : numbers | split) {
      static_cast<void>(x);
      break;  // while an exception is in flight that began before this loop
    }
    *left = true;
  }
};

template <class Pipe>
void break_during_unwinding(Pipe const& split) {
  auto left = false;
  auto const what = outcome([&] {
    auto const dying = runs_a_loop_when_it_dies<Pipe>{split, &left};
    throw std::runtime_error("on every rank");
  });
  BOOST_TEST(what == "on every rank");
  BOOST_TEST(left);
}

template <class Pipe>
void meet_in_the_body(Pipe const& split) {
  auto const what = outcome([&] {
    for (auto x : numbers | split) {
      static_cast<void>(x);
      dlp::barrier();
    }
  });
  BOOST_TEST((what.starts_with("task_error") || what.find("inside the body") != what.npos));
}

enum class weak_spot { none, increment, begin, size };

/// A range that throws at its weak spot.
class brittle_range : public std::ranges::view_interface<brittle_range> {
 public:
  explicit brittle_range(weak_spot spot) : spot_(spot) {}

  struct step {
    static constexpr auto size = 50;
    bool is_weak = false;
    void operator()(int& at) const {
      if (++at == 1 && is_weak) throw std::runtime_error("the range");
    }
    auto operator==(step const&) const -> bool = default;
  };

  auto begin() const -> stepping_iterator<step> {
    if (spot_ == weak_spot::begin) throw std::runtime_error("the range");
    return {0, {spot_ == weak_spot::increment}};
  }
  auto end() const -> std::default_sentinel_t { return {}; }
  auto size() const -> unsigned {
    if (spot_ == weak_spot::size) throw std::runtime_error("the range");
    return step::size;
  }

 private:
  weak_spot spot_;
};

}  // namespace dlp_test
