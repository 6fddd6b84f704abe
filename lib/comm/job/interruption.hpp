// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include <dlp/core/deadline.hpp>

namespace dlp::detail {

/// What interrupts all loops of this process: "SIGTERM", or "the end of the job"; empty as long as
/// nothing does.
[[nodiscard]] auto interrupted_by() -> std::string;

/// Whether this process has had one of the signals that stop loops. Whoever sends it to all
/// processes of a job, as Slurm does, ends by it those that a body has started.
[[nodiscard]] auto signal_has_come() noexcept -> bool;

/// What may end one loop before its time: a token of the program's, a deadline, and what interrupts
/// all loops.
class interruption {
 public:
  /// `returns`: the deadline ends the loop as the program's token does, and is no interruption.
  interruption(std::stop_token by_program, deadline until, bool returns = false);
  interruption(interruption const&) = delete;
  auto operator=(interruption const&) -> interruption& = delete;
  ~interruption();

  /// Is stopped by any of these.
  [[nodiscard]] auto token() const -> std::stop_token {
    return own_.stop_possible() ? own_.get_token() : by_program_;
  }

  /// Whether its deadline is over, and interrupts it.
  [[nodiscard]] auto is_over() const noexcept -> bool { return !returns_ && until_.is_over(); }

  /// What has interrupted it; empty where nothing has, or the program's token.
  [[nodiscard]] auto why() const -> std::string;

 private:
  struct stop_own {
    std::stop_source* own;
    void operator()() const { own->request_stop(); }
  };

  std::stop_token by_program_;
  deadline until_;
  bool returns_;
  std::stop_source own_{std::nostopstate};  // for more than the program's token
  std::optional<std::stop_callback<stop_own>> follows_;
};

}  // namespace dlp::detail
