// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <dlp/core/failure.hpp>

namespace dlp {

/// The base of all that `dlp` throws.
class error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A call that cannot be right (chunk 0, no such root, MPI not up); thrown before any message.
class usage_error : public error {
 public:
  using error::error;
};

/// The program was started by the launcher of another MPI, so that every process is alone.
class launch_error : public error {
 public:
  using error::error;
};

/// An error that every rank of the communicator throws from the same call.
class collective_error : public error {
 public:
  using error::error;
};

/// The ranks did not make the same call; the text says who said what.
class disagreement : public collective_error {
 public:
  using collective_error::collective_error;
};

/// User code threw: the same on every rank, with every failure that is known, in the order of their
/// indices.
class task_error : public collective_error {
 public:
  /// `call` names the loop in the text.
  task_error(std::string_view call, std::vector<failure> failures);

  /// Those of all ranks.
  [[nodiscard]] auto failures() const noexcept -> std::vector<failure> const& { return failures_; }

 private:
  std::vector<failure> failures_;
};

/// A loop was stopped before its end, by a signal after `stop_on_signal` or by its deadline: the
/// same on every rank. Where nobody catches it the job ends in order, with `exit_code`.
class stopped : public collective_error {
 public:
  using collective_error::collective_error;

  /// EX_TEMPFAIL of sysexits.h: the same may do better later.
  static constexpr auto exit_code = 75;
};

/// What a call of a pool throws that has been cancelled, or was not done when its pool ended.
class cancelled_error : public error {
 public:
  using error::error;
};

/// What the calls of a pool throw that can do nothing more: no worker is left, or none could begin.
class broken_pool : public error {
 public:
  using error::error;
};

}  // namespace dlp
