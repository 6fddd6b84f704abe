// SPDX-License-Identifier: BSL-1.0
//
// Programs that tools/dlp-run starts, and whose ranks die in all ways: each case runs this file
// again, with the name of a part in `parts` as its argument.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <mpi.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <dlp.hpp>
#include <dlp/batches.hpp>

#include "../comm/job.hpp"
#include "../support/exactly_once.hpp"
#include "../support/parts.hpp"
#include "../support/processes.hpp"
#include "../support/tally.hpp"
#include "../support/which_mpi.hpp"

namespace {
auto refuses = false;
auto code_of_main = 0;
}  // namespace

/// MPI that does not reach rank 2, as when it has found out that it is dead.
extern "C" auto MPI_Isend(void const* from, int count, MPI_Datatype type, int to, int tag,
                          MPI_Comm comm, MPI_Request* request) -> int {
  if (!refuses || to != 2) return PMPI_Isend(from, count, type, to, tag, comm, request);
  *request = MPI_REQUEST_NULL;
  return MPI_ERR_OTHER;
}

namespace {

using namespace std::chrono_literals;
using dlp_test::run_job;
using dlp_test::say;
using seconds = std::chrono::duration<double>;

constexpr auto size = dlp::index_t{200};

auto examples() -> std::vector<dlp::index_t> {
  auto all = std::vector<dlp::index_t>(size);
  std::iota(all.begin(), all.end(), dlp::index_t{0});
  return all;
}

void end_by(std::string const& how) {
  if (how == "SIGKILL") ::raise(SIGKILL);
  if (how == "SIGSEGV") {
    std::signal(SIGSEGV, SIG_DFL);  // AddressSanitizer need not report this one
    ::raise(SIGSEGV);
  }
  if (how == "abort") std::abort();
  if (how == "exit") std::exit(1);
  if (how == "_exit") ::_exit(1);
  if (how == "SIGSTOP") ::raise(SIGSTOP);
}

/// Computes; rank 2 ends at its fifth example in this way.
auto square(dlp::index_t x, std::string const& how) -> dlp::index_t {
  static auto count = 0;
  std::this_thread::sleep_for(1ms);
  if (dlp::rank() == 2 && ++count == 5) end_by(how);
  return x * x;
}

/// Runs a map, and says on the root whether each result came once.
void map_all(dlp::survive rule, std::function<dlp::index_t(dlp::index_t)> const& f,
             dlp::schedule schedule = {}) {
  auto came = std::vector<dlp::index_t>();
  auto results = dlp::map_unordered(f, examples(), {.schedule = schedule, .survive = rule});
  for (auto it = results.begin(); it != results.end(); ++it) {
    if (*it != it.index() * it.index()) say("wrong");
    came.push_back(it.index());
  }
  if (dlp::is_root()) say("came " + dlp_test::exactly_once(came, size) + ".");
}

void run_with_a_poison(char** argv) {
  auto const all = examples();
  auto const f = [](dlp::index_t x) {
    std::this_thread::sleep_for(1ms);
    if (x == 17) end_by("SIGSEGV");
    return x;
  };
  auto came = std::vector<dlp::index_t>();
  try {
    auto results =
        dlp::map_unordered(f, all, {.on_error = dlp::collect{}, .survive = dlp::survive{}});
    for (auto const x : results) came.push_back(x);
  } catch (dlp::task_error const& thrown) {
    say("caught " + std::string(thrown.what()));
    came.push_back(17);
  }
  if (dlp::is_root()) say("came " + dlp_test::exactly_once(came, size) + ".");
  if (argv[2]) std::exit(3);
}

std::map<std::string, std::function<void(char**)>> const parts = {
    {"map",
     [](char** argv) {
       auto const how = std::string(argv[2]);
       auto const patience = how == "SIGSTOP" ? seconds(0.5) : seconds(0);
       map_all({.patience = patience}, [&](dlp::index_t x) { return square(x, how); });
     }},
    {"map-in-large-chunks",
     [](char**) {
       map_all({}, [](dlp::index_t x) { return square(x, "SIGKILL"); }, dlp::fixed{60});
     }},
    {"others",
     [](char**) {
       auto const all = examples();
       auto const f = [](dlp::index_t x) { return square(x, "SIGKILL"); };
       auto const sum =
           dlp::map_reduce(f, all, dlp::index_t{0}, std::plus(), {.survive = dlp::survive{}});
       say("sum " + std::to_string(sum));
       auto const mapped = dlp::map(f, all, {.survive = dlp::survive{}, .everywhere = true});
       auto const words = dlp::map([](dlp::index_t x) { return std::to_string(x); }, all,
                                   {.survive = dlp::survive{}, .everywhere = true});
       if (mapped.size() == size && mapped[7] == 49 && words.back() == "199") say("mapped");
       dlp::for_each(all, [](dlp::index_t) {}, {.survive = dlp::survive{}});
       for (auto x : dlp::split_managed(all, {.survive = dlp::survive{}})) static_cast<void>(x);
       dlp::barrier();
       if (dlp::all_reduce(1, std::plus()) == 3) say("reduced");
       auto const some = std::vector<double>{1, static_cast<double>(dlp::rank())};
       if (dlp::all_reduce(some, std::plus()) == std::vector{3.0, 4.0}) say("reduced");
       if (dlp::call_on_root([] { return 5; }) == 5) say("through");
     }},
    {"batches",
     [](char**) {
       auto const body = [](dlp::trajectory const& one) {
         square(one.index, "SIGKILL");
         return dlp_test::number_drawn(one.stream);
       };
       auto const all =
           dlp::batches(body, dlp_test::tally(),
                        {.count = size, .batch_size = 10, .seed = 5, .survive = dlp::survive{}});
       if (all.bits() == dlp_test::tree_of(dlp_test::numbers_of(5, size), 10).bits())
         say("the same bits");
     }},
    {"in-reduce",
     [](char**) {
       map_all({}, [](dlp::index_t x) { return square(x, "SIGKILL"); });
       auto const add = [](double a, double b) {
         if (dlp::rank() == 3) ::raise(SIGKILL);
         return a + b;
       };
       static_cast<void>(dlp::reduce(1.0, add));  // 0, 1, 3 and 4 are left
       say("reduced");
     }},
    {"between",
     [](char**) {
       auto const f = [](dlp::index_t x) { return square(x, ""); };
       map_all({}, f);
       if (dlp::rank() == 1) ::raise(SIGKILL);
       map_all({}, f);
       if (dlp::rank() == 3) ::raise(SIGKILL);
       map_all({}, f);
     }},
    {"wakes-up",
     [](char** argv) {
       // The root wakes rank 2 up when it counts as lost; or, as asked, not before the second loop.
       auto const pid = dlp::all_gather(static_cast<int>(::getpid()))[2];
       auto const in_the_first = std::string(argv[2]) == "in-the-first";
       for (auto loop = 0; loop != 2; ++loop) {
         auto came = std::vector<dlp::index_t>();
         auto results = dlp::map_unordered(
             [&](dlp::index_t x) {
               std::this_thread::sleep_for(3ms);
               return square(x, "SIGSTOP");
             },
             examples(), {.schedule = dlp::fixed{3}, .survive = dlp::survive{.patience = 200ms}});
         for (auto it = results.begin(); it != results.end(); ++it) {
           came.push_back(it.index());
           auto const due = came.size() == (in_the_first ? 150 : 50);
           if (due && loop == (in_the_first ? 0 : 1)) ::kill(pid, SIGCONT);
         }
         if (dlp::is_root()) say("came " + dlp_test::exactly_once(came, size) + ".");
       }
       say("through");
     }},
    {"unreachable",
     [](char** argv) {
       // Rank 2 lives on, or dies soon, when MPI has long refused to reach it.
       auto const dies = std::string(argv[2]) == "and-dies";
       auto came = std::vector<dlp::index_t>();
       auto const f = [&](dlp::index_t x) {
         if (static auto first = true; dies && dlp::rank() == 2 && std::exchange(first, false)) {
           std::thread([] { std::this_thread::sleep_for(50ms), end_by("SIGKILL"); }).detach();
         }
         return square(x, "");
       };
       auto results = dlp::map_unordered(f, examples(), {.survive = dlp::survive{}});
       for (auto it = results.begin(); it != results.end(); ++it) {
         came.push_back(it.index());
         refuses = came.size() >= 20;
       }
       if (dlp::is_root()) say("came " + dlp_test::exactly_once(came, size) + ".");
     }},
    {"large",
     [](char** argv) {
       // It is killed from without, in the middle of whatever it does.
       auto const due = std::chrono::milliseconds(std::atoi(argv[2]));
       dlp::barrier();
       if (dlp::rank() == 2) {
         std::thread([due] {
           std::this_thread::sleep_for(due);
           ::raise(SIGKILL);
         }).detach();
       }
       auto came = std::vector<dlp::index_t>();
       for (auto const& one :
            dlp::map_unordered([](dlp::index_t x) { return std::vector<dlp::index_t>(20'000, x); },
                               examples(), {.survive = dlp::survive{}})) {
         if (std::ranges::count(one, one.at(0)) != 20'000) say("wrong");
         came.push_back(one.at(0));
       }
       if (dlp::is_root()) say("came " + dlp_test::exactly_once(came, size) + ".");
     }},
    {"poison", run_with_a_poison},
    {"bare",
     [](char**) {
       for (auto x : dlp::split_managed(examples())) square(x, "SIGKILL");
     }},
    {"gather",
     [](char**) {
       map_all({}, [](dlp::index_t x) { return square(x, "SIGKILL"); });
       say("gathered " + std::to_string(dlp::gather(int{dlp::rank()}).size()));
     }},
    {"in-gather",
     [](char**) {
       if (dlp::rank() == 2) ::raise(SIGKILL);
       say("gathered " + std::to_string(dlp::gather(int{dlp::rank()}).size()));
     }},
    {"shared",
     [](char**) {
       try {
         for (auto x : dlp::split_shared(examples(), {.survive = dlp::survive{}})) {
           static_cast<void>(x);
         }
       } catch (dlp::usage_error const& thrown) {
         say(thrown.what());
       }
     }},
    {"loses-its-proxy",
     [](char**) {
       say(dlp_test::its_number(::getpid()));
       auto const shell = ::getppid();
       say(dlp_test::its_number(shell));
       dlp::barrier();
       if (dlp::is_root()) {
         std::this_thread::sleep_for(200ms);  // for the lines to arrive
         ::kill(dlp_test::look_at(shell).parent, SIGKILL);
       }
       std::this_thread::sleep_for(60s);
     }},
    {"returns-a-code",
     [](char**) {
       map_all({}, [](dlp::index_t x) { return x * x; });
       if (dlp::rank() == 2) code_of_main = 3;
     }},
    {"leaves-a-child",
     [](char**) {
       map_all({}, [](dlp::index_t x) {
         if (dlp::rank() == 2 && ::fork() == 0) {
           // Of what it has from its rank it keeps the sockets of the library alone.
           auto const* const launcher = std::getenv("PMI_FD");
           for (auto const one : {0, 1, 2, launcher ? std::atoi(launcher) : 0}) ::close(one);
           std::this_thread::sleep_for(8s);
           ::_exit(0);
         }
         return square(x, dlp::rank() == 2 ? "SIGKILL" : "");
       });
     }},
    {"outlives-a-host",  // ../nightly/vanishing_host pulls its plug
     [](char** argv) {
       auto const slowly = [](dlp::index_t x) {
         std::this_thread::sleep_for(50ms);
         return x * x;
       };
       map_all({.patience = seconds(std::atof(argv[2]))}, slowly);
     }},
    {"root",
     [](char**) {
       auto results = dlp::map_unordered([](dlp::index_t x) { return square(x, ""); }, examples(),
                                         {.survive = dlp::survive{}});
       for (auto it = results.begin(); it != results.end(); ++it) {
         if (it.index() == 50) ::raise(SIGKILL);
       }
     }},
};

/// The same as run_job, by dlp-run.
auto survive_job(int ranks, std::string const& mode) -> dlp_test::job {
  auto const* const named = std::getenv("DLP_MPIEXEC");
  auto const mpiexec = std::string(named ? named : "mpiexec.mpich");
  ::setenv("MPIEXEC", mpiexec.c_str(), 1);
  ::setenv("DLP_MPIEXEC", DLP_SOURCE_DIR "/tools/dlp-run", 1);
  auto const job = run_job(ranks, mode);
  ::setenv("DLP_MPIEXEC", mpiexec.c_str(), 1);
  return job;
}

}  // namespace

auto main(int argc, char** argv) -> int {
  return dlp_test::main_of_parts(parts, argc, argv, [&](auto const& part) {
    auto const env = dlp::environment(argc, argv);
    part(argv);
    return code_of_main;
  });
}

BOOST_AUTO_TEST_SUITE(goes_on, *dlp_test::needs_mpich())

BOOST_AUTO_TEST_CASE(a_run_without_losses_is_as_any) {
  auto const job = survive_job(4, "map none");
  BOOST_TEST(job.code == 0);
  BOOST_TEST(job.said == "came .\n");
}

// contract: E9
BOOST_AUTO_TEST_CASE(all_results_come_once_however_a_worker_dies) {
  for (auto const* how : {"SIGKILL", "SIGSEGV", "abort", "exit", "_exit", "SIGSTOP"}) {
    auto const job = survive_job(4, std::string("map ") + how);
    BOOST_TEST(job.code == 0, how << ": " << job.said);
    BOOST_TEST(job.says("came .\n"), how << ": " << job.said);
    BOOST_TEST(job.says("dlp: the run is complete; 1 rank was lost on the way: rank 2 ("),
               job.said);
    BOOST_TEST(job.seconds.count() < 5, how);
  }
}

// contract: E9
BOOST_AUTO_TEST_CASE(so_they_do_where_a_chunk_dies_with_its_rank) {
  auto const job = survive_job(4, "map-in-large-chunks");
  BOOST_TEST(job.code == 0, job.said);
  BOOST_TEST(job.says("came .\n"), job.said);
}

BOOST_AUTO_TEST_CASE(so_do_the_other_maps_and_what_follows_among_the_living) {
  auto const job = survive_job(4, "others");
  BOOST_TEST(job.code == 0, job.said);
  BOOST_TEST(job.times("sum 2646700\n") == 3, job.said);
  BOOST_TEST(job.times("mapped\n") == 3, job.said);
  BOOST_TEST(job.times("reduced\n") == 6, job.said);
  BOOST_TEST(job.times("through\n") == 3, job.said);
}

BOOST_AUTO_TEST_CASE(a_monte_carlo_run_has_the_bits_that_it_has_without_a_loss) {
  auto const job = survive_job(4, "batches");
  BOOST_TEST(job.code == 0, job.said);
  BOOST_TEST(job.says("1 rank was lost on the way: rank 2 ("), job.said);
  BOOST_TEST(job.times("the same bits\n") == 3, job.said);
}

BOOST_AUTO_TEST_CASE(a_death_between_two_loops_is_no_worse) {
  auto const job = survive_job(4, "between");
  BOOST_TEST(job.code == 0, job.said);
  BOOST_TEST(job.times("came .\n") == 3, job.said);
  BOOST_TEST(job.says("2 ranks were lost on the way: rank 1 ("), job.said);
}

BOOST_AUTO_TEST_CASE(a_rank_that_wakes_up_takes_part_again) {
  for (auto const* when : {"in-the-first", "in-the-second"}) {
    auto const job = survive_job(4, std::string("wakes-up ") + when);
    BOOST_TEST(job.code == 0, when << ": " << job.said);
    BOOST_TEST(job.times("came .\n") == 2, when << ": " << job.said);
    BOOST_TEST(job.times("through\n") == 4, when << ": " << job.said);
    BOOST_TEST(!job.says("lost on the way"), when << ": " << job.said);
  }
}

BOOST_AUTO_TEST_CASE(results_of_any_size_come_whole_or_not_at_all) {
  for (auto i = 0; i != 3; ++i) {
    auto const job = survive_job(4, "large " + std::to_string(20 + 15 * i));
    BOOST_TEST(job.code == 0, job.said);
    BOOST_TEST(job.says("came .\n"), job.said);
    BOOST_TEST(!job.says("wrong"), job.said);
  }
}

BOOST_AUTO_TEST_CASE(a_rank_that_mpi_reaches_no_more_is_lost_before_its_death_is_known) {
  for (auto const* what : {"and-lives", "and-dies"}) {
    auto const job = survive_job(4, std::string("unreachable ") + what);
    BOOST_TEST(job.code == 0, what << ": " << job.said);
    BOOST_TEST(job.says("came .\n"), what << ": " << job.said);
    BOOST_TEST(job.says("1 rank was lost on the way: rank 2 ("), what << ": " << job.said);
  }
}

// contract: E9
BOOST_AUTO_TEST_CASE(a_death_is_seen_though_a_child_of_the_dead_rank_lives_on) {
  auto const job = survive_job(4, "leaves-a-child");
  BOOST_TEST(job.code == 0, job.said);
  BOOST_TEST(job.says("came .\n"), job.said);
  BOOST_TEST(job.seconds.count() < 6);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(ends, *dlp_test::needs_mpich())

// contract: E9
BOOST_AUTO_TEST_CASE(an_example_that_kills_three_ranks_is_named) {
  auto const job = survive_job(5, "poison");
  BOOST_TEST(job.code == 0, job.said);
  BOOST_TEST(job.says("came .\n"), job.said);
  BOOST_TEST(job.times("3 ranks were lost with it: rank ") == 2, job.said);
  BOOST_TEST(job.says(": index 17 on rank "), job.said);
  BOOST_TEST(job.says("3 ranks were lost on the way"), job.said);
}

BOOST_AUTO_TEST_CASE(the_code_is_that_of_the_root) {
  auto const job = survive_job(5, "poison and-fails");
  BOOST_TEST(job.code == 3, job.said);
  BOOST_TEST(job.says("dlp: the run ends with code 3; 3 ranks were lost on the way"), job.said);
}

// contract: E9
BOOST_AUTO_TEST_CASE(what_cannot_do_without_a_rank_ends_the_job) {
  for (auto const* what : {"bare", "gather", "in-gather"}) {
    auto const job = survive_job(4, what);
    dlp_test::check_failure(job, 3, "rank 2 (");
    BOOST_TEST(job.times("cannot do without it") == 1, what << ": " << job.said);
    BOOST_TEST(!job.says("gathered"), what << ": " << job.said);
  }
}

BOOST_AUTO_TEST_CASE(so_does_a_death_in_a_reduction_among_the_living) {
  auto const job = survive_job(5, "in-reduce");
  BOOST_TEST(job.code != 0, job.said);
  BOOST_TEST(job.says("rank 3 ("), job.said);
  BOOST_TEST(job.says("\"reduce of double by "), job.said);
  BOOST_TEST(job.times("cannot do without it") == 1, job.said);
  BOOST_TEST(!job.says("reduced"), job.said);
}

// contract: E9
BOOST_AUTO_TEST_CASE(the_death_of_the_root_ends_the_job) {
  dlp_test::check_failure(survive_job(4, "root"), 3, "rank 0 has died");
}

BOOST_AUTO_TEST_CASE(nobody_is_left_behind_when_the_launcher_is_killed) {
  auto const job = survive_job(3, "loses-its-proxy");
  BOOST_TEST(job.code != 0);
  BOOST_TEST(job.seconds.count() < 10);
  dlp_test::check_nobody_is_left(job, 6);
}

BOOST_AUTO_TEST_CASE(split_shared_cannot) {
  BOOST_TEST(survive_job(3, "shared").times("split_shared cannot survive the loss of a rank") == 3);
}

// contract: E3
BOOST_AUTO_TEST_CASE(a_code_that_any_rank_returns_is_that_of_the_job) {
  auto const job = survive_job(4, "returns-a-code");
  BOOST_TEST(job.code == 3, job.said);
  BOOST_TEST(job.says("came .\n"), job.said);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(with_any_mpi)

// contract: E9
BOOST_AUTO_TEST_CASE(silence_is_survived_without_dlp_run_too) {
  auto const job = run_job(4, "map SIGSTOP");
  BOOST_TEST(job.code == 0, job.said);
  BOOST_TEST(job.says("came .\n"), job.said);
  BOOST_TEST(job.says("dlp: the run is complete; 1 rank was lost on the way: rank 2"), job.said);
}

BOOST_AUTO_TEST_CASE(the_options_of_mpiexec_are_passed_on) {
  auto const folder =
      std::filesystem::temp_directory_path() / ("dlp-run-test-" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  auto const fake = folder / "mpiexec";
  std::ofstream(fake)
      << "#!/bin/sh\n[ \"$1\" != --version ] || { echo HYDRA; exit; }\necho \"$@\"\n";
  std::filesystem::permissions(fake, std::filesystem::perms::owner_all);
  auto const line = "MPIEXEC='" + fake.string() +
                    "' '" DLP_SOURCE_DIR
                    "/tools/dlp-run' "
                    "-np 4 -prepend-rank -genv A 1 -hosts=a,b ./p -x 3 : -n 2 ./q -np";
  auto* const pipe = ::popen(line.c_str(), "r");
  BOOST_REQUIRE(pipe);
  char said[1024] = "";
  static_cast<void>(!std::fgets(said, sizeof said, pipe));
  ::pclose(pipe);
  std::filesystem::remove_all(folder);
  auto const self = std::filesystem::canonical(DLP_SOURCE_DIR "/tools/dlp-run").string();
  BOOST_TEST(std::string(said) ==
             "-disable-auto-cleanup -np 4 -prepend-rank -genv A 1 -hosts=a,b " + self +
                 " --rank ./p -x 3 : -n 2 " + self + " --rank ./q -np\n");
}

// contract: E9
BOOST_AUTO_TEST_CASE(open_mpi_refuses_it_at_once_and_in_words, *dlp_test::needs_open_mpi()) {
  auto const by_variable = run_job(3, "map none", "DLP_SURVIVE=1");
  dlp_test::check_failure(by_variable, 10,
                          "is built with Open MPI 4.1.4, whose launcher ends all ranks then");
  BOOST_TEST(by_variable.times("nobody caught dlp::launch_error") == 1, by_variable.said);
  BOOST_TEST(!by_variable.says("came"), by_variable.said);
  auto const by_dlp_run = survive_job(3, "map none");
  dlp_test::check_failure(by_dlp_run, 2, "is not MPICH's, whose ranks alone go on");
}

BOOST_AUTO_TEST_SUITE_END()
