// SPDX-License-Identifier: BSL-1.0
#include "program.hpp"

#include <cstdio>

#include <dlp.hpp>

namespace benchmark {

auto run_program(int argc, char** argv, std::string const& name, std::vector<option> known,
                 std::function<void(options const&)> const& run) -> int {
  dlp::environment env(argc, argv);
  known.push_back({"--help", "", "", "says this"});
  auto const fail = [&](std::exception const& reason, char const* advice, int code) {
    if (dlp::is_root()) std::fprintf(stderr, "%s: %s%s\n", name.c_str(), reason.what(), advice);
    return code;
  };

  try {
    auto const given = options(argc, argv, known);
    if (given.has("--help")) {
      if (dlp::is_root()) std::fputs(usage(name, known).c_str(), stdout);
      return 0;
    }
    run(given);
  } catch (wrong_visits const& reason) {
    return fail(reason, "", 1);
  } catch (beyond_limit const& reason) {
    return fail(reason, "", 1);
  } catch (wrong_usage const& reason) {
    return fail(reason, "; --help shows the options", 2);
  } catch (cannot_write const& reason) {
    return fail(reason, "", 3);
  }
  return 0;
}

void say_passed() {
  if (dlp::is_root())
    std::printf("\nALL %d RANKS PASSED: every example was visited exactly once\n", dlp::size());
}

}  // namespace benchmark
