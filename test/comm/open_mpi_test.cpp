// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/open_mpi.hpp>

#include <cstring>

#include <boost/test/unit_test.hpp>

#include <comm/job/launch.hpp>

BOOST_AUTO_TEST_SUITE(open_mpi_test)

namespace open_mpi = dlp::detail::open_mpi;

BOOST_AUTO_TEST_CASE(its_mpiexec_is_known_by_its_variables) {
  auto const launched = dlp::detail::find_launch([](char const* name) -> char const* {
    return std::strcmp(name, "OMPI_COMM_WORLD_SIZE") == 0 ? "3" : nullptr;
  });
  BOOST_REQUIRE(launched.has_value());
  BOOST_TEST(launched->launcher == open_mpi::launcher);
}

BOOST_AUTO_TEST_CASE(it_is_known_by_its_text) {
  BOOST_TEST(open_mpi::is_it(dlp::detail::short_name("Open MPI v4.1.4, package: Debian OpenMPI")));
  BOOST_TEST(!open_mpi::is_it(dlp::detail::short_name("MPICH Version:\t4.0.2\n")));
}

BOOST_AUTO_TEST_CASE(its_mpiexec_has_a_name_that_no_other_has) {
  BOOST_TEST(open_mpi::is_its_launcher("orterun"));
  BOOST_TEST(!open_mpi::is_its_launcher("orted"));
}

BOOST_AUTO_TEST_CASE(its_proxies_are_known_by_their_names) {
  BOOST_TEST(open_mpi::is_its_proxy("orted"));
  BOOST_TEST(!open_mpi::is_its_proxy("orterun"));
}

BOOST_AUTO_TEST_SUITE_END()
