// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dlp::detail {

/// A command line that a shell runs, in a group of processes of its own.
struct child_terms {
  std::string shell;
  std::string command;
  std::vector<std::string> environment = {};
  std::optional<std::chrono::duration<double>> timeout = {};  ///< then it is ended
  bool is_captured = true;  ///< else it writes to stdout and stderr of this process
};

/// What became of it.
struct child_end {
  int code = 0;    ///< what it has returned; -1 where it was ended from here, or never began
  int signal = 0;  ///< that it died by
  bool is_timed_out = false;
  double began = 0;      ///< seconds since 1970
  double seconds = 0;    ///< that it took
  std::string why = {};  ///< it never began
};

/// What is done while a child runs.
struct child_watch {
  /// It has written so much to stream 1 or 2.
  std::function<void(int, std::string_view)> wrote;
  /// Asked now and then: whether it is to be ended.
  std::function<bool()> is_unwanted;
};

/// Runs it to its end. It finds /dev/null at stdin, and no other file that is open here. Where it
/// is ended, SIGTERM goes to its group, again 0.2 and 0.3 s later, and after 0.35 s SIGKILL.
[[nodiscard]] auto run_child(child_terms const& terms, child_watch const& watch) -> child_end;

/// The shell for command lines: PARALLEL_SHELL or SHELL, where that is one of Bourne's kind.
[[nodiscard]] auto shell_for_children() -> std::string;

}  // namespace dlp::detail
