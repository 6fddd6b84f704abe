// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <dlp/task/function_pool.hpp>
#include <each/argument_rows.hpp>
#include <each/each_options.hpp>
#include <each/halt_rule.hpp>
#include <each/job_log.hpp>
#include <each/job_messages.hpp>
#include <each/job_wire.hpp>
#include <each/output_printer.hpp>
#include <each/progress_bar.hpp>
#include <each/store/job_store.hpp>

namespace dlp::detail {

/// What the root does: it gives jobs to the pool, and what comes back to the printer, to log and
/// store, and to the rule that says whether to go on.
class job_manager {
 public:
  using job_pool = function_pool<job_result(job_order)>;

  /// `wire`: null where there is one rank alone.
  job_manager(each_options const& asked, job_wire* wire);

  /// Has all jobs run in the pool; the exit code.
  /// Throws: usage_error, dlp::error; no job runs then.
  auto run(job_pool& pool) -> int;

  /// Prints the command lines, and runs nothing.
  void print_commands();

  /// A job that runs in this slot has written to stream 1 or 2.
  void take_output(std::uint64_t job, int slot, int stream, std::string_view text);

  /// What is still to be done.
  [[nodiscard]] auto wanted() const noexcept -> demand { return wanted_; }

 private:
  struct job {
    job_order order;
    std::uint64_t tries = 0;  // that have ended
  };

  void prepare();
  auto next_order(bool may_wait) -> std::optional<job_order>;
  auto feed(job_pool& pool) -> bool;
  void submit(job_pool& pool, job what);
  auto take_results() -> bool;
  void take(job_result result);
  void record(job& of, job_result const& result, std::string const& command);
  void keep();
  void log_kept();
  void say(std::string const& text);
  void want_less(demand what);
  void go_on(job_pool& pool);
  void drain(job_pool& pool) noexcept;
  void wait(bool wants_arguments);
  [[nodiscard]] auto room(job_pool const& pool) const -> std::size_t;
  [[nodiscard]] auto is_through() const -> bool;
  [[nodiscard]] auto tag_of(std::uint64_t number, int slot) const -> std::string;
  void write(int stream, std::string_view text);

  each_options const& asked_;
  job_wire* wire_;
  argument_rows rows_;
  output_printer printer_;
  std::map<std::uint64_t, bool> in_log_;  // whether it failed
  std::optional<job_log> log_;
  std::vector<job_record> unlogged_;  // until the store has them for certain
  std::unique_ptr<job_store> store_;
  std::optional<progress_bar> bar_;

  std::uint64_t number_ = 0;    // of the last job that was made
  std::uint64_t left_out_ = 0;  // of them, since they were done before
  std::map<std::uint64_t, job> under_way_;
  std::deque<job> again_;
  std::deque<job_result> come_;
  job_counts counts_;
  demand wanted_ = demand::all;
  int stop_ = 0;               // a signal that some rank has had
  std::exception_ptr broken_;  // what was thrown where the pool takes it for a job's
  bool drops_output_ = false;
  int nap_ = 0;
};

}  // namespace dlp::detail
