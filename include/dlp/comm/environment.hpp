// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <memory>

#include <boost/mpi/environment.hpp>

namespace dlp {

/// Brings MPI up, and down at the end of its scope. The first line of main.
///
/// It checks that the launcher belongs to this MPI, and sees to it that an exception that nobody
/// catches ends the whole job with a line that says where and why, and that a rank that dies of a
/// fault says in which index of which loop. An MPI that the user has brought up before is used and
/// left up. MPI is asked for MPI_THREAD_MULTIPLE. Under srun, too, a rank that dies ends the job.
///
/// Where ranks were lost on the way, or may be (see `survive`), and where MPICH's ranks talk by
/// TCP, which makes MPI_Finalize hang now and then, MPI does not go down: the program goes on to
/// its end, and when all ranks have come to theirs rank 0 ends the job, with the exit code that it
/// would have had, and a line that says who was lost, if anybody was. `DLP_FINALIZE=1` has
/// MPI_Finalize called over TCP all the same.
///
/// Under MPICH's mpiexec, which writes its standard input to rank 0 alone, the other ranks find an
/// empty one; see `DLP_STDIN` in docs/guide/variables.md.
///
/// Collective: construction and destruction, on every rank. The destructor waits, asleep, until
/// all ranks have come to their ends.
/// Throws: launch_error when the launcher of another MPI started the program.
class environment {
 public:
  environment();
  /// The same for an MPI that looks at the arguments of the program.
  environment(int& argc, char**& argv);
  environment(environment const&) = delete;
  auto operator=(environment const&) -> environment& = delete;

  /// A rank that ends while others wait for it in a call of `dlp` ends the job, and says so.
  ~environment();

 private:
  void begin();

  std::unique_ptr<boost::mpi::environment> mpi_;
};

}  // namespace dlp
