// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp.hpp>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <optional>
#include <ranges>
#include <string>
#include <thread>

#include "fault.hpp"

// What a program that goes on without lost ranks has besides.

inline auto call_number = 0;  // of the two that are made of the primitive

/// What the calls are given that can survive. A rank that is stopped is lost by its silence alone.
/// `DLP_FAULTS_PATIENCE`, in seconds, is for seeing a cell fail.
inline auto rule_of_survival() -> std::optional<dlp::survive> {
  if (!loses_ranks(played)) return std::nullopt;
  auto rule = dlp::survive();
  auto const* const given = std::getenv("DLP_FAULTS_PATIENCE");
  if (stops_ranks(played)) {
    rule.patience = std::chrono::duration<double>(given ? std::atof(given) : 1.0);
  }
  return rule;
}

/// Notes that this rank is through with an example, or has its result, before others hear of it.
inline void visited(long index) {
  if (!loses_ranks(played)) return;
  note("visit " + std::to_string(own_rank) + " " + std::to_string(call_number) + " " +
       std::to_string(index));
}

/// A sum over a map, with a point in its body.
inline auto sum_by_a_map(std::string const& point) -> int {
  auto const f = [&](int x) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    at(point, x);
    return x;
  };
  return dlp::map_reduce(f, std::views::iota(0, 30), 0, std::plus(),
                         {.survive = rule_of_survival()});
}

/// All that the living can do without the lost.
inline void go_on_among_the_living() {
  auto const expect = [](int is, int should) {
    if (is != should) note("wrong " + std::to_string(own_rank) + " " + std::to_string(is));
  };
  dlp::barrier();
  auto number = own_rank == 0 ? 17 : 0;
  expect(dlp::broadcast(number), 17);
  expect(dlp::call_on_root([] { return 5; }), 5);
  if (!leaves_nobody(played, ranks)) expect(sum_by_a_map(""), 435);
  note("through " + std::to_string(own_rank));
}
