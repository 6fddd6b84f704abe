// SPDX-License-Identifier: BSL-1.0
#include <each/stop_signal.hpp>

#include <atomic>
#include <csignal>
#include <initializer_list>

namespace dlp::detail {
namespace {

std::atomic<int> first_stop = 0;
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void dlp_each_notes_signal(int number) {
  auto none = 0;
  first_stop.compare_exchange_strong(none, number);
}

}  // namespace

void note_stop_signals() {
  struct sigaction how = {};
  how.sa_handler = dlp_each_notes_signal;
  for (auto const number : {SIGTERM, SIGINT, SIGHUP}) ::sigaction(number, &how, nullptr);
  how.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &how, nullptr);
  how.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &how, nullptr);  // ignored, it would take their codes away
}

auto stop_signal() noexcept -> int { return first_stop; }

}  // namespace dlp::detail
