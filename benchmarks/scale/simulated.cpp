// SPDX-License-Identifier: BSL-1.0
//
// The machine under the library in a simulation: the clock, sleeping, yielding, the number of
// cores, and those of MPI's calls whose time matters or that SMPI lacks. Linked into the program
// with -Bsymbolic-functions, these definitions take the place of the system's and of SMPI's, for
// this program alone; the library's sources are compiled as they are.
#include "simulated.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <list>
#include <thread>
#include <utility>
#include <vector>

#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <simgrid/actor.h>
#include <simgrid/engine.h>

namespace simulated {
namespace {

// SMPI gives every rank its own copy of the program's variables: these are one rank's.
costs cost;
account done;

/// How far this rank's own clock is ahead of the simulation's. A simulated sleep for each poll of
/// 40 ns would take longer than the simulation of all the rest, so a rank may run a little ahead.
/// And it may be behind: see take().
double ahead = 0;

constexpr auto often_enough = 1e-6;  // a message is seen at most so much later than it could be,
constexpr auto part_of_the_wait = 0.125;  // or at most by such a part of the time it was waited for

void spend(double seconds) noexcept { ahead += seconds; }

/// Brings both clocks together, where this rank's own is ahead.
void settle() {
  if (ahead > 0) sg_actor_sleep_for(std::exchange(ahead, 0));
}

/// The messages of one communicator and tag, of which one has been taken out of SMPI's hands: its
/// probe sees a message when it has been sent, long before it arrives.
struct inbox {
  MPI_Comm comm;
  int tag;
  std::vector<char> buffer = {};
  MPI_Status status = {};
  bool taken = false;
  double looked = -1;  // the simulated time when there was none
};

constexpr auto largest_message = 60'000;  // SMPI sends them at once, without a rendezvous

auto inbox_of(MPI_Comm comm, int tag) -> inbox& {
  static auto all = std::list<inbox>();
  for (auto& one : all) {
    if (one.comm == comm && one.tag == tag) return one;
  }
  return all.emplace_back(inbox{.comm = comm, .tag = tag});
}

/// Since when this rank has done nothing but poll one inbox in vain, and yield and sleep.
struct {
  inbox* polled = nullptr;
  double since = 0;
  int polls = 0;
  int polls_since_sleep = 0;
  double slept = 0;
} lately;

constexpr auto enough_polls = 16;  // who waits for anything else has done something else by then

/// Whether this rank hears from more than one other: then it may be a manager, who does things
/// while it waits.
auto hears_many = false;
auto last_source = MPI_ANY_SOURCE;

/// Waits until the next message has arrived. A rank that only polls has no effect on others: so it
/// need not do that in time, and polls afterwards, with a clock that is behind by as much as the
/// message took to come, until that has caught up. The outcome is the same, and takes no time to
/// simulate. (Should it go and do something else before it has seen the message, then it does so
/// late, by at most a message's time on the network; but computing catches up.)
void take(inbox& from) {
  settle();
  auto const begin = simgrid_get_clock();
  from.buffer.resize(largest_message);
  // No MPI_Test of a receive posted before: in SimGrid 3.32 that takes the longer the more there
  // have been.
  PMPI_Recv(from.buffer.data(), largest_message, MPI_BYTE, MPI_ANY_SOURCE, from.tag, from.comm,
            &from.status);
  from.taken = true;
  ahead -= simgrid_get_clock() - begin;
}

auto has_been_sent(inbox& from) -> bool {
  auto const waited = simgrid_get_clock() - lately.since;
  auto const soon = std::max(often_enough, part_of_the_wait * waited);
  if (ahead < soon && from.looked == simgrid_get_clock()) return false;
  settle();
  auto sent = 0;
  PMPI_Iprobe(MPI_ANY_SOURCE, from.tag, from.comm, &sent, MPI_STATUS_IGNORE);
  from.looked = simgrid_get_clock();
  return sent != 0;
}

auto is_here(inbox& from) -> bool {
  auto const only_waits = lately.polls >= enough_polls && !hears_many;
  if (!from.taken && (only_waits || has_been_sent(from))) take(from);
  return from.taken && ahead >= 0;
}

void pause_for(double seconds) {
  auto const whole = seconds + cost.wake_up;
  auto const period = whole + lately.polls_since_sleep * cost.poll;
  spend(whole);
  if (seconds == lately.slept && ahead < -period) spend(std::floor(-ahead / period) * period);
  lately.polls_since_sleep = 0;
  lately.slept = seconds;
  if (ahead >= often_enough) settle();
}

/// Keys of attributes of MPI_COMM_SELF.
auto keys_of_self = std::vector<int>();

}  // namespace

void set_costs(costs of) noexcept { cost = of; }
auto account_so_far() noexcept -> account { return done; }
auto now() noexcept -> double { return simgrid_get_clock() + ahead; }

void compute(double seconds) {
  lately = {};
  spend(seconds);
  settle();
}

}  // namespace simulated

using namespace simulated;

// --- The machine ---

auto std::chrono::steady_clock::now() noexcept -> time_point {
  constexpr auto begin = std::chrono::hours(1);
  return time_point(begin + std::chrono::nanoseconds(std::llround(1e9 * simulated::now())));
}

auto std::thread::hardware_concurrency() noexcept -> unsigned {
  auto const* const text = std::getenv("MPI_LOCALNRANKS");  // as many as the node has ranks
  return text ? static_cast<unsigned>(std::atoi(text)) : 1;
}

