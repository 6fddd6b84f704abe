// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <span>

#include <dlp/core/bytes.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// Where a task waits in a pool's queue.
struct task_place {
  int priority = 0;
  std::uint64_t number = 0;
};

/// Hears what becomes of tasks: of each one of the two, in the thread that drives their pool.
class task_listener {
 public:
  task_listener() = default;
  task_listener(task_listener const&) = delete;
  auto operator=(task_listener const&) -> task_listener& = delete;
  virtual ~task_listener() = default;

  /// What it left, as its worker packed it; the bytes are good until this returns. `tag` tells the
  /// tasks of one listener apart.
  virtual void came(index_t tag, std::span<std::byte const> packed) noexcept = 0;

  /// It will not be done.
  virtual void dropped(index_t tag, std::exception_ptr const& why) noexcept = 0;
};

/// Tasks that are made one by one when they are to be handed out, as those of a map: their tags are
/// 0, 1, 2, … Code of the program that throws in it is for the series to keep: the pool goes on.
class task_series : public task_listener {
 public:
  enum class readiness {
    ready,  ///< `make` makes one
    later,  ///< whoever takes the results is to take some first
    over,   ///< there are no more
  };
  [[nodiscard]] virtual auto look() noexcept -> readiness = 0;

  /// Appends the bytes of the next one; false where that one fails, of which nobody hears more.
  virtual auto make(bytes& frame) noexcept -> bool = 0;

  /// The pool is about to end: from now on none waits for who takes the results.
  virtual void hurry() noexcept {}

  /// No more are asked for: the pool has ended, or broke.
  virtual void ended(std::exception_ptr const& why) noexcept = 0;

  /// How many are still to be made, where that is known.
  [[nodiscard]] virtual auto left() const noexcept -> std::optional<index_t> = 0;
};

}  // namespace dlp::detail
