// SPDX-License-Identifier: BSL-1.0
//
// Every loop, pool and collective call of the library, once, on simulated ranks: each index visited
// exactly once, each result where it belongs, and no deadlock, which SimGrid would end with a
// report.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <numeric>
#include <ranges>
#include <stdexcept>
#include <string>
#include <vector>

#include <dlp/pool.hpp>

#include "../../test/support/every.hpp"
#include "examples.hpp"
#include "simulated.hpp"

namespace {

constexpr auto per_rank = dlp::index_t{4};

auto count() -> dlp::index_t { return per_rank * static_cast<dlp::index_t>(dlp::size()); }
auto indices() { return std::views::iota(dlp::index_t{0}, count()); }

/// What an example costs: some are far longer than others.
auto seconds(dlp::index_t index) -> double {
  static auto const of = scale::examples("lognormal", 1e-3, 1);
  return of.cost(index);
}

auto square(dlp::index_t index) -> std::uint64_t {
  simulated::compute(seconds(index));
  return index * index;
}

/// One strategy: what it is called, and whether it did what it should, as the root sees it.
void check(std::string const& name, std::function<bool()> const& strategy) {
  dlp::barrier();
  auto const begin = simulated::now();
  auto const fine = strategy();
  dlp::barrier();
  if (!dlp::is_root()) return;
  std::printf("%6d %-24s %10.3f  %s\n", static_cast<int>(dlp::size()), name.c_str(),
              1e3 * (simulated::now() - begin), fine ? "yes" : "NO");
  std::fflush(stdout);
  if (!fine) throw std::runtime_error(name + " did something else");
}

auto is_all(std::vector<dlp::index_t> visited) -> bool {
  auto all = dlp::gather_flat(visited);
  std::ranges::sort(all);
  return !dlp::is_root() || std::ranges::equal(all, indices());
}

template <class Split>
void check_split(std::string const& name, Split split) {
  check(name, [&] {
    auto visited = std::vector<dlp::index_t>();
    for (auto index : indices() | split) {
      simulated::compute(seconds(index));
      visited.push_back(index);
    }
    return is_all(visited);
  });
}

void check_splits() {
  check_split("split_round_robin", dlp::split_round_robin);
  check_split("split_block", dlp::split_block);
  check_split("split_managed", dlp::split_managed);
  for (auto const& schedule : dlp_test::every<dlp::schedule>({dlp::fixed{3}})) {
    check_split("  " + to_string(schedule), dlp::split_managed({.schedule = schedule}));
  }
  check_split("  cost", dlp::split_managed({.cost = seconds}));
  check_split("  root = size - 1", dlp::split_managed({.root = dlp::size() - 1}));
  // Of several nodes a manager serves it: SMPI's threads may not speak to MPI.
  check_split("split_shared", dlp::split_shared);
  check_split("  cost", dlp::split_shared({.cost = seconds}));
}

auto fails(dlp::index_t index) -> bool { return index % 7 == 3; }

/// Failed indices, in order, of a for_each in which all throw of which `throws(index)` is true.
template <class Throws>
auto failures(dlp::error_policy const& policy, std::vector<dlp::index_t>& visited, Throws throws)
    -> std::vector<dlp::index_t> {
  auto failed = std::vector<dlp::index_t>();
  auto const body = [&](dlp::index_t index) {
    simulated::compute(seconds(index));
    if (throws(index)) throw std::runtime_error("planted");
    visited.push_back(index);
  };
  try {
    dlp::for_each(indices(), body, {.on_error = policy});
  } catch (dlp::task_error const& thrown) {
    for (auto const& one : thrown.failures()) failed.push_back(one.index);
  }
  return failed;
}

void check_failures() {
  check("for_each, one throws", [] {
    auto visited = std::vector<dlp::index_t>();
    auto const one = count() / 2;
    return failures(dlp::stop{}, visited, [&](auto index) { return index == one; }) ==
           std::vector{one};
  });
  check("  collect", [] {
    auto visited = std::vector<dlp::index_t>();
    auto const failed = failures(dlp::collect{}, visited, fails);
    visited.insert(visited.end(), dlp::is_root() ? failed.begin() : failed.end(), failed.end());
    return std::ranges::equal(failed, indices() | std::views::filter(fails)) && is_all(visited);
  });
  check("  retry, it helps", [] {
    // Only odd ranks fail: what failed goes to others, and one of them will do.
    auto visited = std::vector<dlp::index_t>();
    auto const odd = static_cast<int>(dlp::rank()) % 2 == 1;
    auto const ranks = static_cast<dlp::index_t>(dlp::size());
    auto const failed =
        failures(dlp::retry{ranks}, visited, [&](auto index) { return odd && fails(index); });
    return failed.empty() && is_all(visited);
  });
  check("  retry, in vain", [] {
    auto visited = std::vector<dlp::index_t>();
    auto const failed = failures(dlp::retry{2}, visited, fails);
    visited.insert(visited.end(), dlp::is_root() ? failed.begin() : failed.end(), failed.end());
    return std::ranges::equal(failed, indices() | std::views::filter(fails)) && is_all(visited);
  });
}

auto has_squares(std::vector<std::uint64_t> const& results) -> bool {
  return std::ranges::equal(results,
                            indices() | std::views::transform([](auto i) { return i * i; }));
}

void check_maps() {
  check("map_unordered", [] {
    auto seen = std::vector<dlp::index_t>();
    auto results = dlp::map_unordered(square, indices());
    for (auto result = results.begin(); result != results.end(); ++result) {
      if (*result == result.index() * result.index()) seen.push_back(result.index());
    }
    return is_all(seen);
  });
  check("map", [] {
    auto const squares = dlp::map(square, indices());
    return !dlp::is_root() || has_squares(squares);
  });
  check("map_reduce", [] {
    auto const sum = dlp::map_reduce(square, indices(), std::uint64_t{0}, std::plus());
    auto const n = count();
    return sum == (n - 1) * n * (2 * n - 1) / 6;
  });
  check("for_each", [] {
    auto visited = std::vector<dlp::index_t>();
    dlp::for_each(indices(), [&](auto index) {
      simulated::compute(seconds(index));
      visited.push_back(index);
    });
    return is_all(visited);
  });
  check("map_unordered, break", [] {
    auto taken = dlp::index_t{0};
    for (auto result : dlp::map_unordered(square, indices())) {
      static_cast<void>(result);
      if (++taken == count() / 2) break;
    }
    return taken == (dlp::is_root() ? count() / 2 : 0);
  });
  check_failures();
  if (dlp::size() > 2)  // else nobody is left to go on
    check("split_managed, one leaves", [] {
      auto visited = std::vector<dlp::index_t>();
      for (auto index : indices() | dlp::split_managed) {
        simulated::compute(seconds(index));
        visited.push_back(index);
        if (dlp::rank() == 1) break;
      }
      return is_all(visited);
    });
}

/// As many items again from each of the first, one after the other, until there are all.
void add_next(dlp::index_t index, dlp::feeder<dlp::index_t>& more) {
  auto const next = index + static_cast<dlp::index_t>(dlp::size());
  if (next < count()) more.add(next);
}

/// Not an executor: each rank of the simulation has the program at another address.
void check_pools() {
  using pool_of_squares = dlp::function_pool<std::uint64_t(dlp::index_t)>;
  check("pool.map", [] {
    auto pool = pool_of_squares(square);
    auto const fine = !pool.is_root() || has_squares(pool.map(indices()));
    pool.shutdown();
    return fine;
  });
  check("  submit, get", [] {
    auto pool = pool_of_squares(square);
    auto results = std::vector<std::uint64_t>();
    if (pool.is_root()) {
      auto futures = std::vector<dlp::future<std::uint64_t>>();
      for (auto const index : indices()) futures.push_back(pool(index));
      for (auto& one : futures) results.push_back(one.get());
    }
    pool.shutdown();
    return !dlp::is_root() || has_squares(results);
  });
  auto const seeds = std::views::iota(dlp::index_t{0}, static_cast<dlp::index_t>(dlp::size()));
  check("for_each, feeder", [&] {
    auto visited = std::vector<dlp::index_t>();
    dlp::for_each(seeds, [&](dlp::index_t index, dlp::feeder<dlp::index_t>& more) {
      simulated::compute(seconds(index));
      visited.push_back(index);
      add_next(index, more);
    });
    return is_all(visited);
  });
  check("map_unordered, feeder", [&] {
    auto const f = [](dlp::index_t index, dlp::feeder<dlp::index_t>& more) {
      add_next(index, more);
      return square(index);
    };
    auto results = std::vector<std::uint64_t>();
    for (auto const result : dlp::map_unordered(f, seeds)) results.push_back(result);
    std::ranges::sort(results);
    return !dlp::is_root() || has_squares(results);
  });
}

void check_collective_calls() {
  auto const ranks = static_cast<std::uint64_t>(dlp::size());
  auto const me = static_cast<std::uint64_t>(static_cast<int>(dlp::rank()));
  auto const each = std::views::iota(std::uint64_t{0}, ranks);
  check("barrier", [] { return true; });
  check("gather", [&] {
    auto const all = dlp::gather(me);
    return dlp::is_root() ? std::ranges::equal(all, each) : all.empty();
  });
  check("all_gather", [&] { return std::ranges::equal(dlp::all_gather(me), each); });
  check("broadcast", [&] {
    auto word = dlp::is_root() ? std::string("word") : std::string();
    dlp::broadcast(word);
    return word == "word";
  });
  check("call_on_root", [] { return dlp::call_on_root([] { return 7; }) == 7; });
}

}  // namespace

int main(int argc, char** argv) {
  auto const env = dlp::environment(argc, argv);
  check_splits();
  check_maps();
  check_pools();
  check_collective_calls();
}
