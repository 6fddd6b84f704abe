// SPDX-License-Identifier: BSL-1.0
//
// Pools on the simulated wire. A seed tells what the root submits, cancels and waits for, and which
// ranks die; and an account that knows nothing of chunks says what each listener is to hear.
#include <dlp/dispatch/task_pool.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdint>
#include <dlp/core/error.hpp>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

#include <dispatch/progress/observer.hpp>

#include "every.hpp"
#include "loopback.hpp"

BOOST_AUTO_TEST_SUITE(simulated_pool_test)

using namespace dlp_test;
using namespace std::chrono_literals;

namespace {

using id = std::uint64_t;

/// What has become of one task.
enum class fate { waiting, came, wrong, cancelled, lost_with_ranks, broken, taken_out };

struct account {
  std::map<id, fate> tasks;
  std::map<id, int> runs;
  std::vector<std::string> wrong;
  int unheard = 0;

  void opened(id one) {
    tasks[one] = fate::waiting;
    ++unheard;
  }
  void closed(id one, fate how) {
    if (std::exchange(tasks[one], how) != fate::waiting) {
      wrong.push_back("task " + std::to_string(one) + " is heard of twice");
    }
    --unheard;
  }
  [[nodiscard]] auto count(fate how) const -> std::ptrdiff_t {
    return std::ranges::count_if(tasks, [=](auto const& one) { return one.second == how; });
  }
};

/// Of many sizes, several messages' worth among them; all multiples of 8.
auto frame_of(id one) -> dlp::bytes {
  constexpr std::size_t padding[] = {0, 0, 8, 400, 40'000};
  auto frame = dlp::bytes();
  append(frame, one);
  frame.resize(frame.size() + padding[one % 5]);
  return frame;
}

void append_result(dlp::bytes& left, id one) {
  append(left, 3 * one + 1);
  left.resize(left.size() + (one % 7 == 0 ? 50'000 : one % 3));
}

auto fate_of(id one, std::span<std::byte const> packed) -> fate {
  return byte_reader(packed).take<id>() == 3 * one + 1 ? fate::came : fate::wrong;
}

auto fate_of(std::exception_ptr const& why) -> fate {
  try {
    std::rethrow_exception(why);
  } catch (dlp::cancelled_error const&) {
    return fate::cancelled;
  } catch (dlp::task_error const&) {
    return fate::lost_with_ranks;
  } catch (dlp::broken_pool const&) {
    return fate::broken;
  } catch (...) {
    return fate::wrong;
  }
}

class ear final : public task_listener {
 public:
  ear(account& book, id one) : book_(book), one_(one) { book_.opened(one); }
  void came(index_t, std::span<std::byte const> packed) noexcept override {
    book_.closed(one_, fate_of(one_, packed));
  }
  void dropped(index_t, std::exception_ptr const& why) noexcept override {
    book_.closed(one_, fate_of(why));
  }

 private:
  account& book_;
  id one_;
};

/// So many tasks from `first` on, of which every `bad`th cannot be made; and no more than `most`
/// results wait for whoever takes them.
class numbers final : public task_series {
 public:
  numbers(account& book, id first, id count, id bad, int most, bool knows_size)
      : book_(book), first_(first), count_(count), bad_(bad), most_(most), knows_(knows_size) {}

  auto look() noexcept -> readiness override {
    if (ended_ || next_ == count_) return readiness::over;
    return waiting_ >= most_ && !hurries_ ? readiness::later : readiness::ready;
  }
  auto make(dlp::bytes& frame) noexcept -> bool override {
    auto const one = first_ + next_++;
    if (bad_ != 0 && next_ % bad_ == 0) return false;
    auto const its = frame_of(one);
    frame.insert(frame.end(), its.begin(), its.end());
    book_.opened(one);
    return true;
  }
  void hurry() noexcept override { hurries_ = true; }
  void ended(std::exception_ptr const&) noexcept override {
    if (std::exchange(ended_, true)) book_.wrong.push_back("a series ended twice");
  }
  auto left() const noexcept -> std::optional<index_t> override {
    return knows_ ? std::optional<index_t>(count_ - next_) : std::nullopt;
  }
  void came(index_t tag, std::span<std::byte const> packed) noexcept override {
    ++waiting_;
    book_.closed(first_ + tag, fate_of(first_ + tag, packed));
  }
  void dropped(index_t tag, std::exception_ptr const& why) noexcept override {
    book_.closed(first_ + tag, fate_of(why));
  }

  void take_all() noexcept { waiting_ = 0; }
  [[nodiscard]] auto is_over() const noexcept -> bool { return ended_ || next_ == count_; }
  [[nodiscard]] auto missing() const noexcept -> id { return count_ - next_; }

 private:
  account& book_;
  id first_;
  id count_;
  id next_ = 0;
  id bad_;
  int most_;
  int waiting_ = 0;
  bool knows_;
  bool hurries_ = false;
  bool ended_ = false;
};

enum class ending { finish_all, finish_cancels, destructor, exception };

/// What the seed leaves open.
struct story {
  explicit story(std::uint64_t seed) : chance(seed) {
    ranks = 2 + chance.below(5);
    options = {.seed = seed,
               .delayed = chance.one_of<double>({0, 0.1, 0.6}),
               .rendezvous = chance.chance(0.5),
               .shared = chance.one_of<nodes>({nodes::one, nodes::one_for_each, nodes::some})};
    terms.name = "pool";
    terms.root = chance.chance(0.7) ? 0 : chance.below(ranks);
    acts = chance.below(80);
    slowness = chance.one_of<int>({0, 1, 1, 60});
    how = chance.one_of<ending>({ending::finish_all, ending::finish_all, ending::finish_cancels,
                                 ending::destructor, ending::exception});
  }

  dice chance;
  int ranks;
  network_options options;
  pool_terms terms;
  int acts;
  int slowness;
  ending how;
  std::map<int, int> dies_at = {};  // by rank: at its so-many-th task
  std::set<id> poison = {};         // who does this one dies
  bool stops = false;               // the root's token
  int cannot_begin = -1;            // a rank
};

struct root_error : std::runtime_error {
  using runtime_error::runtime_error;
};

struct played {
  account book;
  int through = 0;                 // workers whose pool ended well
  std::vector<std::string> texts;  // of workers that threw a task_error
  bool refused = false;            // a submit was, by a broken pool
};

class root_player {
 public:
  root_player(story& told, played& seen, std::stop_source& stop)
      : told_(told), seen_(seen), stop_(stop) {}

  void play(task_pool& pool) {
    for (auto act = 0; act != told_.acts; ++act) {
      try {
        step(pool);
      } catch (dlp::broken_pool const&) {
        seen_.refused = true;
      }
    }
    for (auto const& one : series_) one->take_all();
    if (told_.how == ending::exception) throw root_error("enough");
    if (told_.how == ending::destructor) return;
    pool.finish(told_.how == ending::finish_all);
    BOOST_TEST(!pool.is_open());
    BOOST_TEST(pool.pending() == 0u);
  }

 private:
  void step(task_pool& pool) {
    auto& chance = told_.chance;
    switch (chance.below(8)) {
      case 0:
        return submit(pool);
      case 1:  // many at once may go together
        for (auto left = chance.one_of<int>({1, 1, 40}); left != 0; --left) submit(pool);
        return;
      case 2:
        return submit_series(pool);
      case 3:
        if (!places_.empty()) {
          auto const& [one, where] = chance.one_of_all(places_);
          if (pool.take_out(where)) seen_.book.closed(one, fate::taken_out);
        }
        return;
      case 4:
        for (auto const& one : series_) one->take_all();
        return;
      case 5:
        return compute_for(std::chrono::microseconds(chance.below(2'000)));
      case 6:
        if (!stops_.empty() && chance.chance(0.3)) chance.one_of_all(stops_).request_stop();
        if (told_.stops && chance.chance(0.1)) stop_.request_stop();
        static_cast<void>(pool.turn(false));
        return;
      default:
        for (auto const& one : series_) one->take_all();
        if (seen_.book.unheard != 0) static_cast<void>(pool.turn(true));
    }
  }

  void submit(task_pool& pool) {
    auto const one = next_++;
    auto stop = std::stop_token();
    if (told_.chance.chance(0.2)) stop = stops_.emplace_back().get_token();
    auto its = std::make_shared<ear>(seen_.book, one);
    try {
      places_.emplace_back(one,
                           pool.submit(frame_of(one), its, told_.chance.below(3), std::move(stop)));
    } catch (dlp::broken_pool const&) {
      seen_.book.closed(one, fate::broken);
      throw;
    }
  }

  void submit_series(task_pool& pool) {
    auto& chance = told_.chance;
    auto const count = chance.one_of<id>({0, 1, 5, 30, 90});
    auto const rule = chance.one_of(every<dlp::schedule>({dlp::fixed{4}}));
    auto its = std::make_shared<numbers>(seen_.book, next_, count, chance.one_of<id>({0, 0, 3}),
                                         chance.one_of<int>({3, 1'000}), chance.chance(0.5));
    next_ += count;
    pool.submit(its, rule, chance.below(3));
    series_.push_back(std::move(its));
  }

  story& told_;
  played& seen_;
  std::stop_source& stop_;
  id next_ = 0;
  std::vector<std::pair<id, task_place>> places_;
  std::vector<std::shared_ptr<numbers>> series_;
  std::vector<std::stop_source> stops_;
};

auto play(story& told) -> played {
  auto seen = played();
  auto stop = std::stop_source();
  told.terms.stop = stop.get_token();
  run_ranks_well(told.ranks, told.options, [&](context& talk) {
    auto done = 0;
    auto const work = [&](std::span<std::byte const> frame, dlp::bytes& left, int rank) {
      BOOST_TEST(rank == talk.rank());
      auto const one = byte_reader(frame).take<id>();
      if (frame.size() != frame_of(one).size()) seen.book.wrong.push_back("a frame is another's");
      ++seen.book.runs[one];
      compute_for(told.slowness * std::chrono::microseconds(one * 37 % 400));
      auto const due = told.dies_at.find(rank);
      if ((due != told.dies_at.end() && ++done == due->second) || told.poison.contains(one)) die();
      append_result(left, one);
    };
    auto const begin = [&] {
      if (talk.rank() == told.cannot_begin) throw std::runtime_error("no beginning");
    };
    auto const is_root = talk.rank() == told.terms.root;
    try {
      auto pool = task_pool(&talk, told.terms, {}, work, begin);
      BOOST_TEST(pool.is_root() == is_root);
      BOOST_TEST(pool.workers() == told.ranks - 1);
      if (pool.is_root()) root_player(told, seen, stop).play(pool);
      seen.through += pool.is_root() ? 0 : 1;
    } catch (root_error const&) {
      BOOST_TEST(is_root);
    } catch (dlp::task_error const& thrown) {
      BOOST_TEST(!is_root);
      seen.texts.emplace_back(thrown.what());
    }
    BOOST_TEST(!talk.in_body());
    BOOST_CHECK_NO_THROW(talk.require_no_pool("a loop"));
  });
  for (auto const& sentence : seen.book.wrong) BOOST_ERROR(sentence);
  BOOST_TEST(seen.book.unheard == 0);
  BOOST_TEST(seen.book.count(fate::waiting) == 0);
  BOOST_TEST(seen.book.count(fate::wrong) == 0);
  return seen;
}

/// What holds whatever happens: what came was run, and what nobody was given was not.
void check_runs(played const& seen, bool may_run_again) {
  for (auto const& [one, how] : seen.book.tasks) {
    auto const found = seen.book.runs.find(one);
    auto const runs = found == seen.book.runs.end() ? 0 : found->second;
    if (how == fate::came) BOOST_TEST(runs >= 1, "task " << one);
    if (how == fate::taken_out) BOOST_TEST(runs == 0, "task " << one);
    if (!may_run_again) BOOST_TEST(runs <= 1, "task " << one << " has run " << runs << " times");
  }
}

}  // namespace

// contract: T1
BOOST_AUTO_TEST_CASE(each_listener_hears_once_of_each_of_its_tasks_under_any_delivery_order) {
  auto came = std::ptrdiff_t{0};
  auto cancelled = std::ptrdiff_t{0};
  for_each_seed(250, [&](std::uint64_t seed) {
    auto told = story(seed);
    auto const seen = play(told);
    check_runs(seen, false);
    BOOST_TEST(seen.book.count(fate::lost_with_ranks) == 0);
    BOOST_TEST(seen.book.count(fate::broken) == 0);
    if (told.how == ending::exception) {
      BOOST_TEST(seen.texts.size() + 1 == static_cast<std::size_t>(told.ranks));
    } else {
      BOOST_TEST(seen.through + 1 == told.ranks);
    }
    came += seen.book.count(fate::came);
    cancelled += seen.book.count(fate::cancelled);
  });
  BOOST_TEST(came > 3'000);
  BOOST_TEST(cancelled > 200);
  BOOST_TEST_MESSAGE(came << " came, " << cancelled << " were cancelled");
}

BOOST_AUTO_TEST_CASE(a_stop_token_cancels_all_that_has_not_come) {
  auto stopped = 0;
  for_each_seed(100, [&](std::uint64_t seed) {
    auto told = story(seed);
    told.stops = true;
    auto const seen = play(told);
    check_runs(seen, false);
    stopped += seen.refused;
  });
  BOOST_TEST(stopped > 8);
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_a_running_task_after_a_stop) {
  for_each_seed(50, [](std::uint64_t seed) {
    auto stop = std::stop_source();
    auto book = account();
    run_ranks_well(2, {.seed = seed}, [&](context& talk) {
      auto const work = [&](auto, dlp::bytes&, int) {
        compute_for(1ms);
        stop.request_stop();
        compute_for(1h);
      };
      auto pool = task_pool(&talk, {.name = "pool", .stop = stop.get_token()}, {}, work);
      if (!pool.is_root()) return;
      auto const begin = simulated_time;
      pool.submit(frame_of(0), std::make_shared<ear>(book, 0), 0, {});
      while (book.unheard != 0) static_cast<void>(pool.turn(true));
      BOOST_TEST((simulated_time - begin < 1min));
    });
    BOOST_TEST(book.count(fate::cancelled) == 1);
  });
}

BOOST_AUTO_TEST_CASE(a_worker_that_cannot_begin_breaks_the_pool) {
  auto broke = 0;
  for_each_seed(80, [&](std::uint64_t seed) {
    auto told = story(seed);
    told.cannot_begin = (told.terms.root + 1) % told.ranks;
    auto const seen = play(told);
    check_runs(seen, false);
    if (told.ranks == 2) BOOST_TEST(seen.book.count(fate::came) == 0);
    broke += seen.refused || seen.book.count(fate::broken) != 0 ? 1 : 0;
  });
  BOOST_TEST(broke > 40);
}

// contract: E9
BOOST_AUTO_TEST_CASE(what_lost_ranks_had_is_done_by_others) {
  auto again = std::ptrdiff_t{0};
  for_each_seed(150, [&](std::uint64_t seed) {
    auto told = story(seed);
    told.terms.survive = dlp::survive{.deaths = 10};
    for (auto rank = 0; rank != told.ranks; ++rank) {
      if (rank != told.terms.root && told.chance.chance(0.5))
        told.dies_at[rank] = 1 + told.chance.below(8);
    }
    auto const all_may_die = static_cast<int>(told.dies_at.size()) + 1 == told.ranks;
    auto const seen = play(told);
    check_runs(seen, true);
    if (!all_may_die) BOOST_TEST(seen.book.count(fate::broken) == 0);
    BOOST_TEST(seen.book.count(fate::lost_with_ranks) == 0);
    again += std::ranges::count_if(seen.book.runs, [](auto const& one) { return one.second > 1; });
  });
  BOOST_TEST(again > 20);
}

// contract: T1 E9
BOOST_AUTO_TEST_CASE(a_task_that_kills_its_ranks_fails_alone) {
  auto found = std::ptrdiff_t{0};
  for_each_seed(150, [&](std::uint64_t seed) {
    auto told = story(seed);
    if (told.ranks < 4) return;
    told.terms.survive = dlp::survive{.deaths = 2};
    told.poison = {static_cast<id>(told.chance.below(20))};
    auto const seen = play(told);
    check_runs(seen, true);
    BOOST_TEST(seen.book.count(fate::broken) == 0);
    for (auto const& [one, how] : seen.book.tasks) {
      if (how != fate::lost_with_ranks) continue;
      BOOST_TEST(told.poison.contains(one));
      BOOST_TEST(seen.book.runs.at(one) == 2);
      ++found;
    }
  });
  BOOST_TEST(found > 20);
}

// contract: E9
BOOST_AUTO_TEST_CASE(what_a_lost_rank_had_does_not_wait_for_the_end_of_what_is_fresh) {
  for_each_seed(20, [](std::uint64_t seed) {
    auto book = account();
    run_ranks_well(3, {.seed = seed}, [&](context& talk) {
      auto const work = [&](std::span<std::byte const> frame, dlp::bytes& left, int) {
        auto const one = byte_reader(frame).take<id>();
        if (one == 0 && ++book.runs[one] == 1) die();
        compute_for(1ms);
        append_result(left, one);
      };
      auto pool =
          task_pool(&talk, {.name = "pool", .survive = dlp::survive{.deaths = 2}}, {}, work);
      if (!pool.is_root()) return;
      pool.submit(frame_of(0), std::make_shared<ear>(book, 0), 1, {});
      pool.submit(std::make_shared<numbers>(book, 1, 1'000'000, 0, 1'000'000, false), dlp::fixed{1},
                  0);
      for (auto turns = 0; turns != 1'000 && book.tasks[0] == fate::waiting; ++turns)
        static_cast<void>(pool.turn(true));
      BOOST_TEST((book.tasks[0] == fate::came));
    });
  });
}

BOOST_AUTO_TEST_CASE(what_has_come_when_a_pool_is_stopped_is_heard_of) {
  for_each_seed(20, [](std::uint64_t seed) {
    auto stop = std::stop_source();
    auto book = account();
    run_ranks_well(2, {.seed = seed}, [&](context& talk) {
      auto const work = [](std::span<std::byte const> frame, dlp::bytes& left, int) {
        append_result(left, byte_reader(frame).take<id>());
      };
      auto pool = task_pool(&talk, {.name = "pool", .stop = stop.get_token()}, {}, work);
      if (!pool.is_root()) return;
      // One goes alone; the others together, and so do their results.
      pool.submit(std::make_shared<numbers>(book, 8, 6, 0, 100, true), dlp::fixed{5}, 0);
      while (book.count(fate::came) < 2) static_cast<void>(pool.turn(true));
      stop.request_stop();
      while (book.unheard != 0) static_cast<void>(pool.turn(true));
    });
    BOOST_TEST(book.count(fate::came) == 6);
  });
}

BOOST_AUTO_TEST_SUITE_END()
