// SPDX-License-Identifier: BSL-1.0
//
// For cases that start a program and look at what becomes of it: their own file again, with the
// name of a part as its argument.
#pragma once

#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>

#include <boost/test/unit_test.hpp>

#include "../comm/job.hpp"

namespace dlp_test {

/// Calls `run(part)` for the part that the first argument names, and returns the code that it
/// returns, or 0; runs the cases where it names none.
template <class Part, class Run>
auto main_of_parts(std::map<std::string, Part> const& parts, int argc, char** argv, Run run)
    -> int {
  auto const part = parts.find(argc > 1 ? argv[1] : "");
  if (part == parts.end()) return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
  if constexpr (std::is_void_v<std::invoke_result_t<Run&, Part const&>>) {
    run(part->second);
    return 0;
  } else {
    return run(part->second);
  }
}

/// The same, for parts that take nothing.
template <class Part>
auto main_of_parts(std::map<std::string, Part> const& parts, int argc, char** argv) -> int {
  return main_of_parts(parts, argc, argv, [](Part const& part) { return part(); });
}

/// One line in one write: mpiexec mixes anything smaller.
inline void say(std::string const& line) { std::cout << line + "\n" << std::flush; }

/// What holds for a job that fails: its code says so, it takes less than so long, and says why.
inline void check_failure(job const& failed, double seconds, std::string_view why) {
  BOOST_TEST_CONTEXT("the job said: " << failed.said) {
    BOOST_TEST(failed.code != 0);
    BOOST_TEST(failed.seconds.count() < seconds);
    BOOST_TEST(failed.says(why), "it lacks \"" << why << "\"");
  }
}

}  // namespace dlp_test
