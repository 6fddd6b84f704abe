// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <atomic>
#include <string_view>

namespace dlp {
namespace detail {

class open_mark;

/// Whether this process draws a timeline: `DLP_TRACE` is set, and not `0`, until that has ended.
extern std::atomic<bool> is_traced;

}  // namespace detail

/// Marks a part of the program in the timeline of `DLP_TRACE`, as long as it lives:
/// `auto const solving = dlp::mark("solve");`. It may stand in the body of a loop or outside, in
/// any thread, and in another mark. The name is copied. Without `DLP_TRACE` it costs one look at a
/// flag.
///
/// Parallel: each rank draws its own. Communicates: nothing. Collective: no.
class mark {
 public:
  /// It begins now.
  [[nodiscard]] explicit mark(std::string_view name) {
    if (detail::is_traced.load(std::memory_order_relaxed)) [[unlikely]]
      begin(name);
  }
  mark(mark const&) = delete;
  auto operator=(mark const&) -> mark& = delete;
  ~mark() {
    if (open_) [[unlikely]]
      end();
  }

 private:
  void begin(std::string_view name);
  void end() noexcept;

  detail::open_mark* open_ = nullptr;
};

}  // namespace dlp
