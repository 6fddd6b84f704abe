// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <mpi.h>

namespace dlp::detail {

/// Waits until `request` is complete, with the core given away.
void poll_until_done(MPI_Request& request);

}  // namespace dlp::detail
