// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <comm/call/call.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dlp/comm/communicator.hpp>
#include <schedule/longest_first.hpp>

namespace dlp::detail {

/// The order of a loop that goes by cost; only the root calls `cost`.
///
/// Communicates: the order, as a broadcast. Collective: every rank of `comm`.
/// Throws: on the root, what `cost` threw; on the other ranks a task_error then; disagreement.
[[nodiscard]] auto shared_order(communicator const& comm, loop_terms const& terms,
                                cost_function const& cost) -> std::vector<index_t>;

/// Ends that call on a rank that has thrown before it came to it.
void cannot_tell_order(context& talk, loop_terms const& terms, std::vector<failure> const& why);

}  // namespace dlp::detail
