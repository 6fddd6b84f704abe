// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace simulated {

/// What a rank's processor is busy with when it speaks to MPI, in seconds. SMPI simulates the
/// network; without these, its ranks would handle a message in no time.
struct costs {
  double message = 0.75e-6;  ///< to send one, or to take one in and act on it
  double poll = 0.04e-6;     ///< to look for one that is not there
  double yield = 0.3e-6;     ///< to give the core away, and get it back
  double wake_up = 15e-6;    ///< by which a sleep is longer than asked for
};
void set_costs(costs of) noexcept;

/// What this rank has done so far.
struct account {
  std::uint64_t received = 0;
  std::uint64_t sent = 0;
};
[[nodiscard]] auto account_so_far() noexcept -> account;

/// Simulated seconds since the start of the program.
[[nodiscard]] auto now() noexcept -> double;

/// Keeps this rank's processor busy for so many simulated seconds.
void compute(double seconds);

}  // namespace simulated
