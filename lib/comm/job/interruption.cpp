// SPDX-License-Identifier: BSL-1.0
#include <comm/job/interruption.hpp>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <comm/job/launch.hpp>
#include <comm/wire/mpich.hpp>
#include <dlp/comm/stop_on_signal.hpp>

namespace dlp::detail {
namespace {

using clock = std::chrono::steady_clock;

constexpr auto end_of_job = -1;  // in the place of a signal

constexpr auto stopping_signals = std::array{SIGTERM, SIGINT, SIGUSR1};

// What the handler writes. A signal that comes so soon after the first is the same one: a terminal
// sends it to all processes of a job, and a launcher hands it on.
constexpr auto same_signal_ns = std::int64_t{500'000'000};
std::atomic<int> first_signal = 0;  // or the end of the job
std::array<std::atomic<std::int64_t>, stopping_signals.size()> first_at = {};  // of each
std::atomic<bool> signals_are_minded = false;
int wakes_watch = -1;  // the end of a pipe

static_assert(std::atomic<int>::is_always_lock_free &&
              std::atomic<std::int64_t>::is_always_lock_free);

auto now_ns() noexcept -> std::int64_t {
  auto now = timespec();
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

extern "C" void dlp_on_stop_signal(int number) {
  auto const error_before = errno;
  auto const now = now_ns();
  auto const which = std::ranges::find(stopping_signals, number) - stopping_signals.begin();
  auto first = std::int64_t{0};
  auto nothing = 0;
  first_signal.compare_exchange_strong(nothing, number);  // before `signal_has_come`
  if (first_at[static_cast<std::size_t>(which)].compare_exchange_strong(first, now)) {
    static_cast<void>(!::write(wakes_watch, "s", 1));
  } else if (number != SIGUSR1 && now - first > same_signal_ns) {
    ::signal(number, SIG_DFL);
    ::raise(number);
  }
  errno = error_before;
}

/// Waits in a thread of its own for signals and for points of time, and stops loops then. It lives
/// as long as the process: loops may be open at its end.
class watch {
 public:
  static auto of_process() -> watch& {
    static auto& only = *new watch();
    return only;
  }

  void mind_signals(std::optional<clock::time_point> end) {
    auto const one_at_a_time = std::scoped_lock(in_use_);
    signals_are_minded = true;
    end_ = end;
    wake();
  }

  void add(std::stop_source const& loop, std::optional<clock::time_point> until) {
    {
      auto const one_at_a_time = std::scoped_lock(in_use_);
      loops_.push_back({loop, until});
    }
    wake();
  }
  void remove(std::stop_source const& loop) {
    auto const one_at_a_time = std::scoped_lock(in_use_);
    std::erase_if(loops_, [&](auto const& one) { return one.stops == loop; });
  }

 private:
  struct watched {
    std::stop_source stops;
    std::optional<clock::time_point> until;
  };

  watch() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
      throw std::system_error(errno, std::generic_category(), "dlp: no pipe to wait for signals");
    }
    wakes_ = ends[0];
    wakes_watch = ends[1];
    // Its signals are for the program's own threads.
    auto all = sigset_t();
    auto own = sigset_t();
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &own);
    std::thread([this] { wait(); }).detach();
    ::pthread_sigmask(SIG_SETMASK, &own, nullptr);
  }

  static void wake() { static_cast<void>(!::write(wakes_watch, "w", 1)); }

  [[noreturn]] void wait() {
    while (true) {
      auto waits = pollfd{wakes_, POLLIN, 0};
      ::poll(&waits, 1, look());
      char taken[64];
      while (::read(wakes_, taken, sizeof taken) > 0) continue;
    }
  }

  /// Stops what is due; for how many milliseconds nothing more is.
  [[nodiscard]] auto look() -> int {
    auto due = std::vector<std::stop_source>();
    auto next = std::optional<clock::time_point>();
    {
      auto const one_at_a_time = std::scoped_lock(in_use_);
      auto const now = clock::now();
      auto const is_due = [&](std::optional<clock::time_point> when) {
        if (when && *when > now && (!next || *when < *next)) next = when;
        return when && *when <= now;
      };
      if (is_due(end_)) {
        auto none = 0;
        first_signal.compare_exchange_strong(none, end_of_job);
      }
      for (auto const& one : loops_) {
        if (is_due(one.until) || first_signal != 0) due.push_back(one.stops);
      }
    }
    for (auto& one : due) one.request_stop();  // it may call what the program has put there
    if (!next) return -1;
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(*next - clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
  }

  std::mutex in_use_;
  std::optional<clock::time_point> end_;
  std::vector<watched> loops_;
  int wakes_ = -1;
};

/// When loops are to stop so that the job ends in time, where Slurm says when that is.
auto end_of_slurm_job(std::chrono::duration<double> ahead) -> std::optional<clock::time_point> {
  auto const* const text = std::getenv("SLURM_JOB_END_TIME");
  if (text == nullptr) return std::nullopt;
  auto seconds = std::int64_t{0};
  auto const [end, wrong] = std::from_chars(text, text + std::strlen(text), seconds);
  if (wrong != std::errc() || *end != '\0' || seconds <= 0) return std::nullopt;
  auto const when = std::chrono::system_clock::from_time_t(static_cast<std::time_t>(seconds));
  auto const left = when - std::chrono::system_clock::now() - ahead;
  return clock::now() + std::chrono::duration_cast<clock::duration>(left);
}

/// Of a job that mpiexec keeps up when a rank has died.
auto is_name_of_a_death(int number) -> bool {
  auto const launched = find_launch();
  return number == SIGUSR1 && is_to_survive() && launched && launched->launcher == mpich::launcher;
}

}  // namespace

auto interrupted_by() -> std::string {
  switch (auto const number = first_signal.load()) {
    case 0:
      return {};
    case end_of_job:
      return "the end of the job";
    case SIGTERM:
      return "SIGTERM";
    case SIGINT:
      return "SIGINT";
    case SIGUSR1:
      return "SIGUSR1";
    default:
      return "signal " + std::to_string(number);
  }
}

auto signal_has_come() noexcept -> bool {
  return std::ranges::any_of(first_at, [](auto const& at) { return at.load() != 0; });
}

interruption::interruption(std::stop_token by_program, deadline until, bool returns)
    : by_program_(std::move(by_program)), until_(until), returns_(returns) {
  if (until_.is_never() && !signals_are_minded) return;
  own_ = std::stop_source();
  if (by_program_.stop_possible()) follows_.emplace(by_program_, stop_own{&own_});
  if (until_.is_over() || !interrupted_by().empty()) own_.request_stop();  // nothing is begun
  watch::of_process().add(own_, until_.when());
}

interruption::~interruption() {
  if (own_.stop_possible()) watch::of_process().remove(own_);
}

auto interruption::why() const -> std::string {
  if (!own_.stop_possible()) return {};
  auto by = interrupted_by();
  return by.empty() && is_over() ? "its deadline" : by;
}

}  // namespace dlp::detail

namespace dlp {

void stop_on_signal(stop_on_signal_options const& options) {
  detail::watch::of_process().mind_signals(detail::end_of_slurm_job(options.before_end));
  for (auto const number : detail::stopping_signals) {
    if (detail::is_name_of_a_death(number)) continue;
    struct sigaction how = {};
    how.sa_handler = detail::dlp_on_stop_signal;
    how.sa_flags = SA_RESTART;
    ::sigaction(number, &how, nullptr);
  }
}

}  // namespace dlp
