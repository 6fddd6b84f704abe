// SPDX-License-Identifier: BSL-1.0
//
// What is so with MPICH 4.0.2, its mpiexec (hydra) and UCX, and in no standard. Each stands here
// once, with what has to change before it can go.
#pragma once

#include <string_view>

namespace dlp::detail::mpich {

/// The name that `find_launch` gives to its mpiexec.
inline constexpr auto launcher = "MPICH's mpiexec";

/// A probe shows a message only at the second or third look after it has come: who looks once and
/// sleeps finds it a sleep later. It can go when `benchmarks/dispatch` is no slower with 1.
inline constexpr auto polls_a_look = 3;

/// So large a message is below the eager limit: it has come whole, and who receives it waits for
/// nobody. A larger one is received without waiting. It can go when nothing is received by
/// MPI_Mrecv.
inline constexpr auto arrives_whole = 4096;

/// MPI_Abort waits for an answer of mpiexec, for ever where that is not reached, as over a cable
/// that has been cut. It can go when MPI_Abort has a limit of its own.
inline constexpr auto seconds_to_answer_an_abort = 5U;

/// Its mpiexec from 4.1 to 4.3 may end with code 0 when a rank has died: `pmi_cb` in hydra's
/// proxy/pmip_cb.c, for each rank whose socket closes, has the codes of all others that it does not
/// know yet count as 0, that of the dead one among them. A rank that can says before it ends what
/// MPI_Abort says, in PMI's words, on the socket that this variable names. It can go when of 300
/// jobs in which a rank calls `_exit` none ends with code 0.
inline constexpr auto variable_of_its_line = "PMI_FD";
inline constexpr auto abort_with_code = std::string_view("cmd=abort exitcode=");

/// What MPI_Finalize says last on that socket, and what the answer begins with: a process that has
/// said it ends well. It goes with `hangs_in_finalize_over_tcp`.
inline constexpr auto finalize = std::string_view("cmd=finalize\n");
inline constexpr auto finalize_answer = std::string_view("cmd=finalize_ack");

/// Whether MPI_Finalize may hang where ranks talk by TCP, as `ch4:ucx` does: 29 of 100 runs of 3
/// ranks, and 59 of 100 of 4. It can go when `DLP_FINALIZE=1` has no such runs over TCP.
[[nodiscard]] constexpr auto hangs_in_finalize_over_tcp(std::string_view library) noexcept -> bool {
  return library.find("ch4:ucx") != library.npos;
}

/// Whether a process has a name of its mpiexec, which is called mpirun too, as others are.
[[nodiscard]] constexpr auto is_its_launcher(std::string_view name) noexcept -> bool {
  return name.starts_with("mpiexec") || name.starts_with("mpirun");
}

/// Whether a process of this name is one of its mpiexec's, which reads what the ranks write.
[[nodiscard]] constexpr auto is_its_proxy(std::string_view name) noexcept -> bool {
  return name.starts_with("hydra");
}

}  // namespace dlp::detail::mpich
