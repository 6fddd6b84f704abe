// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// From now on this process is to say so when it ends before MPI is finalized; its children may end
/// as they like. False where that was so already.
auto forbid_early_exit() noexcept -> bool;

/// This process is about to end, and has said why.
void allow_early_exit() noexcept;

/// Whether the end of this process would be such an early one. A signal handler may ask.
[[nodiscard]] auto is_early_exit() noexcept -> bool;

/// Ends this process at once, as the C library's `_exit` does, and says nothing. What calls `_exit`
/// itself would have the linker add the one of exit_hook.hpp.
[[noreturn]] void end_process(int code) noexcept;

}  // namespace dlp::detail
