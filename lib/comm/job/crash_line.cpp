// SPDX-License-Identifier: BSL-1.0
//
// What is called in a signal's handler takes no lock and no memory, and calls only what POSIX lets
// a handler call.
#include <comm/job/crash_line.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

#include <dlfcn.h>
#include <mpi.h>
#include <pthread.h>
#include <sys/auxv.h>
#include <unistd.h>

#include <comm/job/alternate_stack.hpp>
#include <comm/job/child_process.hpp>
#include <comm/job/last_line.hpp>
#include <comm/job/launcher_line.hpp>
#include <comm/job/open_place.hpp>
#include <comm/job/variable.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {
namespace {

constexpr auto faults = std::array{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
constexpr auto time_for_the_next_handler = 5U;  // seconds
constexpr auto code_of_a_shell = 128;           // for a death by signal 0

char who[320] = "";  // "dlp: rank 2 of 4 on node7: ", made beforehand
pid_t process = 0;   // a child has another, also one by vfork()
auto is_silent = std::atomic_flag();

struct handler {
  struct sigaction action = {};
  bool is_of_a_library = false;  // and not the program's own
};
std::array<handler, 32> before;  // by signal

/// Says the line, where it is wanted; whether it has.
auto speak(int signal) noexcept -> bool {
  if (is_child() || process != ::getpid() || is_silent.test_and_set()) return false;
  auto said = signal_line();
  said << who << "signal " << static_cast<std::uint64_t>(signal);
  if (auto const* const place = place_of_crash())
    append_index(said << " in ", place->index(), *place);
  said.end();
  say_last_line(said.text());
  return true;
}

/// This process is about to die of the signal.
void tell_of_death(int signal) noexcept {
  if (!leaves_core()) tell_launcher(code_of_a_shell + signal);
}

auto ends_the_process(int signal) noexcept -> bool {
  struct sigaction now = {};
  return ::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_DFL;
}

auto is_pending(int signal) noexcept -> bool {
  auto waiting = sigset_t();
  return ::sigpending(&waiting) == 0 && ::sigismember(&waiting, signal) == 1;
}

/// Of a handler that hangs; the second one, which comes when this returns, ends the process.
void on_alarm(int signal) {
  tell_launcher(code_of_a_shell + signal);
  ::raise(signal);
}

/// A library's handler may hang, as one that takes memory in a heap that is broken: an alarm ends
/// the process then.
void hand_on_to_a_library(handler const& next, int signal, siginfo_t* info, void* context) {
  struct sigaction ours = {};
  struct sigaction kept = {};
  ours.sa_handler = on_alarm;
  ours.sa_flags = static_cast<int>(SA_RESETHAND);
  ::sigaction(SIGALRM, &ours, &kept);
  auto alarm_alone = sigset_t();
  ::sigemptyset(&alarm_alone);
  ::sigaddset(&alarm_alone, SIGALRM);
  ::pthread_sigmask(SIG_UNBLOCK, &alarm_alone, nullptr);
  ::alarm(time_for_the_next_handler);
  next.action.sa_sigaction(signal, info, context);
  ::alarm(0);
  ::sigaction(SIGALRM, &kept, nullptr);
}

/// A program's own handler may know how to go on. Where it does so by siglongjmp, a later crash has
/// a line again; where it returns, as one that mends the memory, the same is not said each time.
void hand_on_to_the_program(handler& own, bool has_spoken, int signal, siginfo_t* info,
                            void* context) {
  auto const call = own.action.sa_sigaction;  // of a handler of one argument too
  if (own.action.sa_flags & SA_RESETHAND) own.action.sa_handler = SIG_DFL;
  if (has_spoken) is_silent.clear();
  call(signal, info, context);
  if (has_spoken) is_silent.test_and_set();
}

/// Whether what a signal interrupts is the handler of another: that one is blocked meanwhile.
auto is_in_a_handler(int signal, void const* context) noexcept -> bool {
  auto const& blocked = static_cast<ucontext_t const*>(context)->uc_sigmask;
  return std::ranges::any_of(
      faults, [&](int other) { return other != signal && ::sigismember(&blocked, other) == 1; });
}

void on_fault(int signal, siginfo_t* info, void* context) {
  auto const error = errno;
  auto& next = before[static_cast<std::size_t>(signal)];
  auto const has_spoken = !is_in_a_handler(signal, context) && speak(signal);
  if (next.action.sa_handler == SIG_DFL) {
    // The instruction is tried again, and ends the process; a signal that was sent is sent again.
    ::sigaction(signal, &next.action, nullptr);
    tell_of_death(signal);
    if (!info || info->si_code <= 0) ::raise(signal);
  } else if (next.is_of_a_library) {
    hand_on_to_a_library(next, signal, info, context);
    if (ends_the_process(signal)) tell_of_death(signal);
  } else {
    hand_on_to_the_program(next, has_spoken, signal, info, context);
    if (ends_the_process(signal) && is_pending(signal)) tell_of_death(signal);
  }
  errno = error;
}

auto is_of_a_library(struct sigaction const& action) -> bool {
  auto theirs = Dl_info();
  auto programs = Dl_info();
  return action.sa_handler != SIG_DFL &&
         ::dladdr(reinterpret_cast<void*>(action.sa_sigaction), &theirs) != 0 &&
         ::dladdr(reinterpret_cast<void*>(::getauxval(AT_ENTRY)), &programs) != 0 &&
         theirs.dli_fbase != programs.dli_fbase;
}

void install(int signal) {
  auto& kept = before[static_cast<std::size_t>(signal)];
  struct sigaction ours = {};
  if (::sigaction(signal, nullptr, &kept.action) != 0 || kept.action.sa_handler == SIG_IGN) return;
  kept.is_of_a_library = is_of_a_library(kept.action);
  ours.sa_sigaction = on_fault;
  ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
  ours.sa_mask = kept.action.sa_mask;
  ::sigaction(signal, &ours, nullptr);
}

}  // namespace

auto wants_crash_line(lookup const& variable) -> bool {
  auto const* const what = "0, for no line about a crash, or 1";
  return word_in(variable, "DLP_CRASH_LINE", {"0", "1"}, what) != "0";
}

void tell_of_crashes() {
  static auto const told = [] {
    if (!wants_crash_line([](char const* name) { return std::getenv(name); })) return true;
    auto rank = 0;
    auto size = 1;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    auto const text = "dlp: rank " + std::to_string(rank) + " of " + std::to_string(size) + " on " +
                      host_name() + ": ";
    text.copy(who, sizeof who - 1);
    process = ::getpid();
    if (size > 1) find_launcher_line();  // in a job without a dlp::environment too
    use_alternate_stacks();
    for (auto const signal : faults) install(signal);
    return true;
  }();
  static_cast<void>(told);
}

void be_silent_about_crashes() noexcept { is_silent.test_and_set(); }

}  // namespace dlp::detail
