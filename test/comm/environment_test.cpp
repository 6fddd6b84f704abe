// SPDX-License-Identifier: BSL-1.0
//
// An environment begins and ends programs, so each case here starts one: this file again, with the
// name of a part in `parts` as its argument.
#include <dlp/comm/environment.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <thread>

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>
#include <comm/call/range_check.hpp>
#include <comm/wire/thread_channel.hpp>
#include <dlp/comm/collectives.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/core/error.hpp>

#include "../support/cpu_seconds.hpp"
#include "../support/parts.hpp"
#include "../support/processes.hpp"
#include "../support/which_mpi.hpp"
#include "job.hpp"

namespace {

using namespace std::chrono_literals;
using dlp_test::check_failure;
using dlp_test::cpu_seconds;
using dlp_test::run_job;
using dlp_test::say;

void meet(dlp::communicator const& comm = {}) { dlp::detail::meet({"barrier", comm}); }

auto is_finalized() -> bool {
  auto is = 0;
  MPI_Finalized(&is);
  return is != 0;
}

void compute_for(std::chrono::milliseconds how_long) {
  for (auto const end = std::chrono::steady_clock::now() + how_long;
       std::chrono::steady_clock::now() < end;) {
  }
}

/// MPI is brought up by the user, at this level, and outlives the environment.
void run_within_mpi_of_the_user(int level) {
  auto provided = 0;
  MPI_Init_thread(nullptr, nullptr, level, &provided);
  {
    auto const env = dlp::environment();
    meet();
    meet();
  }
  if (is_finalized()) say("was taken down");
  auto sum = 0;
  auto const one = 1;
  MPI_Allreduce(&one, &sum, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  if (sum == dlp::size()) say("went on");
  MPI_Finalize();
}

/// Of all kinds, and to everyone.
void leave_messages_behind(dlp::communicator const& comm) {
  meet(comm);
  auto& own = dlp::detail::private_of(comm);
  auto side = dlp::detail::thread_channel(own.duplicate, &own.count);
  for (auto to = 0; to != comm.size(); ++to) {
    side.send(to, dlp::bytes(100));
    if (to == comm.rank()) continue;
    auto late = dlp::detail::make_message(1, dlp::detail::word::halt);
    late.body.resize(to == 0 ? 100'000 : 100);
    own.talk.send(to, std::move(late));
  }
}

std::map<std::string, std::function<void(int&, char**&)>> const parts = {
    {"ends",
     [](int& argc, char**& argv) {
       auto const env = dlp::environment(argc, argv);
       meet();
       say("came to the end");
     }},
    {"ends-without-a-word",
     [](int& argc, char**& argv) { auto const env = dlp::environment(argc, argv); }},
    {"uses-its-arguments",
     [](int& argc, char**& argv) {
       auto const env = dlp::environment(argc, argv);
       say("has " + std::to_string(argc) + " arguments, the last is " + argv[argc - 1]);
     }},
    {"is-alone", [](int&, char**&) {
       auto const env = dlp::environment();
       say("went on alone: " + std::to_string(dlp::size()));
     }},
    {"asks-for-threads", [](int&, char**&) {
       auto const env = dlp::environment();
       auto level = 0;
       MPI_Query_thread(&level);
       if (level == MPI_THREAD_MULTIPLE) say("has threads");
     }},
    {"uses-dlp-too-early", [](int& argc, char**& argv) {
       for (auto const& use : {std::function<void()>([] { static_cast<void>(dlp::rank()); }),
                               std::function<void()>([] { static_cast<void>(dlp::size()); }),
                               std::function<void()>([] { static_cast<void>(dlp::is_root()); }),
                               std::function<void()>([] { meet(); })}) {
         try {
           use();
         } catch (dlp::usage_error const& thrown) {
           say(thrown.what());
         }
       }
       auto const env = dlp::environment(argc, argv);
     }},
    {"uses-dlp-too-late", [](int& argc, char**& argv) {
       { auto const env = dlp::environment(argc, argv); }
       for (auto const& use : {std::function<void()>([] { static_cast<void>(dlp::rank()); }),
                               std::function<void()>([] { static_cast<void>(dlp::size()); }),
                               std::function<void()>([] { static_cast<void>(dlp::is_root()); })}) {
         try {
           use();
         } catch (dlp::usage_error const& thrown) {
           say(thrown.what());
         }
       }
     }},
    {"within-single", [](int&, char**&) { run_within_mpi_of_the_user(MPI_THREAD_SINGLE); }},
    {"within-funneled", [](int&, char**&) { run_within_mpi_of_the_user(MPI_THREAD_FUNNELED); }},
    {"within-serialized", [](int&, char**&) { run_within_mpi_of_the_user(MPI_THREAD_SERIALIZED); }},
    {"within-multiple", [](int&, char**&) { run_within_mpi_of_the_user(MPI_THREAD_MULTIPLE); }},
    {"finalizes-itself", [](int&, char**&) {
       auto const env = dlp::environment();
       meet();
       MPI_Finalize();
       say("came to the end");
     }},
    {"calls-without-an-environment", [](int&, char**&) {
       auto const mpi = boost::mpi::environment(boost::mpi::threading::multiple);
       try {
         meet();
       } catch (dlp::usage_error const& thrown) {
         say(thrown.what());
       }
     }},
    {"says-whether-it-compares", [](int&, char**&) {
       auto const env = dlp::environment();
       say(dlp::detail::ranges_are_compared() ? "compares" : "does not");
     }},
    {"returns-early", [](int& argc, char**& argv) {
       auto const env = dlp::environment(argc, argv);
       if (dlp::rank() != 1) meet();
     }},
    {"root-returns-early", [](int& argc, char**& argv) {
       auto const env = dlp::environment(argc, argv);
       if (dlp::rank() != 0) meet();
     }},
    {"exits-early", [](int& argc, char**& argv) {
       auto const env = dlp::environment(argc, argv);
       if (dlp::rank() == 1) std::exit(0);
       meet();
     }},
    {"exits-in-a-body-of-its-own", [](int& argc, char**& argv) {
       auto const env = dlp::environment(argc, argv);
       auto const body = dlp::detail::in_body_while(*dlp::detail::lone_context({}));
       std::exit(7);
     }},
    {"rank-of-a-part-returns-early", [](int& argc, char**& argv) {
       auto const env = dlp::environment(argc, argv);
       // It outlives the environment.
       static auto const all = dlp::communicator().split(0, -dlp::rank());
       meet(all);
       if (dlp::rank() != std::atoi(argv[2])) meet(all);
     }},
    {"loses-its-launcher", [](int& argc, char**& argv) {
       auto const env = dlp::environment(argc, argv);
       say(dlp_test::its_number(::getpid()));
       meet();
       if (dlp::is_root()) {
         std::this_thread::sleep_for(200ms);  // for the lines to arrive
         ::kill(::getppid(), SIGKILL);
       }
       std::this_thread::sleep_for(60s);
     }},
    {"leaves-with-an-exception", [](int&, char**&) {
       try {
         auto const env = dlp::environment();
         if (dlp::rank() == 1) throw std::runtime_error("left");
         meet();
       } catch (std::runtime_error const&) {
       }
     }},
    {"leaves-messages-behind",
     [](int& argc, char**& argv) {
       auto const env = dlp::environment(argc, argv);
       leave_messages_behind({});
       say("came to the end");
     }},
    {"leaves-messages-behind-where-it-frees",
     [](int& argc, char**& argv) {
       auto const env = dlp::environment(argc, argv);
       for (auto round = 0; round != 3; ++round) {
         leave_messages_behind(dlp::communicator().split(0, -dlp::rank()));
       }
       say("came to the end");
     }},
    {"leaves-messages-behind-where-some-free",
     [](int& argc, char**& argv) {
       auto const env = dlp::environment(argc, argv);
       auto const all = dlp::communicator().split(0, -dlp::rank());
       leave_messages_behind(all);
       say("came to the end");
       if (dlp::rank() == 1) std::exit(0);  // which destroys nothing here
     }},
    {"frees-at-the-very-end",
     [](int&, char**&) {
       MPI_Init(nullptr, nullptr);
       auto handle = MPI_COMM_NULL;
       MPI_Comm_dup(MPI_COMM_WORLD, &handle);
       auto const free_it = [](MPI_Comm, int, void* kept, void*) -> int {
         return MPI_Comm_free(static_cast<MPI_Comm*>(kept));
       };
       auto key = MPI_KEYVAL_INVALID;
       MPI_Comm_create_keyval(MPI_COMM_NULL_COPY_FN, free_it, &key, nullptr);
       MPI_Comm_set_attr(MPI_COMM_SELF, key, &handle);  // what is set first is deleted last
       meet(dlp::communicator(handle, boost::mpi::comm_attach));
       MPI_Finalize();
       say("came to the end");
     }},
    {"waits-at-the-end", [](int& argc, char**& argv) {
       auto before = 0.0;
       auto waits = false;
       {
         auto const env = dlp::environment(argc, argv);
         meet();
         waits = !dlp::is_root();
         before = cpu_seconds();
         if (!waits) compute_for(1000ms);
       }
       if (waits) say(cpu_seconds() - before < 0.2 ? "slept" : "was awake");
     }},
};

}  // namespace

auto main(int argc, char** argv) -> int {
  return dlp_test::main_of_parts(parts, argc, argv, [&](auto const& part) { part(argc, argv); });
}

BOOST_AUTO_TEST_CASE(a_normal_end_is_code_0) {
  for (auto const ranks : {0, 1, 2, 5}) {
    auto const job = run_job(ranks, "ends");
    BOOST_TEST(job.code == 0, job.said);
    BOOST_TEST(job.times("came to the end\n") == std::max(ranks, 1));
    BOOST_TEST(!job.says("dlp:"));
  }
}

BOOST_AUTO_TEST_CASE(a_program_that_never_uses_dlp_ends_too) {
  for (auto const ranks : {0, 1, 3}) {
    auto const job = run_job(ranks, "ends-without-a-word");
    BOOST_TEST(job.code == 0);
    BOOST_TEST(job.said == "");
  }
}

BOOST_AUTO_TEST_CASE(the_arguments_of_the_program_stay_its_own) {
  BOOST_TEST(run_job(2, "uses-its-arguments second").times("has 3 arguments, the last is second") ==
             2);
}

BOOST_AUTO_TEST_CASE(mpi_is_asked_for_threads) {
  BOOST_TEST(run_job(2, "asks-for-threads").times("has threads") == 2);
}

// contract: E6
BOOST_AUTO_TEST_CASE(dlp_before_mpi_is_a_usage_error) {
  auto const job = run_job(2, "uses-dlp-too-early");
  BOOST_TEST(job.code == 0);
  BOOST_TEST(job.times("dlp: MPI is not up yet") == 8, job.said);
}

// contract: E6
BOOST_AUTO_TEST_CASE(dlp_after_mpi_is_a_usage_error) {
  auto const job = run_job(2, "uses-dlp-too-late");
  BOOST_TEST(job.code == 0);
  BOOST_TEST(job.times("dlp: MPI is down already") == 6, job.said);
}

BOOST_AUTO_TEST_CASE(an_mpi_of_the_user_is_used_and_left_up_at_every_level_of_threads) {
  for (auto const* level :
       {"within-single", "within-funneled", "within-serialized", "within-multiple"}) {
    auto const job = run_job(3, level);
    BOOST_TEST(job.code == 0);
    BOOST_TEST(job.times("went on") == 3, level << ": " << job.said);
    BOOST_TEST(!job.says("was taken down"));
  }
}

BOOST_AUTO_TEST_CASE(a_user_who_takes_mpi_down_comes_to_the_end) {
  auto const job = run_job(3, "finalizes-itself");
  BOOST_TEST(job.code == 0, job.said);
  BOOST_TEST(job.times("came to the end") == 3);
}

// contract: E5
BOOST_AUTO_TEST_CASE(a_program_that_another_mpi_has_started_is_refused) {
  using dlp_test::is_mpich;
  auto const other = std::string(is_mpich ? "OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=0"
                                          : "PMI_SIZE=4 PMI_RANK=0");
  auto const job = run_job(0, "is-alone", other);
  BOOST_TEST(job.code != 0);
  BOOST_TEST(!job.says("went on alone"));
  BOOST_TEST(job.says(is_mpich ? "Open MPI's mpiexec started 4" : "MPICH's mpiexec started 4"),
             job.said);
  BOOST_TEST(job.says(is_mpich ? "mpiexec.mpich -np 4" : "mpiexec.openmpi -np 4"), job.said);

  auto const allowed = run_job(0, "is-alone", other + " DLP_ALLOW_SINGLETONS=1");
  BOOST_TEST(allowed.code == 0);
  BOOST_TEST(allowed.says("went on alone: 1"));
}

// contract: E5
BOOST_AUTO_TEST_CASE(an_allocation_that_is_not_used_is_a_warning) {
  auto const job = run_job(0, "is-alone", "SLURM_NTASKS=16");
  BOOST_TEST(job.code == 0);
  BOOST_TEST(job.says("allocation of 16 tasks"), job.said);
  BOOST_TEST(job.says("went on alone: 1"));
}

// contract: E6
BOOST_AUTO_TEST_CASE(a_word_for_a_variable_that_it_does_not_know_is_told_before_the_first_call) {
  auto const job = run_job(2, "uses-its-arguments", "DLP_CHECK=off");
  check_failure(job, 10, "DLP_CHECK=off: it is 1");
  BOOST_TEST(!job.says("arguments"), job.said);
  auto const without = run_job(2, "calls-without-an-environment", "DLP_CHECK=no");
  BOOST_TEST(without.times("DLP_CHECK=no: it is 1") == 2, without.said);
  for (auto const* known : {"DLP_CHECK=", "DLP_CHECK=0", "DLP_CHECK=1"}) {
    auto const compares = std::string_view(known).ends_with("1");
    auto const right = run_job(2, "says-whether-it-compares", known);
    BOOST_TEST(right.code == 0, known);
    BOOST_TEST(right.times(compares ? "compares\n" : "does not\n") == 2, right.said);
  }
}

// contract: E7
BOOST_AUTO_TEST_CASE(a_rank_that_returns_from_main_while_others_wait_ends_the_job) {
  for (auto const ranks : {2, 5}) {
    auto const job = run_job(ranks, "returns-early");
    check_failure(job, 5, "rank 1 says \"the end of the program\"");
    BOOST_TEST(job.says("barrier"));
  }
  check_failure(run_job(3, "root-returns-early"), 5, "rank 0 says \"the end of the program\"");
}

// contract: E7
BOOST_AUTO_TEST_CASE(a_rank_that_exits_while_others_wait_ends_the_job) {
  check_failure(run_job(3, "exits-early"), 5, "rank 1");
}

BOOST_AUTO_TEST_CASE(a_rank_alone_may_exit_wherever_it_is) {
  for (auto const ranks : {0, 1}) {
    auto const job = run_job(ranks, "exits-in-a-body-of-its-own");
    BOOST_TEST(job.code == 7);
    BOOST_TEST(!job.says("dlp:"), job.said);
  }
}

// contract: E7
BOOST_AUTO_TEST_CASE(an_exception_that_is_caught_outside_of_the_environment_ends_the_job) {
  auto const job = run_job(3, "leaves-with-an-exception");
  check_failure(job, 5, "rank 1 says \"the end of the program\"");
}

// contract: E7
BOOST_AUTO_TEST_CASE(a_rank_that_ends_while_others_wait_on_another_communicator_ends_the_job) {
  for (auto const* early : {"0", "1", "2"}) {
    auto const job = run_job(3, std::string("rank-of-a-part-returns-early ") + early);
    check_failure(job, 5, "\"the end of the program\"");
    BOOST_TEST(job.says("barrier"), job.said);
  }
}

// contract: E7
BOOST_AUTO_TEST_CASE(nobody_is_left_behind_when_the_launcher_is_killed) {
  auto const job = run_job(3, "loses-its-launcher");
  BOOST_TEST(job.code != 0);
  BOOST_TEST(job.seconds.count() < 10);
  dlp_test::check_nobody_is_left(job, 3);
}

// Of what is left, UCX says at its end that it was not matched.
BOOST_AUTO_TEST_CASE(what_nobody_has_received_is_taken_in_before_the_end) {
  for (auto const* where : {"", "-where-it-frees", "-where-some-free"}) {
    for (auto const ranks : {1, 2, 5}) {
      auto const job = run_job(ranks, std::string("leaves-messages-behind") + where);
      BOOST_TEST(job.code == 0, ranks << " ranks" << where << ": " << job.said);
      BOOST_TEST(job.times("came to the end\n") == ranks);
      BOOST_TEST(!job.says("not matched"), ranks << " ranks" << where << ": " << job.said);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_communicator_can_be_freed_as_late_as_mpi_lets_it) {
  for (auto const ranks : {1, 3}) {
    auto const job = run_job(ranks, "frees-at-the-very-end");
    BOOST_TEST(job.code == 0, job.said);
    BOOST_TEST(job.times("came to the end\n") == ranks);
    BOOST_TEST(!job.says("not matched"), job.said);
  }
}

// contract: P4
BOOST_AUTO_TEST_CASE(a_rank_at_its_end_waits_asleep) {
  auto const job = run_job(2, "waits-at-the-end");
  BOOST_TEST(job.code == 0);
  BOOST_TEST(job.times("slept") == 1, job.said);
}
