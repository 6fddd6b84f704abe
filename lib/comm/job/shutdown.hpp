// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <comm/job/launch.hpp>

namespace dlp::detail {

/// Whether MPI_Finalize hangs now and then in jobs like this one: see mpich.hpp. `DLP_FINALIZE`
/// says 1 where it is to be called all the same, and 0 where it is not.
[[nodiscard]] auto finalize_may_hang(lookup const& variable, std::string const& mpi_library,
                                     bool on_several_hosts) -> bool;

/// What this process has written is to be on its way when the job is ended from outside.
void flush_all();

/// This process will not call MPI_Finalize. The last that exit() does here is to wait, asleep, for
/// all other ranks. Then each says to MPICH's mpiexec what MPI_Finalize would; where that cannot
/// be, or a rank is lost or ends with another code than 0, rank 0 ends the job with all codes in
/// one, as mpiexec puts them together. Under srun, which kills all for any abort, each rank ends by
/// itself.
void end_without_finalize();

/// Whether it is to end so.
[[nodiscard]] auto ends_without_finalize() noexcept -> bool;

/// Does that now, as a process that ends with this code.
void end_job_together(int code);

}  // namespace dlp::detail
