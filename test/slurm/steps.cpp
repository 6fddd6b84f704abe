// SPDX-License-Identifier: BSL-1.0
//
// Programs that ./run starts by Slurm: the first argument says which.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include <dlp.hpp>

#include "../support/exactly_once.hpp"

namespace {

using namespace std::chrono_literals;

constexpr auto size = dlp::index_t{60};

void say(std::string const& line) { std::printf("%s\n", line.c_str()), std::fflush(stdout); }

void note(std::string const& line, char const* file) {
  std::ofstream(file, std::ios::app) << line + "\n" << std::flush;
}

void end_by(std::string const& how) {
  if (how == "throw") throw std::runtime_error("out of luck");
  if (how == "exit") std::exit(3);
  if (how == "_exit") ::_exit(6);
  if (how == "_exit-0") ::_exit(0);
  if (how == "SIGKILL") ::raise(SIGKILL);
}

/// "size 4, sum 1770, on 4 hosts", by all ranks.
void compute(char**) {
  auto const squares = dlp::map(
      [](dlp::index_t x) {
        std::this_thread::sleep_for(5ms);
        return x;
      },
      size);
  auto const hosts = dlp::gather(dlp::host());
  if (!dlp::is_root()) return;
  auto names = std::map<std::string, int>();
  for (auto const& one : hosts) ++names[one];
  say("size " + std::to_string(dlp::size()) + ", sum " +
      std::to_string(std::accumulate(squares.begin(), squares.end(), dlp::index_t{0})) + ", on " +
      std::to_string(names.size()) + (names.size() == 1 ? " host" : " hosts"));
}

/// One rank ends in some way, and the others are in a call that needs it.
void fail(char** argv) {
  auto const how = std::string(argv[2]);
  dlp::barrier();
  if (dlp::rank() == std::atoi(argv[3])) {
    if (how == "return") return;
    end_by(how);
  }
  dlp::barrier();
}

/// One rank ends in some way, in a loop that survives it.
void survive(char** argv) {
  auto came = std::vector<dlp::index_t>();
  auto count = 0;
  auto const f = [&](dlp::index_t x) {
    std::this_thread::sleep_for(10ms);
    if (dlp::rank() == std::atoi(argv[3]) && ++count == 3) end_by(argv[2]);
    return x;
  };
  auto results = dlp::map_unordered(f, size, {.survive = dlp::survive{}});
  for (auto const x : results) came.push_back(x);
  if (dlp::is_root()) say("came " + dlp_test::exactly_once(came, size) + ".");
}

/// With a journal, so many examples of so many milliseconds, or of a command that fails where a
/// signal ends it; each index is noted in a file.
void keep(char** argv) {
  dlp::stop_on_signal();
  auto const each = std::chrono::milliseconds(std::atoi(argv[5]));
  auto const f = [&](dlp::index_t x) {
    if (each == 0ms && std::system(argv[5]) != 0) throw std::runtime_error("the command failed");
    std::this_thread::sleep_for(each);
    note(std::to_string(x), argv[3]);
    return x;
  };
  auto const all = dlp::map(f, std::atoi(argv[4]), {.journal = argv[2]});
  if (dlp::is_root()) say("sum " + std::to_string(std::accumulate(all.begin(), all.end(), 0L)));
}

/// Longer than anybody waits for it; each worker notes in a file that it does.
void linger(char** argv) {
  dlp::for_each(dlp::size(), [&](dlp::index_t) {
    note("lingers", argv[2]);
    std::this_thread::sleep_for(300s);
  });
}

void show(char**) {
  dlp::for_each(size, [](dlp::index_t) { std::this_thread::sleep_for(20ms); },
                {.progress = true, .label = "shown"});
}

std::map<std::string, std::function<void(char**)>> const parts = {
    {"compute", compute}, {"fail", fail},     {"survive", survive},
    {"keep", keep},       {"linger", linger}, {"show", show}};

}  // namespace

auto main(int argc, char** argv) -> int {
  auto const env = dlp::environment(argc, argv);
  parts.at(argc > 1 ? argv[1] : "compute")(argv);
}
