// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <source_location>
#include <string>

#include <comm/job/launch.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// A loop that is open: it tells where a crash was. Nothing is written to it while the loop runs;
/// its index is read from the loop's own object by who needs it.
class open_place {
 public:
  /// The current index of a loop; `failure::no_index` where it has none.
  using index_reader = index_t (*)(void const* loop) noexcept;

  /// `name`: of the loop, up to its first space. It and `loop` live until this is closed.
  open_place(char const* name, std::source_location where, void const* loop,
             index_reader index) noexcept;
  ~open_place() { close(); }
  open_place(open_place const&) = delete;
  auto operator=(open_place const&) -> open_place& = delete;

  /// The loop is over.
  void close() noexcept;

 private:
  friend struct places;

  char const* name_;
  std::source_location where_;
  void const* loop_;
  index_reader index_;
  std::uintptr_t thread_;
  open_place* outer_ = nullptr;
  bool open_ = true;
};

/// "index 7 of split_managed at x.cpp:9", of the loops that this thread is in, the innermost first;
/// empty where it is in none.
[[nodiscard]] auto open_loops() -> std::string;

/// From now on this process says it in a line when it dies of a signal that is a fault, with the
/// loop and the index where it was. The line comes before the handler that there was until now,
/// which may know how to go on. Once; later calls do nothing. `DLP_CRASH_LINE=0` turns it off. MPI
/// has to be up. Throws: usage_error where `DLP_CRASH_LINE` is neither 0 nor 1.
void tell_of_crashes();

/// Whether `DLP_CRASH_LINE` leaves it on.
/// Throws: usage_error, as `tell_of_crashes`.
[[nodiscard]] auto wants_crash_line(lookup const& variable) -> bool;

/// This process is about to end, and has said why.
void be_silent_about_crashes() noexcept;

}  // namespace dlp::detail
