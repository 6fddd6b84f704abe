// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <vector>

#include "../support/contender.hpp"

namespace benchmark {

/// What every example computes.
using work = std::function<void()>;

/// The examples of one loop, and what each computes; contenders run that loop again and again until
/// it is n examples.
struct short_loop {
  dlp::index_t size;
  work body;
};

/// Loops of dlp.
[[nodiscard]] auto loops_of_dlp(short_loop const& what) -> std::vector<contender>;

/// What they stand next to: by threads, by a manager written by hand, and in equal shares that end
/// at a barrier.
[[nodiscard]] auto loops_of_others(short_loop const& what) -> std::vector<contender>;

/// A loop of `what.size` examples by `once(visited)`, again and again.
template <class Once>
[[nodiscard]] auto repeated(char const* name, short_loop const& what, Once once) -> contender {
  return {.name = name,
          .loop =
              [size = what.size, once](dlp::index_t n) {
                auto visited = tally();
                for (; n != 0; n -= size) once(visited);
                return visited;
              },
          .multiple = what.size};
}

}  // namespace benchmark
