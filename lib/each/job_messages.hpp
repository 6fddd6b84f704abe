// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dlp::detail {

/// What a worker is told of a job: it knows the command line itself.
struct job_order {
  std::uint64_t number = 0;
  std::vector<std::string> arguments = {};
};

/// What comes back of it.
struct job_result {
  std::uint64_t number = 0;
  bool is_begun = false;  ///< else nothing more was to be begun
  int slot = 0;           ///< the worker, from 1
  std::string host = {};
  int code = -1;
  int signal = 0;
  bool is_timed_out = false;
  double began = 0;
  double seconds = 0;
  std::uint64_t received = 0;  ///< bytes of its output, with those that were sent before
  std::string out = {};        ///< the rest of it
  std::string err = {};
  std::string why = {};  ///< it could not be run
  int stop = 0;          ///< a signal that this rank has had
};

}  // namespace dlp::detail
