// SPDX-License-Identifier: BSL-1.0
//
// The scripts that say whether a program has passed, with programs that pass and that do not.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

#include "temporary_folder.hpp"

namespace {

auto runs(std::string const& setting, std::string const& command) -> bool {
  auto const folder = std::string(" " DLP_SOURCE_DIR "/test/support/");
  return std::system((setting + folder + command + " >/dev/null").c_str()) == 0;
}

auto runs(std::string const& command) -> bool { return runs("", command); }

}  // namespace

// The pauses: mpiexec may lose a line of a program that ends with it.

BOOST_AUTO_TEST_CASE(mpi_run_wants_the_closing_line_and_the_code) {
  BOOST_TEST(runs("mpi-run 2 sh -c 'echo ALL 2 RANKS PASSED; sleep 0.2'"));
  BOOST_TEST(!runs("mpi-run 2 echo ALL 1 RANKS PASSED"));
  BOOST_TEST(!runs("mpi-run 2 true"));
  BOOST_TEST(!runs("mpi-run 2 sh -c 'echo ALL 2 RANKS PASSED; exit 3'"));
  BOOST_TEST(!runs("mpi-run 2 /no/such/program"));
}

BOOST_AUTO_TEST_CASE(mpi_run_dies_wants_the_text_and_another_code) {
  BOOST_TEST(runs("mpi-run --dies 'so long' 2 sh -c 'echo so long; sleep 0.2; exit 3'"));
  BOOST_TEST(!runs("mpi-run --dies 'so long' 2 sh -c 'echo hello; exit 3'"));
  BOOST_TEST(!runs("mpi-run --dies 'so long' 2 echo so long"));
}

BOOST_AUTO_TEST_CASE(what_does_not_end_is_ended) {
  using clock = std::chrono::steady_clock;
  auto const start = clock::now();
  BOOST_TEST(!runs("DLP_TEST_SECONDS=1", "mpi-run 2 sh -c 'trap : TERM INT; sleep 30'"));
  BOOST_TEST(!runs("DLP_TEST_SECONDS=1", "mpi-run --dies bye 2 sleep 30"));
  BOOST_TEST(!runs("DLP_TEST_SECONDS=1", "same-output 1 -- sleep 30"));
  BOOST_TEST((clock::now() - start < std::chrono::seconds(20)));
}

BOOST_AUTO_TEST_CASE(same_output_wants_the_same_output) {
  BOOST_TEST(runs("same-output 1 -- sh -c 'echo hello; sleep 0.2'"));
  BOOST_TEST(!runs("same-output 1 -- true"));
  BOOST_TEST(!runs("same-output 1 3 -- echo hello"));  // said three times
  BOOST_TEST(!runs("same-output 3 1 -- sh -c 'echo hello; exit 1'"));
}

// `head` is through before who writes to it, and under pipefail that one's SIGPIPE is a failure,
// now and then. `sed -n 1,10p` reads to the end.
BOOST_AUTO_TEST_CASE(no_script_leaves_a_pipe_before_its_end) {
  auto const search = std::string("cd " DLP_SOURCE_DIR
                                  " && ! grep -rnIE '\\| *head( |$)' tools test benchmarks .ci"
                                  " --exclude='*.?pp' --exclude='*.md'");
  BOOST_TEST(std::system(search.c_str()) == 0);
}

BOOST_AUTO_TEST_CASE(run_list_runs_the_lines_of_every_rule) {
  auto const folder = dlp_test::temporary_folder();
  auto const make = [&](char const* name, std::string const& commands) {
    dlp_test::write_file(folder / name, "#!/bin/sh\n" + commands);
    std::filesystem::permissions(folder / name, std::filesystem::perms::owner_all);
  };
  make("passes", "echo ALL ${PMI_SIZE:-$OMPI_COMM_WORLD_SIZE} RANKS PASSED; sleep 0.2");
  make("fails", "exit 1");
  auto const runs_list = [&](std::string const& list) {
    dlp_test::write_file(folder / "Jamfile", list);
    auto const in = folder.path().string();
    return runs("run-list --alone --from " + in + "/Jamfile " + in);
  };
  for (std::string const rule :
       {"run-alone", "with-sqlite", "with-netcdf", "with-both", "mpi-run", "mpi-with-sqlite"}) {
    auto const ranks = std::string(rule.starts_with("mpi") ? " : 1 2" : "");
    BOOST_TEST(runs_list(rule + " passes" + ranks + " ;\n"), rule);
    BOOST_TEST(!runs_list(rule + " fails" + ranks + " ;\n"), rule);
  }
  BOOST_TEST(runs_list("without-sqlite fails ;\nwithout-netcdf fails ;\nrun-alone passes ;\n"));
  BOOST_TEST(!runs_list("run-alone passes ;\nwith-sqlight passes ;\n"));
  BOOST_TEST(!runs_list(""));  // no test at all
}

// The stand-in says this in place of the tests, and that where one is repeated.
BOOST_AUTO_TEST_CASE(dieharder_wants_no_failed_test_and_no_weak_one_that_stays_so) {
  auto const folder = dlp_test::temporary_folder();
  auto const passes = [&](std::string const& first, std::string const& again = "PASSED") {
    auto const table = [](std::string const& verdict) {
      return " echo 'sts_runs| 2| 100| 100|0.4|  " + verdict + "  '";
    };
    dlp_test::write_file(
        folder / "dieharder",
        "#!/bin/sh\ncase \"$*\" in\n*-a) echo '#===#'; echo 'diehard_sums| 0| 100| "
        "100|0.1|  FAILED  ';" +
            table(first) + ";;\n*'-d sts_runs -n 2 -t 100 -p 1000')" + table(again) + ";;\nesac\n");
    std::filesystem::permissions(folder / "dieharder", std::filesystem::perms::owner_all);
    return runs("PATH=" + folder.path().string() + ":$PATH", "../nightly/dieharder true");
  };
  BOOST_TEST(passes("PASSED"));
  BOOST_TEST(!passes("FAILED"));
  BOOST_TEST(passes("WEAK"));
  BOOST_TEST(!passes("WEAK", "WEAK"));
  BOOST_TEST(!passes("WEAK", "FAILED"));
  BOOST_TEST(!passes("WEAK", "nothing"));
}
