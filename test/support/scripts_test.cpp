// SPDX-License-Identifier: BSL-1.0
//
// The scripts that say whether a program has passed, with programs that pass and that do not.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>

#include "temporary_folder.hpp"

namespace {

auto code_of(std::string const& setting, std::string const& command) -> int {
  auto const folder = std::string(" " DLP_SOURCE_DIR "/test/support/");
  auto const status = std::system((setting + folder + command + " >/dev/null").c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

auto runs(std::string const& setting, std::string const& command) -> bool {
  return code_of(setting, command) == 0;
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

// The stand-in for ctest says this in place of the tests, and ends with the code.
BOOST_AUTO_TEST_CASE(a_suite_that_fails_or_runs_no_test_does_not_pass) {
  auto const folder = dlp_test::temporary_folder();
  auto const code = [&](std::string const& lines, int end) {
    std::filesystem::create_directories(folder / "Testing/Temporary");
    dlp_test::write_file(folder / "Testing/Temporary/LastTest.log", "skipped: no root\n");
    dlp_test::write_file(folder / "ctest",
                         "#!/bin/sh\nprintf '" + lines + "'\nexit " + std::to_string(end) + "\n");
    std::filesystem::permissions(folder / "ctest", std::filesystem::perms::owner_all);
    return code_of("PATH=" + folder.path().string() + ":$PATH",
                   "../places/suite " + folder.path().string());
  };
  auto const one_passed = std::string(" 1/2 Test #1: one ....   Passed    0.10 sec\\n");
  auto const one_skipped = std::string(" 2/2 Test #2: two ....***Skipped   0.10 sec\\n");
  BOOST_TEST(code(one_passed + one_skipped, 0) == 0);
  BOOST_TEST(code(one_passed + one_skipped, 8) == 1);
  BOOST_TEST(code(one_skipped, 0) == 77);
}

// A list of steps, of which one may fail, be skipped, or not end.
BOOST_AUTO_TEST_CASE(steps_go_on_after_a_failure_and_then_do_not_pass) {
  auto const folder = dlp_test::temporary_folder();
  auto const passes = [&](std::string const& list) {
    dlp_test::write_file(folder / "list",
                         list + "last : 5 : touch " + (folder / "last").string() + "\n");
    std::filesystem::remove(folder / "last");
    auto const here = folder.path().string();
    auto const line = "bash -euc 'only=. logs=" + here +
                      "; source " DLP_SOURCE_DIR "/test/support/steps.bash; steps_of " + here +
                      "/list; conclude passed' >/dev/null 2>&1";
    auto const passed = std::system(line.c_str()) == 0;
    BOOST_TEST(std::filesystem::exists(folder / "last"), list);
    return passed;
  };
  BOOST_TEST(passes("one : 5 : true\n"));
  BOOST_TEST(passes("# note : 5 : false\none : 5 : exit 77\n"));
  BOOST_TEST(!passes("one : 5 : false\n"));
  BOOST_TEST(!passes("one : 1 : sleep 20\n"));
}

// The stand-ins for mpiexec start two programs without each other, or none.
BOOST_AUTO_TEST_CASE(setup_says_where_two_ranks_do_not_meet) {
  if (std::system("command -v mpicxx.mpich >/dev/null") != 0) {
    BOOST_TEST_MESSAGE("skipped: there is no mpicxx.mpich");
    return;
  }
  auto const folder = dlp_test::temporary_folder();
  auto const said = folder / "said";
  auto const by = [&](std::string const& mpiexec) {
    dlp_test::write_file(folder / "mpiexec.mpich", "#!/bin/sh\nshift 2\n" + mpiexec);
    std::filesystem::permissions(folder / "mpiexec.mpich", std::filesystem::perms::owner_all);
    auto const meet = runs("PATH=" + folder.path().string() + ":$PATH",
                           "../../tools/setup --ranks 2>" + said.string());
    BOOST_TEST(!meet, mpiexec);
    return dlp_test::read_file(said);
  };
  auto const alone = by("\"$@\"\n\"$@\"\n");
  BOOST_TEST(alone.find("each rank 0 of 1") != alone.npos, alone);
  auto const none = by("exit 1\n");
  BOOST_TEST(none.find("does not start two ranks") != none.npos, none);
  BOOST_TEST(runs("../../tools/setup --ranks"));
}
