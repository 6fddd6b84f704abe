// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/check_mpi.hpp>

#include <string>

#include <boost/mpi/exception.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(check_mpi_test)

namespace detail = dlp::detail;

// contract: E8
BOOST_AUTO_TEST_CASE(an_error_of_mpi_is_an_exception_that_names_the_routine) {
  detail::check_mpi(MPI_SUCCESS, "MPI_Send");
  BOOST_CHECK_EXCEPTION(
      detail::check_mpi(MPI_ERR_TAG, "MPI_Send"), boost::mpi::exception,
      [](auto const& e) { return std::string(e.what()).find("MPI_Send") != std::string::npos; });
}

BOOST_AUTO_TEST_SUITE_END()
