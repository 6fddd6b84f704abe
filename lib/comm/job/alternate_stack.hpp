// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// From now on threads get a stack of their own for handlers of signals, on which one can speak of
/// the overflow of the other; this one at once.
void use_alternate_stacks();

/// Gives this thread its own, once, where they are used and it has none.
void give_this_thread_an_alternate_stack();

}  // namespace dlp::detail
