// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp::detail {

/// From now on a child that this process makes by fork() is known for one: it is no rank, MPI and
/// the open loops are its parent's, and whatever becomes of it is its parent's affair.
void watch_for_children() noexcept;

/// Whether this process is such a child.
[[nodiscard]] auto is_child() noexcept -> bool;

/// Throws: usage_error in a child.
void require_no_child();

}  // namespace dlp::detail
