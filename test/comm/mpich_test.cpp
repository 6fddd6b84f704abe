// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/mpich.hpp>

#include <cstring>

#include <boost/test/unit_test.hpp>

#include <comm/job/launch.hpp>

BOOST_AUTO_TEST_SUITE(mpich_test)

namespace mpich = dlp::detail::mpich;

BOOST_AUTO_TEST_CASE(its_mpiexec_is_known_by_its_variables) {
  auto const launched = dlp::detail::find_launch([](char const* name) -> char const* {
    return std::strcmp(name, "PMI_SIZE") == 0 ? "3" : nullptr;
  });
  BOOST_REQUIRE(launched.has_value());
  BOOST_TEST(launched->launcher == mpich::launcher);
}

BOOST_AUTO_TEST_CASE(only_over_ucx_does_it_hang_in_finalize) {
  BOOST_TEST(mpich::hangs_in_finalize_over_tcp("MPICH Device: ch4:ucx"));
  BOOST_TEST(!mpich::hangs_in_finalize_over_tcp("MPICH Device: ch4:ofi"));
}

BOOST_AUTO_TEST_CASE(its_mpiexec_has_several_names) {
  for (auto const* const name :
       {"mpiexec", "mpiexec.mpich", "mpiexec.hydra", "mpirun.mpich", "mpiexec.openmpi"}) {
    BOOST_TEST(mpich::is_its_launcher(name), name);
  }
  BOOST_TEST(!mpich::is_its_launcher("hydra_pmi_proxy"));
  BOOST_TEST(!mpich::is_its_launcher("srun"));
}

BOOST_AUTO_TEST_CASE(its_proxies_are_known_by_their_names) {
  BOOST_TEST(mpich::is_its_proxy("hydra_pmi_proxy"));
  BOOST_TEST(!mpich::is_its_proxy("bash"));
}

BOOST_AUTO_TEST_SUITE_END()
