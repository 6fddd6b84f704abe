// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include <dlp/core/bytes.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/dispatch/kept_values.hpp>
#include <dlp/dispatch/survive.hpp>
#include <dlp/dispatch/task_listener.hpp>
#include <dlp/schedule/schedule.hpp>

namespace dlp::detail {

class context;
struct progress_options;

/// What a pool is about; but for `stop`, the same on every rank.
struct pool_terms {
  std::string name;  ///< "executor", and what else the ranks are to agree on
  std::optional<dlp::survive> survive = {};
  int root = 0;
  std::stop_token stop = {};
  bool progress_thread = false;           ///< see `pool_options`
  std::optional<double> warn_after = {};  ///< as in `loop_terms`
  std::source_location where = {};
};

/// What the workers of a pool have done.
struct pool_work {
  index_t calls = 0;       ///< that have come back
  double computed = 0;     ///< seconds, in all calls together
  double longest = 0;      ///< seconds, of one call
  double since_begin = 0;  ///< seconds, that the pool has been open
};

/// One rank's part in a pool: the root submits tasks, which are bytes; the workers do them, and
/// what they leave, bytes again, goes to the listeners of the tasks. The root drives it: in `turn`,
/// and now and then in `submit`. Where one rank is alone it does the tasks itself, in `turn`.
class task_pool {
 public:
  /// Does a task on this rank, and appends what it leaves. What it throws ends the job: it is to
  /// catch what comes from the program.
  using doer = std::function<void(std::span<std::byte const> frame, bytes& left, int rank)>;

  /// Opens the pool. On a worker that is all of it: it returns at the end of the pool, and throws a
  /// task_error where the root leaves by an exception. `begin`: called first where tasks are done;
  /// what it throws breaks the pool.
  /// `talk`: null where this rank is alone; `lone`: that of the only rank.
  task_pool(context* talk, pool_terms terms, progress_options const& shown, doer work,
            std::function<void()> const& begin = {}, context* lone = nullptr);
  task_pool(task_pool const&) = delete;
  auto operator=(task_pool const&) -> task_pool& = delete;

  ~task_pool();

  [[nodiscard]] auto is_root() const noexcept -> bool;
  [[nodiscard]] auto is_open() const noexcept -> bool;
  /// Whether it is in a turn: what is called now may not use it.
  [[nodiscard]] auto is_driven() const noexcept -> bool;
  [[nodiscard]] auto rank() const noexcept -> int;
  /// How many ranks do tasks.
  [[nodiscard]] auto workers() const noexcept -> int;

  /// Throws: usage_error where `what` cannot be done: on a worker, after the end, in another
  /// thread than the one that made the pool, in code of the program that the pool itself calls.
  void require_open(char const* what) const;

  /// Adds a task, or many. `uses`: values that have to be where it is done.
  /// Throws: as `require_open`; broken_pool.
  auto submit(bytes frame, std::shared_ptr<task_listener> to, int priority, std::stop_token stop,
              kept_tokens uses = {}) -> task_place;
  void submit(std::shared_ptr<task_series> many, schedule const& rule, int priority);

  /// Keeps a value, with its bytes and the values that are in it, for tasks to use until nobody
  /// holds what is returned. Throws: as `require_open`.
  auto keep(std::shared_ptr<void const> value, bytes packed, kept_tokens uses)
      -> std::shared_ptr<kept_token const>;

  /// Takes a task back that waits; its listener does not hear of it. Whether it was there.
  /// Throws: usage_error in another thread, as `require_open`.
  auto take_out(task_place where) -> bool;

  /// Serves the workers, and gives a result that has come to its listener; or waits until a worker
  /// has said something, if it `may_wait`. Whether a result has come.
  auto turn(bool may_wait) -> bool;

  /// How many tasks have been submitted alone, or handed out, and have not come back.
  [[nodiscard]] auto pending() const noexcept -> index_t;

  /// Ends the pool for all, once those that have been handed out, and where `all` says so those
  /// that wait, have come back.
  void finish(bool all);

  /// Ends it for all at once. What has not come back is dropped. Workers stop after their task.
  void leave(std::vector<failure> const& why) noexcept;

  /// The same, with the exception that is on its way, if one is, or else a word on stderr of what
  /// has not been handed out; the destructor does it, too.
  void abandon() noexcept;

  /// Says something where the root shows its progress.
  void says(std::string_view sentence);

  [[nodiscard]] auto work() const -> pool_work;

 private:
  struct part;
  void serve();
  std::unique_ptr<part> part_;
};

}  // namespace dlp::detail
