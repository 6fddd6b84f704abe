// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <memory>
#include <string>
#include <utility>

#include <dlp/comm/communicator.hpp>
#include <dlp/comm/pack.hpp>
#include <dlp/dispatch/task_pool.hpp>
#include <dlp/task/broadcast_value.hpp>
#include <dlp/task/pool_options.hpp>

namespace dlp {

/// What every pool can do, whatever its calls are.
class basic_pool {
 public:
  basic_pool(basic_pool const&) = delete;
  auto operator=(basic_pool const&) -> basic_pool& = delete;

  /// Whether this rank submits; the only rank of a communicator does.
  [[nodiscard]] auto is_root() const noexcept -> bool { return pool_->is_root(); }
  /// Whether it is one that has done calls.
  [[nodiscard]] auto is_worker() const noexcept -> bool { return !is_root(); }
  /// How many ranks do calls: all but the root, or the only one.
  [[nodiscard]] auto workers() const noexcept -> int { return pool_->workers(); }
  /// The same.
  [[nodiscard]] auto size() const noexcept -> int { return workers(); }

  /// Makes a value known in the pool: its handle, as an argument of calls, is sent in its place.
  /// Communicates: the value to each worker that is given a call with it, once.
  /// Throws: usage_error on a worker, and after the end; what its `serialize` throws.
  template <class T>
  [[nodiscard]] auto broadcast(T value) -> broadcast_value<T> {
    if constexpr (detail::travels_whole<T>()) {
      auto used = detail::used_values();
      auto packed = bytes();
      detail::pack(packed, value);
      auto kept = std::make_shared<T const>(std::move(value));
      auto token = pool_->keep(kept, std::move(packed), used.take());
      return {std::move(kept), std::move(token)};
    } else {
      return detail::no_value<broadcast_value<T>>();
    }
  }

  /// How many calls have been submitted and have not come back.
  [[nodiscard]] auto pending() const noexcept -> index_t { return pool_->pending(); }

  /// Takes in what has come, and hands out what can be; for a root that does other work for long.
  /// Whether a call has come back.
  auto poll() -> bool;

  /// Waits until a call has come back; false where none is under way.
  auto wait_some() -> bool;

  /// Ends the pool: the workers return from its constructor. On a worker, and the second time, it
  /// does nothing. With `finish::all` continuations may submit more until nothing is pending.
  /// Throws: usage_error in another thread than the one that made the pool, and in a call of it.
  void shutdown(finish how = finish::all);

  /// What the workers have done so far.
  [[nodiscard]] auto stats() const -> pool_stats;

 protected:
  /// `name`: what the ranks are to agree on.
  basic_pool(std::string name, pool_options const& options, detail::task_pool::doer work);
  /// Ends the pool, and calls what waits for that, though others may hold it still. Where there are
  /// calls that have not been handed out, it says on stderr how many.
  ~basic_pool();

  /// On the root of an executor that runs `body`: leaves with what is being handled.
  void leave_with_current_exception();

  /// What all of this is done by.
  [[nodiscard]] auto pool() const noexcept -> std::shared_ptr<detail::task_pool> const& {
    return pool_;
  }

 private:
  communicator comm_;  // lives as long as the pool
  std::shared_ptr<detail::task_pool> pool_;
};

}  // namespace dlp
