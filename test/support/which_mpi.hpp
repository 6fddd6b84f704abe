// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/test/tools/assertion_result.hpp>
#include <boost/test/tree/decorator.hpp>

#include <mpi.h>

namespace dlp_test {

#ifdef OMPI_MAJOR_VERSION
inline constexpr auto is_mpich = false;
#else
inline constexpr auto is_mpich = true;
#endif

/// Lets a case run where the MPI is as it wants, and says why it does not elsewhere.
inline auto needs(bool it_is_so, char const* why) {
  return boost::unit_test::precondition([=](boost::unit_test::test_unit_id) {
    auto result = boost::test_tools::assertion_result(it_is_so);
    result.message() << why;
    return result;
  });
}

/// Of a case whose ranks die, and whose job goes on.
inline auto needs_mpich() {
  return needs(is_mpich, "the launcher of this MPI ends all ranks when one dies");
}

inline auto needs_open_mpi() { return needs(!is_mpich, "it is about Open MPI"); }

}  // namespace dlp_test
