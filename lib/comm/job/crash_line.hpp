// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <comm/job/launch.hpp>

namespace dlp::detail {

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
