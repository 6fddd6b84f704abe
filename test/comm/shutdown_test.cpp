// SPDX-License-Identifier: BSL-1.0
//
// Jobs over TCP, and what each says and ends with: this file again, with the name of a part in
// `parts` as its argument.
#include <comm/job/shutdown.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <dlp/comm/collectives.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/comm/environment.hpp>

#include "../support/parts.hpp"
#include "../support/which_mpi.hpp"
#include "job.hpp"

namespace {

using dlp::detail::finalize_may_hang;
using dlp_test::run_job;

auto file() -> std::string { return "/tmp/dlp_job_end_test." + std::to_string(::getuid()); }

/// Written to its end when it is destroyed, after main.
std::ofstream late;

auto meet_and_return(int code) -> int {
  auto const env = dlp::environment();
  dlp::detail::meet({"barrier", {}});
  return dlp::rank() == 1 ? code : 0;
}

std::map<std::string, std::function<int()>> const parts = {
    {"returns", [] { return meet_and_return(0); }},
    {"returns-3", [] { return meet_and_return(3); }},
    {"exits",
     [] {
       std::exit(meet_and_return(0));
       return 0;
     }},
    {"writes-late", [] {
       auto const code = meet_and_return(0);
       std::printf("said late\n");
       if (dlp::detail::ends_without_finalize() && dlp::rank() == 0) {
         late.open(file());
         late << "written late";
       }
       return code;
     }}};

auto const over_tcp =
    std::string(dlp_test::is_mpich ? "UCX_TLS=tcp,self" : "OMPI_MCA_btl=tcp,self");
auto const without_finalize = std::string("DLP_FINALIZE=0");

auto variables(std::map<std::string, std::string> const& all) -> dlp::detail::lookup {
  return [all](char const* name) {
    auto const found = all.find(name);
    return found == all.end() ? nullptr : found->second.c_str();
  };
}

}  // namespace

auto main(int argc, char** argv) -> int { return dlp_test::main_of_parts(parts, argc, argv); }

// contract: E8
BOOST_AUTO_TEST_CASE(a_job_over_tcp_comes_to_its_end) {
  for (auto const ranks : {2, 3, 4}) {
    for (auto i = 0; i != 3; ++i) {
      auto const job = run_job(ranks, "returns", over_tcp);
      BOOST_TEST(job.code == 0, job.code << " on " << ranks << " ranks: " << job.said);
      BOOST_TEST(job.said == "");
    }
  }
}

// contract: E8
BOOST_AUTO_TEST_CASE(the_codes_of_its_ranks_are_those_of_the_job) {
  for (auto const& how : {over_tcp, without_finalize, std::string()}) {
    BOOST_TEST(run_job(3, "returns-3", how).code == 3);
    BOOST_TEST(run_job(3, "exits", how).code == 0);
  }
}

// contract: E8
BOOST_AUTO_TEST_CASE(what_is_written_after_main_is_written) {
  std::filesystem::remove(file());
  auto const job = run_job(3, "writes-late", dlp_test::is_mpich ? over_tcp : without_finalize);
  BOOST_TEST(job.code == 0);
  BOOST_TEST(job.times("said late") == 3, job.said);
  auto text = std::string();
  std::getline(std::ifstream(file()), text);
  BOOST_TEST(text == "written late");
  std::filesystem::remove(file());
}

BOOST_AUTO_TEST_CASE(finalize_is_called_but_where_it_may_hang) {
  auto const mpich = std::string("MPICH Version: 4.0.2\nMPICH Device: ch4:ucx\n");
  auto const launched = std::map<std::string, std::string>{{"PMI_RANK", "0"}, {"PMI_SIZE", "2"}};
  auto const with = [&](std::string const& name, std::string const& value) {
    auto all = launched;
    all[name] = value;
    return variables(all);
  };
  BOOST_TEST(!finalize_may_hang(variables(launched), mpich, false));
  BOOST_TEST(finalize_may_hang(with("UCX_TLS", "tcp,self"), mpich, false));
  BOOST_TEST(finalize_may_hang(with("UCX_TLS", "self,tcp"), mpich, true));
  BOOST_TEST(!finalize_may_hang(with("UCX_TLS", "^tcp"), mpich, true));
  BOOST_TEST(!finalize_may_hang(with("UCX_TLS", "rc,sm,self"), mpich, true));
  BOOST_TEST(!finalize_may_hang(with("UCX_TLS", "tcp,self"), "MPICH Device: ch4:ofi", false));
  BOOST_TEST(!finalize_may_hang(variables({{"UCX_TLS", "tcp,self"}}), mpich, false));
  for (auto const& [launcher, may] :
       {std::pair("SLURM_STEP_NUM_TASKS", true), {"OMPI_COMM_WORLD_SIZE", false}})
    BOOST_TEST(finalize_may_hang(variables({{launcher, "2"}, {"UCX_TLS", "tcp,self"}}), mpich,
                                 false) == may);
  BOOST_TEST(finalize_may_hang(with("DLP_FINALIZE", "0"), mpich, false));
  auto both = launched;
  both["UCX_TLS"] = "tcp,self";
  both["DLP_FINALIZE"] = "1";
  BOOST_TEST(!finalize_may_hang(variables(both), mpich, false));
}
