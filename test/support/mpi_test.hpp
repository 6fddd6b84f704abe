// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace dlp_test {

/// Runs the cases of this program on every rank of the world, and returns the exit code. Rank 0
/// ends by saying `ALL n RANKS PASSED (k cases)`, if every rank passed and ran the same k > 0
/// cases.
///
/// MPI has to be up. A test that wants it brought up in its own way defines `main` and calls this
/// there; for all others mpi_main.cpp does.
///
/// A case that is left by an exception or a failed BOOST_REQUIRE ends the job, for the other ranks
/// may wait for this one: between messages, use BOOST_TEST. A case that hangs ends it too, and each
/// rank says where it is.
auto run(int argc, char** argv) -> int;

}  // namespace dlp_test
