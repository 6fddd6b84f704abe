// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>

#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// Which example of a loop this rank is in, and since when, where another thread looks at it, which
/// finds out whether that takes long.
class watched_visit {
 public:
  using clock = std::chrono::steady_clock;

  /// `of`: "map at x.cpp:9". It takes long after so many seconds.
  watched_visit(std::string of, double after);

  /// In the thread of the loop: it is in this example now; it is in none.
  void begins(index_t index, clock::time_point now = clock::now()) noexcept;
  void pauses(clock::time_point now = clock::now()) noexcept;

  /// In that thread: since when it is in an example.
  [[nodiscard]] auto since() const noexcept -> std::optional<clock::time_point>;

  struct look {
    clock::time_point next;  ///< not before then is there anything to say
    std::string line = {};   ///< what is to be said, if anything
  };

  /// In the thread that watches: "has been in index 4711 of map at x.cpp:9 for 10 min; such
  /// examples take 4 s", once, and when it has taken twice as long again.
  [[nodiscard]] auto look_at(clock::time_point now) -> look;

 private:
  using ticks = clock::rep;

  // What the loop's thread writes. Between two examples `began_` is 0: who reads it before and
  // after the index, and finds the same, has the index of that example.
  std::atomic<ticks> began_ = 0;
  std::atomic<index_t> index_ = 0;
  std::atomic<ticks> spent_ = 0;  // in those that are done
  std::atomic<index_t> done_ = 0;

  // What the watching thread has.
  std::string of_;
  double after_;
  ticks seen_ = 0;  // when the example began of which it has spoken
  double next_;     // after so many seconds it speaks of it
};

}  // namespace dlp::detail
