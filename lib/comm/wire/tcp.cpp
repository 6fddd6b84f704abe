// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/tcp.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <dlp/core/error.hpp>

namespace dlp::detail::tcp {
namespace {

void check(bool good, char const* what) {
  if (!good) throw error(std::string("dlp: ") + what + ": " + std::strerror(errno));
}

/// Whether something can be read, or a connection stands, before the time is up.
auto ready(int socket, short events, clock::time_point until) -> bool {
  while (true) {
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now());
    auto one = pollfd{.fd = socket, .events = events, .revents = 0};
    auto const count = ::poll(&one, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
    if (count >= 0 || errno != EINTR) return count == 1;
  }
}

auto as_system_has_it(address from) -> sockaddr_in {
  auto to = sockaddr_in();
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = from.ip;
  to.sin_port = from.port;
  return to;
}

/// Those of this machine by which others reach it.
auto own_ips() -> std::vector<std::uint32_t> {
  auto found = std::vector<std::uint32_t>();
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return found;
  for (auto* one = all; one; one = one->ifa_next) {
    if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET) continue;
    if (!(one->ifa_flags & IFF_UP) || (one->ifa_flags & IFF_LOOPBACK)) continue;
    auto address = sockaddr_in();
    std::memcpy(&address, one->ifa_addr, sizeof address);
    found.push_back(address.sin_addr.s_addr);
  }
  ::freeifaddrs(all);
  return found;
}

}  // namespace

socket::~socket() {
  if (number_ >= 0) ::close(number_);
}

auto listen(int guests, bool this_machine_alone) -> listener {
  auto made = socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  check(made.number() >= 0, "socket");
  auto bound = as_system_has_it({htonl(this_machine_alone ? INADDR_LOOPBACK : INADDR_ANY), 0});
  auto* const generic = reinterpret_cast<sockaddr*>(&bound);
  auto length = socklen_t{sizeof bound};
  check(::bind(made.number(), generic, length) == 0, "bind");
  check(::listen(made.number(), guests) == 0, "listen");
  check(::getsockname(made.number(), generic, &length) == 0, "getsockname");
  auto reached_by = std::vector<address>();
  for (auto const ip : this_machine_alone ? std::vector{bound.sin_addr.s_addr} : own_ips()) {
    reached_by.push_back({ip, bound.sin_port});
  }
  return {std::move(made), std::move(reached_by)};
}

auto accept(socket const& listening, clock::time_point until) -> std::optional<socket> {
  if (!ready(listening.number(), POLLIN, until)) return std::nullopt;
  auto peer = socket(::accept4(listening.number(), nullptr, nullptr, SOCK_CLOEXEC));
  if (peer.number() < 0) return std::nullopt;
  return peer;
}

auto connect(address there, clock::time_point until) -> std::optional<socket> {
  auto way = socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (way.number() < 0) return std::nullopt;
  auto const to = as_system_has_it(there);
  auto const* const generic = reinterpret_cast<sockaddr const*>(&to);
  if (::connect(way.number(), generic, sizeof to) != 0) {
    if (errno != EINPROGRESS || !ready(way.number(), POLLOUT, until)) return std::nullopt;
    auto code = 0;
    auto length = socklen_t{sizeof code};
    ::getsockopt(way.number(), SOL_SOCKET, SO_ERROR, &code, &length);
    if (code != 0) return std::nullopt;
  }
  return way;
}

void keep_alive(socket const& to) {
  auto const set = [&](int level, int option, int value) {
    static_cast<void>(::setsockopt(to.number(), level, option, &value, sizeof value));
  };
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, 10);
  set(IPPROTO_TCP, TCP_KEEPINTVL, 5);
  set(IPPROTO_TCP, TCP_KEEPCNT, 3);
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, 25'000);  // what has been sent is no probe, and waits for long
  set(IPPROTO_TCP, TCP_NODELAY, 1);
}

auto read(int from, void* to, std::size_t size, clock::time_point until) -> bool {
  auto* at = static_cast<char*>(to);
  while (size != 0) {
    if (!ready(from, POLLIN, until)) return false;
    auto const count = ::recv(from, at, size, 0);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) return false;
    at += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

void write(int to, void const* from, std::size_t size) noexcept {
  if (to >= 0) static_cast<void>(!::send(to, from, size, MSG_NOSIGNAL | MSG_DONTWAIT));
}

}  // namespace dlp::detail::tcp
