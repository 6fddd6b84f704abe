// SPDX-License-Identifier: BSL-1.0
#define BOOST_TEST_MODULE dlp
#include <boost/test/unit_test.hpp>  // brings main, for the tests that run without MPI
