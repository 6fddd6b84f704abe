// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// Lets malloc keep freed blocks of up to 32 MiB for those that come next, at most 64 MiB at the
/// end of its heap. Else the memory of each large message comes from the system and goes back to
/// it: a page fault for every 4 KiB, which cost more than the message.
///
/// It is what glibc does by itself from the moment at which a program has freed a block of that
/// size, and this frees one, which nobody has touched; a program that has set malloc's thresholds
/// keeps its own. Other libraries for memory do as they do.
void keep_freed_memory() noexcept;

}  // namespace dlp::detail
