// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <source_location>
#include <string>
#include <string_view>

#include <comm/job/open_place.hpp>
#include <dispatch/progress/watched_visit.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// Says on stderr which example of one loop this rank has been in for long. One thread of the
/// process looks at all loops that have one; it never calls MPI.
class watchdog {
 public:
  /// `name`: of the loop, up to its first space or comma.
  watchdog(std::string_view name, std::source_location where, double after);
  watchdog(watchdog const&) = delete;
  auto operator=(watchdog const&) -> watchdog& = delete;
  ~watchdog();

  /// See `watched_visit`.
  void begins(index_t index) noexcept { visit_.begins(index); }
  void pauses() noexcept { visit_.pauses(); }

  /// Since when this rank is in its example, which it knows exactly.
  void tell_moment(loop_moment& now) const noexcept {
    now.since = visit_.since();
    now.is_exact = now.since.has_value();
  }

 private:
  friend class watching_thread;

  watched_visit visit_;
  std::string rank_;  // "dlp: rank 3 (n012) "
};

/// While it lives this rank is in an example of a loop, which may have a watchdog.
class visit_while {
 public:
  visit_while(std::optional<watchdog>& its, index_t index) noexcept : its_(its) {
    if (its_) its_->begins(index);
  }
  visit_while(visit_while const&) = delete;
  auto operator=(visit_while const&) -> visit_while& = delete;
  ~visit_while() {
    if (its_) its_->pauses();
  }

 private:
  std::optional<watchdog>& its_;
};

}  // namespace dlp::detail
