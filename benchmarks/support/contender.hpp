// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tally.hpp"

namespace benchmark {

/// One way to run a loop of n examples, to be compared with others.
struct contender {
  std::string name;
  std::function<tally(dlp::index_t n)> loop;  ///< what this rank has visited of [0, n)
  int least_ranks = 1;
  bool on_root_alone = false;  ///< the other ranks sleep meanwhile
  dlp::index_t multiple = 1;   ///< n is a multiple of this: it loops over as many, again and again
};

/// The contenders that can take part with as many ranks as there are; those without a loop cannot.
[[nodiscard]] auto able(std::vector<contender> all) -> std::vector<contender>;

/// The seconds from the moment at which all ranks begin until the last one has left the loop.
/// Collective: every rank. Throws: wrong_visits.
[[nodiscard]] auto measure(contender const& who, dlp::index_t n) -> double;

/// The size with which a loop takes about as many seconds.
/// Collective: every rank.
[[nodiscard]] auto size_that_takes(double seconds, contender const& who) -> dlp::index_t;

/// Seconds by contender and round. Each round has a turn of every contender, one after the other,
/// so that whatever else the machine does meets all of them: compare within a round.
/// Collective: every rank.
[[nodiscard]] auto measure_rounds(std::vector<contender> const& all,
                                  std::vector<dlp::index_t> const& sizes, int rounds)
    -> std::vector<std::vector<double>>;

}  // namespace benchmark
