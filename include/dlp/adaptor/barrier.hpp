// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <dlp/adaptor/options.hpp>
#include <dlp/comm/collectives.hpp>

namespace dlp {

/// Waits until every rank has come.
///
/// Communicates: one small message from each rank to the root and one back.
/// Collective: every rank of the communicator. Whoever waits, sleeps.
/// Throws: usage_error; disagreement.
inline void barrier(collective_options options = {}) {
  detail::meet({"barrier", options.comm, options.root, options.where});
}

}  // namespace dlp
