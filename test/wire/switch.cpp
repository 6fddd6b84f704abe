// SPDX-License-Identifier: BSL-1.0
//
// switch MICROSECONDS NAMESPACE...
//   Plugs a network card `eth0` into each of these network namespaces, and `hosts` into its own;
//   what goes out of one of them comes in at another so many microseconds later. Says "up" when it
//   is.
#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace {

using clock_type = std::chrono::steady_clock;

auto checked(int result, std::string const& what) -> int {
  if (result < 0) throw std::runtime_error(what + ": " + std::strerror(errno));
  return result;
}

/// A card in the network namespace that this process is in.
auto plug_in(char const* name) -> int {
  auto const card = checked(::open("/dev/net/tun", O_RDWR | O_NONBLOCK), "/dev/net/tun");
  auto made = ifreq();
  made.ifr_flags = IFF_TAP | IFF_NO_PI;
  std::strncpy(made.ifr_name, name, IFNAMSIZ - 1);
  checked(::ioctl(card, TUNSETIFF, &made), name);
  return card;
}

void enter(std::string const& path) {
  auto const name_space = checked(::open(path.c_str(), O_RDONLY), path);
  checked(::setns(name_space, CLONE_NEWNET), path);
  ::close(name_space);
}

/// A frame of Ethernet on its way.
struct frame {
  clock_type::time_point due;
  std::size_t from;
  std::string bytes;  // to whom, in 6 of them; from whom, in 6

  [[nodiscard]] auto to() const -> std::string { return bytes.substr(0, 6); }
  [[nodiscard]] auto sender() const -> std::string { return bytes.substr(6, 6); }
};

class delaying_switch {
 public:
  delaying_switch(std::vector<int> const& cards, clock_type::duration delay) : delay_(delay) {
    for (auto const card : cards) cards_.push_back({.fd = card, .events = POLLIN, .revents = 0});
  }

  [[noreturn]] void run() {
    while (true) {
      wait();
      for (auto card = std::size_t{0}; card != cards_.size(); ++card) take_in(card);
      for (; !late_.empty() && late_.front().due <= clock_type::now(); late_.pop_front())
        deliver(late_.front());
    }
  }

 private:
  void wait() {
    using namespace std::chrono;
    auto rest = timespec{};
    if (!late_.empty()) {
      auto const left = nanoseconds(std::max(late_.front().due - clock_type::now(), {}));
      rest = {.tv_sec = duration_cast<seconds>(left).count(),
              .tv_nsec = (left % seconds(1)).count()};
    }
    ::ppoll(cards_.data(), cards_.size(), late_.empty() ? nullptr : &rest, nullptr);
  }

  void take_in(std::size_t from) {
    constexpr auto at_once = 64;
    for (auto left = at_once; left != 0; --left) {
      auto const count = ::read(cards_[from].fd, buffer_.data(), buffer_.size());
      if (count < 14) return;  // there is none
      late_.push_back({clock_type::now() + delay_, from,
                       std::string(buffer_.data(), static_cast<std::size_t>(count))});
      where_[late_.back().sender()] = from;
    }
  }

  /// To all where nobody knows whose address it is.
  void deliver(frame const& one) {
    auto const known = where_.find(one.to());
    for (auto card = std::size_t{0}; card != cards_.size(); ++card) {
      if (card == one.from || (known != where_.end() && known->second != card)) continue;
      // A card that is not up takes nothing: a frame may be lost.
      static_cast<void>(!::write(cards_[card].fd, one.bytes.data(), one.bytes.size()));
    }
  }

  std::vector<pollfd> cards_;
  clock_type::duration delay_;
  std::deque<frame> late_;  // all by as much, so in the order of coming in
  std::map<std::string, std::size_t> where_;
  std::array<char, 70'000> buffer_ = {};
};

}  // namespace

auto main(int argc, char** argv) -> int {
  try {
    auto const words = std::span(argv, static_cast<std::size_t>(argc));
    if (words.size() < 3) throw std::runtime_error("switch MICROSECONDS NAMESPACE...");
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_TIMERSLACK, 1'000UL, 0UL, 0UL, 0UL);
    auto cards = std::vector{plug_in("hosts")};
    for (auto const* const name : words.subspan(2)) {
      enter(std::string("/run/netns/") + name);
      cards.push_back(plug_in("eth0"));
    }
    std::puts("up");
    std::fflush(stdout);
    delaying_switch(cards, std::chrono::microseconds(std::atoll(words[1]))).run();
  } catch (std::exception const& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
  }
}
