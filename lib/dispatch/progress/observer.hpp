// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <dispatch/report/loop_facts.hpp>
#include <dispatch/report/visit_log.hpp>
#include <dispatch/trace/chunk_name.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// Whether a loop is to show how far it is, and to be reported on, and under which title.
struct progress_options {
  bool progress = false;
  std::string label = {};
  std::optional<bool> report = {};  ///< none where this kind of loop has no report
};

/// Whether that asks for a report, by the option or the environment.
[[nodiscard]] auto is_reported(progress_options const& options) -> bool;

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

/// What the root of a loop does while it does not wait.
enum class root_work {
  its_own,  ///< it is in the code of the program, with a result
  serving,  ///< it takes in a message, and hands out what follows from it
  keeping,  ///< it writes into a journal
  holding,  ///< of a pool: it has given no calls, and a worker has none
};

/// Hears at the root of a loop what happens in it. Indices are positions where the loop goes by
/// cost.
class listener {
 public:
  using time_point = std::chrono::steady_clock::time_point;

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

  /// Whether workers are to note the time of each example, of which it hears at the end by
  /// `told_times`; only then does it hear of what follows.
  [[nodiscard]] virtual auto notes_times() const -> bool;
  /// Whether it says itself why the loop was slow.
  [[nodiscard]] virtual auto explains() const -> bool;
  virtual void arrived(int rank);
  /// A chunk is about to be sent. Whether its worker is to draw it, as it does.
  [[nodiscard]] virtual auto draws(chunk_name const& chunk, index_range range) -> bool;
  /// A message came or went, with so many bytes; and whether it brings results.
  virtual void passed(std::size_t bytes, bool brings_results);
  /// A worker had nothing for so long, while its message and the answer were under way.
  virtual void waited(double seconds);
  virtual void root_was(root_work what, time_point from, time_point to);
  virtual void told_times(rank_times const& its);
  /// Everybody's times have come.
  virtual void concluded(loop_facts const& facts);
};

/// Those that listen to a loop: the one place where it says what happens. It costs nothing where
/// there are none.
class observer {
 public:
  /// Those that the options of the loop ask for, and the environment allows; see listeners.cpp.
  explicit observer(progress_options const& options) : observer(options, {}) {}
  /// The same, and the timeline of this process, where it has one and the loop has a `title` there.
  observer(progress_options const& options, std::string title);
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
  [[nodiscard]] auto notes_times() const -> bool {
    return std::ranges::any_of(listeners_, [](auto const& one) { return one->notes_times(); });
  }
  [[nodiscard]] auto explains() const -> bool {
    return std::ranges::any_of(listeners_, [](auto const& one) { return one->explains(); });
  }
  [[nodiscard]] auto draws(chunk_name const& chunk, index_range range) -> bool {
    return std::ranges::any_of(listeners_, [&](auto& one) { return one->draws(chunk, range); });
  }
  void arrived(int rank) {
    for (auto const& one : listeners_) one->arrived(rank);
  }
  void passed(std::size_t bytes, bool brings_results) {
    for (auto const& one : listeners_) one->passed(bytes, brings_results);
  }
  void waited(double seconds) {
    for (auto const& one : listeners_) one->waited(seconds);
  }
  void root_was(root_work what, listener::time_point from, listener::time_point to) {
    for (auto const& one : listeners_) one->root_was(what, from, to);
  }
  void told_times(rank_times const& its) {
    for (auto const& one : listeners_) one->told_times(its);
  }
  void concluded(loop_facts const& facts) {
    for (auto const& one : listeners_) one->concluded(facts);
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
