// SPDX-License-Identifier: BSL-1.0
//
// Plain structs, which go from memory to memory.
#pragma once

#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include <dlp.hpp>

#include "texts.hpp"

namespace dlp_test {

/// Of no size that MPI knows.
struct sample {
  double at;
  char kind;
  auto operator==(sample const&) const -> bool = default;
};

/// Can be copied from memory to memory, and not be assigned.
struct stamp {
  int const rank = -1;
  auto operator==(stamp const&) const -> bool = default;
};

/// Made by code of the program, which may throw.
struct point {
  static inline auto constructor_throws = false;
  double x = 0;

  point() {
    if (constructor_throws) throw std::domain_error("no point");
  }
  explicit point(double of) : x(of) {}
};

/// `call()` makes points; where that fails on one rank, from `first` on, all are told which.
template <class Call>
void check_that_all_are_told(Call call, int first = 0) {
  for (auto who = first; who < dlp::size(); ++who) {
    point::constructor_throws = dlp::rank() == who;
    auto const text = text_of<dlp::task_error>(call);
    point::constructor_throws = false;
    BOOST_TEST(contains(text, "rank " + std::to_string(who) + " "), text);
    BOOST_TEST(contains(text, "no point"), text);
  }
}

}  // namespace dlp_test
