// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <each/each_options.hpp>
#include <each/halt_rule.hpp>
#include <each/job_messages.hpp>

namespace dlp::detail {

/// The command line of a job that runs in this slot.
[[nodiscard]] auto command_of(each_options const& asked, job_order const& job, int slot)
    -> std::string;

/// Runs jobs, one at a time, in a slot.
class job_runner {
 public:
  /// What a runner has to do with the others.
  struct surroundings {
    /// The job has written so much to stream 1 or 2 that it does not wait for its end.
    std::function<void(std::uint64_t, int, std::string_view)> wrote;
    std::function<demand()> heard;
  };

  job_runner(each_options const& asked, int slot, surroundings around);

  /// Throws: std::system_error where there is no pipe for it.
  auto run(job_order const& job) -> job_result;

 private:
  each_options const& asked_;
  int slot_;
  surroundings around_;
  std::string shell_;
  std::string host_;
};

}  // namespace dlp::detail