extern "C" {

auto sched_getaffinity(pid_t, std::size_t, cpu_set_t*) noexcept -> int {
  errno = ENOSYS;
  return -1;
}

auto prctl(int, ...) noexcept -> int { return 0; }

/// Of this rank, in this simulation: memory that ranks share is named after it.
auto getpid() noexcept -> pid_t {
  auto const both = 8191 * ::syscall(SYS_getpid) + smpi_getpid();
  return static_cast<pid_t>(both % (1L << 30));
}

auto sched_yield() noexcept -> int {
  spend(cost.yield);
  return 0;
}

auto nanosleep(timespec const* time, timespec*) -> int {
  pause_for(static_cast<double>(time->tv_sec) + 1e-9 * static_cast<double>(time->tv_nsec));
  return 0;
}

// --- MPI ---

int MPI_Isend(void const* data, int count, MPI_Datatype type, int to, int tag, MPI_Comm comm,
              MPI_Request* request) {
  lately = {};
  ++done.sent;
  spend(cost.message);
  if (ahead >= often_enough) settle();
  return PMPI_Isend(data, count, type, to, tag, comm, request);
}

int MPI_Improbe(int source, int tag, MPI_Comm comm, int* flag, MPI_Message* message,
                MPI_Status* status) {
  if (source != MPI_ANY_SOURCE) std::abort();  // the library has no use for it
  auto& from = inbox_of(comm, tag);
  if (lately.polled != &from) lately = {.polled = &from, .since = simgrid_get_clock()};
  *flag = is_here(from);
  if (!*flag) {
    ++lately.polls;
    ++lately.polls_since_sleep;
    spend(cost.poll);
    return MPI_SUCCESS;
  }
  lately = {};
  hears_many |= std::exchange(last_source, from.status.MPI_SOURCE) != from.status.MPI_SOURCE &&
                done.received != 0;
  *message = &from;
  if (status != MPI_STATUS_IGNORE) *status = from.status;
  return MPI_SUCCESS;
}

int MPI_Mrecv(void* data, int count, MPI_Datatype, MPI_Message* message, MPI_Status* status) {
  auto& from = *static_cast<inbox*>(std::exchange(*message, nullptr));
  ++done.received;
  spend(cost.message);
  auto arrived = 0;
  PMPI_Get_count(&from.status, MPI_BYTE, &arrived);
  if (arrived > count) return MPI_ERR_TRUNCATE;
  std::memcpy(data, from.buffer.data(), static_cast<std::size_t>(arrived));
  if (status != MPI_STATUS_IGNORE) *status = from.status;
  from.taken = false;
  return MPI_SUCCESS;
}

int MPI_Imrecv(void* data, int count, MPI_Datatype type, MPI_Message* message,
               MPI_Request* request) {
  *request = MPI_REQUEST_NULL;  // a request that is complete
  return MPI_Mrecv(data, count, type, message, MPI_STATUS_IGNORE);
}

/// A thread that speaks to MPI would be none of the simulation's.
int MPI_Query_thread(int* level) {
  *level = MPI_THREAD_FUNNELED;
  return MPI_SUCCESS;
}

int MPI_Comm_idup(MPI_Comm comm, MPI_Comm* made, MPI_Request* request) {
  *request = MPI_REQUEST_NULL;
  return PMPI_Comm_dup(comm, made);
}

/// To test one of P parts, 1,024 ranks would take minutes: before the first loop, none has anything
/// else to do.
int MPI_Iallgather(void const* mine, int count, MPI_Datatype type, void* all, int count_of_each,
                   MPI_Datatype type_of_each, MPI_Comm comm, MPI_Request* request) {
  *request = MPI_REQUEST_NULL;
  return PMPI_Allgather(mine, count, type, all, count_of_each, type_of_each, comm);
}

/// The same at the end of a communicator: each rank sends to each, and tests all of that at once.
int MPI_Ireduce_scatter_block(void const* mine, void* sum, int count, MPI_Datatype type, MPI_Op op,
                              MPI_Comm comm, MPI_Request* request) {
  *request = MPI_REQUEST_NULL;
  return PMPI_Reduce_scatter_block(mine, sum, count, type, op, comm);
}

int MPI_Comm_set_attr(MPI_Comm comm, int key, void* value) {
  if (comm == MPI_COMM_SELF) keys_of_self.push_back(key);
  return PMPI_Comm_set_attr(comm, key, value);
}

int MPI_Finalize() {  // begins by taking these away, with MPI still up, which SMPI's does not
  for (auto const key : std::exchange(keys_of_self, {})) PMPI_Comm_delete_attr(MPI_COMM_SELF, key);
  return PMPI_Finalize();
}

int MPI_Test(MPI_Request* request, int* flag, MPI_Status* status) {
  if (*request == MPI_REQUEST_NULL) {  // for which SMPI says that it is not complete
    *flag = 1;
    return MPI_SUCCESS;
  }
  lately = {};
  spend(often_enough);  // a test of a collective call looks at all of its parts
  settle();
  return PMPI_Test(request, flag, status);
}

int MPI_Testall(int count, MPI_Request* requests, int* flag, MPI_Status* statuses) {
  lately = {};
  spend(cost.poll);
  if (ahead >= often_enough) settle();
  return PMPI_Testall(count, requests, flag, statuses);
}

}  // extern "C"
