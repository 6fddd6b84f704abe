// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace benchmark {

/// One way to bring values to the root, or from it, or to all: the call on all ranks, and the end
/// of what it gave. It returns what `mark_of` the values is.
struct way {
  std::string name;
  std::function<double()> call;
  std::function<void()> prepare = [] {};  ///< comes before each call, and is not measured
};

/// The ways of one call on `count` numbers of each rank, which all come to the same marks; the
/// first of them is dlp's, the second raw MPI's into fresh memory.
struct comparison {
  std::string name;
  std::vector<way> ways;
};

[[nodiscard]] auto gathers(std::size_t count) -> comparison;
[[nodiscard]] auto flat_gathers(std::size_t count) -> comparison;
[[nodiscard]] auto all_gathers(std::size_t count) -> comparison;
[[nodiscard]] auto broadcasts(std::size_t count) -> comparison;

}  // namespace benchmark
