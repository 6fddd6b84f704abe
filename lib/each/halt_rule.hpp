// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dlp::detail {

/// How many jobs there are, and what became of those that have ended.
struct job_counts {
  std::uint64_t total = 0;  ///< where the rule asks for it
  std::uint64_t failed = 0;
  std::uint64_t succeeded = 0;
  int last_code = 0;  ///< of the last before the rule stopped them; from 128 on for a signal

  [[nodiscard]] auto done() const -> std::uint64_t { return failed + succeeded; }
};

/// How much is still to be done.
enum class demand : int {
  all = 0,
  what_runs = 1,  ///< and nothing is begun
  nothing = 2,    ///< what runs is ended
};

/// When jobs are not worth going on with: GNU parallel's `--halt`.
class halt_rule {
 public:
  /// `never`.
  halt_rule() = default;

  /// Of `never`, `soon,fail=1`, `now,success=30%`, `2`. Throws: usage_error.
  explicit halt_rule(std::string const& text);

  [[nodiscard]] auto is_never() const -> bool { return when_ == demand::all; }
  /// Whether it can only be judged where it is known how many jobs there are.
  [[nodiscard]] auto needs_total() const -> bool { return is_share_; }

  /// What is to be done after these.
  [[nodiscard]] auto judge(job_counts const& so_far) const -> demand;

  /// What the program ends with: the number of failed jobs, up to 101 for all above 100, or what
  /// the rule says in its place.
  [[nodiscard]] auto exit_code(job_counts const& in_the_end) const -> int;

 private:
  enum class reason { fail, success, done };

  [[nodiscard]] auto counted(job_counts const& of) const -> std::uint64_t;

  demand when_ = demand::all;
  reason why_ = reason::fail;
  std::uint64_t limit_ = 0;
  bool is_share_ = false;
};

}  // namespace dlp::detail
