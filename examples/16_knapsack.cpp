// SPDX-License-Identifier: BSL-1.0
//
// A search in a tree, of which most is not looked at: what goes into a knapsack, so that it is
// worth most? Where even the best that can follow is no better than what is known, nothing is
// searched. What is known the root tells the others while they search.
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <random>
#include <utility>
#include <vector>

#include <dlp/pool.hpp>

struct thing {
  int weight;
  int worth;
};

// Those that are worth most for their weight come first.
auto make_things(int count) -> std::vector<thing> {
  auto random = std::mt19937(1);
  auto things = std::vector<thing>();
  for (auto i = 0; i != count; ++i) {
    auto const weight = 100 + static_cast<int>(random() % 900);
    things.push_back({weight, weight + static_cast<int>(random() % 100)});
  }
  std::ranges::sort(things, std::greater<>(),
                    [](thing const& one) { return static_cast<double>(one.worth) / one.weight; });
  return things;
}

// What has been decided of the first things, and what that leaves.
struct choice {
  std::size_t decided = 0;
  int room = 0;
  int worth = 0;
};

class knapsack {
 public:
  explicit knapsack(std::vector<thing> things) : things_(std::move(things)) {}

  // The best that is found from here on: of the first levels each is an item of its own, what is
  // below them is searched where it is.
  auto search(choice const& at, dlp::feeder<choice>& more) const -> int {
    auto best = filled(at);
    if (auto const* const told = more.told<int>()) best = std::max(best, *told);
    if (at.decided < levels)
      branch(at, best, [&](choice const& next) { more.add(next); });
    else
      search_below(at, best);
    return best;
  }

 private:
  static constexpr auto levels = std::size_t{8};

  void search_below(choice const& at, int& best) const {
    best = std::max(best, filled(at));
    branch(at, best, [&](choice const& next) { search_below(next, best); });
  }

  // Calls `go` with those of the two that follow where something better than `best` may be.
  void branch(choice const& at, int const& best, auto const& go) const {
    if (at.decided == things_.size()) return;
    auto const& next = things_[at.decided];
    auto const taken = choice{at.decided + 1, at.room - next.weight, at.worth + next.worth};
    auto const left = choice{at.decided + 1, at.room, at.worth};
    if (taken.room >= 0 && bound(taken) > best) go(taken);
    if (bound(left) > best) go(left);
  }

  // What it would be worth if the last thing could be cut.
  auto bound(choice at) const -> double {
    for (; at.decided != things_.size(); ++at.decided) {
      auto const& next = things_[at.decided];
      if (next.weight > at.room) return at.worth + 1.0 * at.room * next.worth / next.weight;
      at.room -= next.weight;
      at.worth += next.worth;
    }
    return at.worth;
  }

  // What it is worth if all that fits is taken.
  auto filled(choice at) const -> int {
    for (; at.decided != things_.size(); ++at.decided) {
      auto const& next = things_[at.decided];
      if (next.weight > at.room) continue;
      at.room -= next.weight;
      at.worth += next.worth;
    }
    return at.worth;
  }

  std::vector<thing> things_;
};

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  auto const problem = knapsack(make_things(40));
  auto const search = [&](choice const& at, dlp::feeder<choice>& more) {
    return problem.search(at, more);
  };

  auto best = 0;
  auto found = dlp::map_unordered(search, std::vector{choice{.room = 8000}});
  for (auto const worth : found) {
    if (worth <= best) continue;
    best = worth;
    found.tell(best);
  }
  if (dlp::is_root()) std::printf("the best is worth %d\n", best);
}
