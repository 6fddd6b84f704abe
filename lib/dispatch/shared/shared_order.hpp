// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <span>
#include <vector>

#include <comm/call/call.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/core/index_range.hpp>
#include <schedule/longest_first.hpp>

namespace dlp::detail {

/// The indices of a loop as they go, which the root makes.
///
/// Communicates: the order, as a broadcast. Collective: every rank of `comm`.
/// Throws: on the root, what `make` threw; on the other ranks a task_error then; disagreement.
[[nodiscard]] auto shared_order(communicator const& comm, loop_terms const& terms,
                                std::function<std::vector<index_t>()> const& make)
    -> std::vector<index_t>;

/// Those below `size` that an earlier run has not `done`, in order, or by cost where there is one.
[[nodiscard]] auto order_of_rest(index_t size, std::span<index_range const> done,
                                 cost_function const& cost) -> std::vector<index_t>;

/// Ends that call on a rank that has thrown before it came to it.
void cannot_tell_order(context& talk, loop_terms const& terms, std::vector<failure> const& why);

}  // namespace dlp::detail
