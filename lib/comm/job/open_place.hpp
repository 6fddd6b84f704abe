// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>

#include <comm/job/signal_line.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// What a rank does in a loop, or in another call of the library's.
enum class activity {
  body,     ///< it is in the program's code, at an index where there is one
  result,   ///< it is at the result of an index, on the root
  waiting,  ///< it has no work
  serving,  ///< it hands out
  holding,  ///< it is in the program's code, and others may get work of it
  calling,  ///< it is in a call that is no loop
};

/// Where a rank is in a loop at this moment, as the loop's own object says it.
struct loop_moment {
  index_t index = failure::no_index;  ///< the current or the last one, where there is any
  activity what = activity::body;
  /// Since when; none: since the loop began.
  std::optional<std::chrono::steady_clock::time_point> since = {};
  bool is_exact = false;  ///< it began then, and not after it
  std::optional<index_t> done = {};
  std::optional<index_t> total = {};
};

/// A loop that is open, or another call: it tells where a crash was, and where a rank is. Nothing
/// is written to it while the loop runs; where that is, is read from the loop's own object by who
/// needs it, in the thread of the loop.
class open_place {
 public:
  /// The current index of a loop; `failure::no_index` where it has none. A crash may have broken
  /// what is read.
  using index_reader = index_t (*)(void const* loop) noexcept;
  /// All that is known.
  using moment_reader = loop_moment (*)(void const* loop) noexcept;

  /// `name`: of the loop, up to its first space or comma. It and `loop` live until this is closed.
  open_place(char const* name, std::source_location where, void const* loop,
             index_reader reads_index, moment_reader reads_moment = nullptr) noexcept;
  /// Of a call that is no loop, of which no crash speaks; `name`: up to its root.
  open_place(char const* name, std::source_location where) noexcept
      : open_place(name, where, nullptr, nullptr) {}
  ~open_place() { close(); }
  open_place(open_place const&) = delete;
  auto operator=(open_place const&) -> open_place& = delete;

  /// It is over.
  void close() noexcept;

  [[nodiscard]] auto is_loop() const noexcept -> bool { return index_ != nullptr; }
  [[nodiscard]] auto thread() const noexcept -> std::uintptr_t { return thread_; }
  [[nodiscard]] auto index() const noexcept -> index_t { return index_(loop_); }
  [[nodiscard]] auto now() const noexcept -> loop_moment;

  /// "split_managed at x.cpp:9".
  friend auto operator<<(signal_line& said, open_place const& one) noexcept -> signal_line&;

 private:
  friend struct open_places;

  char const* name_;
  std::source_location where_;
  void const* loop_;
  index_reader index_;
  moment_reader moment_;
  std::uintptr_t thread_;
  std::chrono::steady_clock::time_point opened_ = std::chrono::steady_clock::now();
  open_place* outer_ = nullptr;
  bool open_ = true;
};

/// As `open_place::thread`, of this one.
[[nodiscard]] auto this_thread() noexcept -> std::uintptr_t;

/// The innermost loop of this thread, or where it has none the latest of another; null where there
/// is none. A signal's handler may call it; as it takes no lock, only that of a crash does.
[[nodiscard]] auto place_of_crash() noexcept -> open_place const*;

/// What is said of where this thread is, or whether another has been sent the signal to speak in
/// its place, where this one is nowhere and that one is somewhere.
struct said_where {
  signal_line text;
  bool is_handed_on = false;
};

/// "in index 7 of map at x.cpp:9 for 12 s, in index 1 of split_managed at x.cpp:5 for 3 min 07 s",
/// of this thread, the innermost first. A signal's handler may call it.
[[nodiscard]] auto where_this_thread_is(int signal) noexcept -> said_where;

/// "index 7 of split_managed at x.cpp:9", of the loops that this thread is in, the innermost first;
/// empty where it is in none.
[[nodiscard]] auto open_loops() -> std::string;

/// "index 7 of split_managed at x.cpp:9".
void append_index(signal_line& said, index_t index, open_place const& place) noexcept;

}  // namespace dlp::detail
