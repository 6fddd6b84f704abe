// SPDX-License-Identifier: BSL-1.0
//
// matrix FAULT POINT PRIMITIVE WHO
//   plays one cell of the matrix of faults, under mpiexec; one that does not exist is a good end.
// matrix list RANKS...
//   says which cells there are for so many ranks, and what is demanded of each, for ./run.
//
// ./cells.hpp says what the words mean.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <ranges>
#include <string>
#include <string_view>
#include <thread>

#include <unistd.h>

#include "calls.hpp"
#include "cells.hpp"
#include "fault.hpp"
#include "losses.hpp"

namespace {

using namespace std::chrono_literals;

auto rank_in_words() -> std::string { return std::to_string(own_rank); }

/// Makes the call, in the handlers that the cell wants.
auto attempt(bool (*make)(long&), long& own, std::string_view point_before) -> bool {
  auto const make_it = [&] { return at(point_before) && make(own); };
  if (played.fault != "caught" && played.fault != "destructor") return make_it();
  auto const is_there = point_before == (played.point == "between" ? "between" : "before");
  auto const caught = [&](std::string const& what) {
    if (is_there) note("caught " + rank_in_words() + " " + what);
  };
  try {
    auto const stays = make_it();
    caught("nothing");
    return stays;
  } catch (dlp::task_error const& thrown) {
    caught("task_error " + std::string(thrown.what()));
  } catch (dlp::broken_pool const& thrown) {
    caught("broken_pool " + std::string(thrown.what()));
  } catch (thrown_error const&) {
    caught("own");
  }
  return true;
}

/// After whatever happened, the second call was right, and so is what follows.
void all_goes_on(call_kind const& call, long own) {
  auto total = 0L;
  for (auto const one : dlp::all_gather(own)) total += one;
  auto const all_made_it = played.point != "between";
  if (all_made_it && total != call.total(ranks))
    note("wrong " + rank_in_words() + " " + std::to_string(total));
  auto sum = 0;
  for (auto const x : std::views::iota(0, 100) | dlp::split_managed) sum += x;
  auto sum_of_all = 0;
  for (auto const one : dlp::all_gather(sum)) sum_of_all += one;
  if (sum_of_all != 4950) note("wrong " + rank_in_words() + " " + std::to_string(sum_of_all));
  note("through " + rank_in_words());
}

struct afterwards {
  ~afterwards() noexcept(false) { at("afterwards"); }
};

auto play(int& argc, char**& argv) -> int {
  auto const last = afterwards();
  auto const env = dlp::environment(argc, argv);
  own_rank = dlp::rank();
  ranks = dlp::size();
  note("pid " + rank_in_words() + " " + std::to_string(::getpid()));
  if (played.primitive == "split_shared_nodes") {  // read when the ranks first talk
    ::setenv("DLP_RANKS_PER_NODE", ranks == 2 ? "1" : "2", 1);
  }
  auto const& call = kind_of(played.primitive, calls);
  if (loses_ranks(played)) dlp::barrier();  // to bring MPI up takes all
  if (played.point == "map") sum_by_a_map("map");
  auto own = 0L;
  for (auto const* point_before : {"before", "between"}) {
    own = 0;
    ++call_number;
    if (!attempt(call.make, own, point_before)) return 0;
    is_over = is_over || is_in_call(played);
  }
  if (loses_ranks(played) && !is_at_end(played)) {
    go_on_among_the_living();
  } else {
    all_goes_on(call, own);
  }
  if (played.point == "shutdown" && is_faulty()) std::this_thread::sleep_for(100ms);
  at("shutdown");
  return 0;
}

void list(int ranks_of_cell) {
  for (auto const& primitive : primitives) {
    if (std::ranges::find(calls, primitive.name, &call_kind::name) == calls.end()) continue;
    for (auto const* who : {"root", "worker", "all"}) {
      if (who == std::string_view("all") && ranks_of_cell == 2) continue;  // the same as "worker"
      auto points = who == std::string_view("root") ? primitive.on_root : primitive.on_worker;
      points.insert(points.begin(), {"map", "before", "between"});
      for (auto const point : points) {
        for (auto const& fault : faults) {
          auto const one = cell{fault.name, point, primitive.name, who};
          if (!is_possible(one)) continue;
          if (one.point == "map" && leaves_nobody(one, ranks_of_cell)) continue;
          std::cout << ranks_of_cell << ' ' << one.fault << ' ' << one.point << ' ' << one.primitive
                    << ' ' << one.who << ' ' << demand(one, ranks_of_cell) << ' '
                    << (is_telling(one) ? "short" : "long") << '\n';
        }
      }
    }
  }
}

}  // namespace

auto main(int argc, char** argv) -> int {
  if (argc > 2 && argv[1] == std::string_view("list")) {
    for (auto i = 2; i != argc; ++i) list(std::atoi(argv[i]));
    return 0;
  }
  if (argc != 5) {
    std::cerr << "matrix FAULT POINT PRIMITIVE WHO\n";
    return 2;
  }
  played = {argv[1], argv[2], argv[3], argv[4]};
  return play(argc, argv);
}
