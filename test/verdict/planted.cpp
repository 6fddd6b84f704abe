// SPDX-License-Identifier: BSL-1.0
//
// planted SITUATION: a loop in which something is planted, of which its report is to speak. Where
// it can be, a body sleeps instead of computing: others may be using the machine.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <mpi.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <dlp.hpp>

namespace {

using namespace std::chrono_literals;

auto situation = std::string();

auto is(char const* what) -> bool { return situation == what; }

/// On a core of its own it takes so long.
void compute_for(std::chrono::nanoseconds time) {
  auto const now = [] {
    auto clock = timespec();
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &clock);
    return std::chrono::seconds(clock.tv_sec) + std::chrono::nanoseconds(clock.tv_nsec);
  };
  for (auto const until = now() + time; now() < until;) continue;
}

/// Another process, on the core that this rank is bound to.
class neighbour {
 public:
  neighbour() {
    auto core = cpu_set_t();
    CPU_ZERO(&core);
    CPU_SET(0, &core);
    ::sched_setaffinity(0, sizeof core, &core);
    child_ = ::fork();
    for (auto volatile turns = 0u; child_ == 0;) turns = turns + 1;
  }
  neighbour(neighbour const&) = delete;
  auto operator=(neighbour const&) -> neighbour& = delete;
  ~neighbour() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }

 private:
  pid_t child_ = 0;
};

void run() {
  auto const rank = int(dlp::rank());
  auto const map = [&](std::size_t examples, auto f, dlp::managed_options options = {}) {
    for (auto const& result : dlp::map_unordered(f, examples, options)) {
      static_cast<void>(result);
      if (is("slow_root")) std::this_thread::sleep_for(15ms);
    }
  };
  auto const sleep = [&](auto time) {
    return [=](dlp::index_t index) {
      std::this_thread::sleep_for(time);
      return index;
    };
  };
  if (is("perfect")) return map(120, sleep(20ms));
  if (is("slow_rank")) return map(120, sleep(rank == 2 ? 50ms : 20ms));
  if (is("slow_root")) return map(100, sleep(20ms));
  if (is("long_example"))
    return map(120, [](dlp::index_t index) {
      std::this_thread::sleep_for(index == 119 ? 1500ms : 10ms);
      return index;
    });
  if (is("tiny_examples"))
    return dlp::for_each(100'000, [](dlp::index_t) { compute_for(4us); },
                         {.schedule = dlp::fixed{1}});
  if (is("few_examples")) return map(4, sleep(300ms));
  if (is("one_worker")) return map(50, sleep(20ms));
  if (is("slow_network")) return map(150, sleep(10ms), {.schedule = dlp::fixed{1}});
  if (is("late_rank")) {
    dlp::barrier();  // the first call of all waits for everybody
    if (rank == 1) std::this_thread::sleep_for(600ms);
    return map(120, sleep(20ms));
  }
  if (is("shared_core")) {
    auto busy = std::optional<neighbour>();
    if (rank == 1) busy.emplace();
    return map(120, [](dlp::index_t index) {
      compute_for(10ms);
      return index;
    });
  }
  if (is("large_results"))
    return map(60, [](dlp::index_t) {
      std::this_thread::sleep_for(2ms);
      return std::vector<char>(20 << 20);
    });
  if (is("slow_journal"))
    return map(120, sleep(10ms),
               {.journal = {std::getenv("PLANTED_JOURNAL"), dlp::durability::each}});
  throw dlp::usage_error("planted: no such situation: " + situation);
}

}  // namespace

/// In the place of the system's: a disk that takes its time.
extern "C" auto fdatasync(int) -> int {
  std::this_thread::sleep_for(25ms);
  return 0;
}
extern "C" auto fsync(int) -> int { return fdatasync(0); }

/// In the place of MPI's: a network that does. What has come is shown 4 ms later.
extern "C" auto MPI_Improbe(int source, int tag, MPI_Comm comm, int* is_here, MPI_Message* what,
                            MPI_Status* status) -> int {
  if (!is("slow_network")) return PMPI_Improbe(source, tag, comm, is_here, what, status);
  struct held {
    std::chrono::steady_clock::time_point due;
    MPI_Message what;
    MPI_Status status;
    MPI_Comm comm;
  };
  static auto under_way = std::deque<held>();
  auto const now = std::chrono::steady_clock::now();
  auto come = held{.due = now + 4ms, .what = MPI_MESSAGE_NULL, .status = {}, .comm = comm};
  auto const code = PMPI_Improbe(source, tag, comm, is_here, &come.what, &come.status);
  if (*is_here) under_way.push_back(come);
  *is_here = !under_way.empty() && under_way.front().due <= now && under_way.front().comm == comm;
  if (!*is_here) return code;
  *what = under_way.front().what;
  *status = under_way.front().status;
  under_way.pop_front();
  return code;
}

auto main(int argc, char** argv) -> int {
  if (argc != 2) return EXIT_FAILURE;
  situation = argv[1];
  auto const env = dlp::environment(argc, argv);
  run();
}
