// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <dlp/core/failure.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// Whether a loop is to show how far it is, and under which title.
struct progress_options {
  bool progress = false;
  std::string label = {};
};

/// How far a loop is.
struct standing {
  index_t done = 0;
  std::optional<index_t> total;
  int busy = 0;   ///< ranks that have work
  int ranks = 0;  ///< ranks that compute
  std::size_t failures = 0;
  /// What all ranks together have computed, in seconds, where they say it; else it follows from how
  /// many were busy each time.
  std::optional<double> computed = {};
};

/// Hears at the root of a loop what happens in it. Indices are positions where the loop goes by
/// cost.
class listener {
 public:
  listener() = default;
  listener(listener const&) = delete;
  auto operator=(listener const&) -> listener& = delete;
  virtual ~listener() = default;

  virtual void handed_out(int rank, index_range range);
  /// The rank is through with these, in so many seconds.
  virtual void done(int rank, index_range range, double seconds);
  virtual void failed(failure const& what);
  virtual void lost(int rank);

  /// Comes often, and whether or not anything has changed.
  virtual void stands(standing const& now);
  /// The loop is over.
  virtual void ended(standing const& now);
  /// Something that a person who watches is to know.
  virtual void says(std::string_view sentence);
};

/// Those that listen to a loop: the one place where it says what happens. It costs nothing where
/// there are none.
class observer {
 public:
  /// Those that the options of the loop ask for, and the environment allows; see listeners.cpp.
  explicit observer(progress_options const& options);
  explicit observer(std::vector<std::unique_ptr<listener>> listeners) noexcept
      : listeners_(std::move(listeners)) {}

  [[nodiscard]] auto on() const noexcept -> bool { return !listeners_.empty(); }

  void handed_out(int rank, index_range range) {
    for (auto const& one : listeners_) one->handed_out(rank, range);
  }
  void done(int rank, index_range range, double seconds) {
    for (auto const& one : listeners_) one->done(rank, range, seconds);
  }
  void failed(failure const& what) {
    for (auto const& one : listeners_) one->failed(what);
  }
  void lost(int rank) {
    for (auto const& one : listeners_) one->lost(rank);
  }
  void says(std::string_view sentence) {
    for (auto const& one : listeners_) one->says(sentence);
  }
  template <std::invocable Now>
  void stands(Now now) {
    for (auto const& one : listeners_) one->stands(now());
  }
  template <std::invocable Now>
  void ended(Now now) {
    for (auto const& one : listeners_) one->ended(now());
  }

 private:
  std::vector<std::unique_ptr<listener>> listeners_;
};

}  // namespace dlp::detail
