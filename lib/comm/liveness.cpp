// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/liveness.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <mpi.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include <dlp/comm/last_words.hpp>
#include <dlp/comm/mpi_channel.hpp>
#include <dlp/comm/wait_politely.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail::liveness {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr auto time_to_connect = 3s;  // to one address
constexpr auto time_for_all = 30s;    // to come in
constexpr auto time_for_one = 1s;     // to say who it is
constexpr auto most_addresses = 16;
using nonce = std::array<std::byte, 16>;

/// Where rank 0 listens, and what to say there.
struct contact {
  std::uint32_t addresses[most_addresses] = {};  // in the order of the network
  std::uint16_t port = 0;                        // the same
  nonce secret = {};
};

/// What a rank says first.
struct greeting {
  nonce secret = {};
  std::int32_t rank = 0;
};

enum class notice : std::int32_t {
  how_is,      ///< of a rank
  at_the_end,  ///< of its program is a rank
};

/// All that is said later, either way.
struct record {
  notice what = notice::how_is;
  std::int32_t rank = 0;
  std::int32_t code = 0;
  condition how = condition::alive;
};

/// This process's ends of the sockets. It outlives what exit() takes down: a thread sleeps over it.
struct ends {
  int rank = 0;
  std::vector<int> sockets;  // on rank 0 by rank, its own and those of the dead -1; else to rank 0
  std::mutex mutex;
  std::condition_variable news;
  std::vector<bool> at_the_end;  // on rank 0, by rank
  int codes = 0;                 // of those
};

std::atomic<ends*> up = nullptr;
std::atomic<bool> is_at_the_end = false;

void check(bool good, char const* what) {
  if (!good) throw error(std::string("dlp: ") + what + ": " + std::strerror(errno));
}

class file {
 public:
  explicit file(int number) : number_(number) {}
  file(file&& from) noexcept : number_(std::exchange(from.number_, -1)) {}
  auto operator=(file&&) -> file& = delete;
  ~file() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] auto get() const noexcept -> int { return number_; }
  [[nodiscard]] auto release() noexcept -> int { return std::exchange(number_, -1); }

 private:
  int number_;
};

/// Whether something can be read, or a connection stands, before the time is up.
auto ready(int socket, short events, clock::time_point until) -> bool {
  while (true) {
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now());
    auto one = pollfd{.fd = socket, .events = events, .revents = 0};
    auto const count = ::poll(&one, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
    if (count >= 0 || errno != EINTR) return count == 1;
  }
}

auto read_all(int socket, void* to, std::size_t size, clock::time_point until) -> bool {
  auto* at = static_cast<char*>(to);
  while (size != 0) {
    if (!ready(socket, POLLIN, until)) return false;
    auto const count = ::recv(socket, at, size, 0);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) return false;
    at += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

/// What is too much for a socket's buffer is lost with its rank, which has not read for so long.
template <class T>
void tell(int socket, T const& what) {
  if (socket >= 0)
    static_cast<void>(!::send(socket, &what, sizeof what, MSG_NOSIGNAL | MSG_DONTWAIT));
}

/// The system itself is to notice when the machine at the other end has gone.
void keep_alive(int socket) {
  auto const set = [&](int level, int option, int value) {
    static_cast<void>(::setsockopt(socket, level, option, &value, sizeof value));
  };
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, 10);
  set(IPPROTO_TCP, TCP_KEEPINTVL, 5);
  set(IPPROTO_TCP, TCP_KEEPCNT, 3);
  set(IPPROTO_TCP, TCP_NODELAY, 1);
}

template <class T>
auto gather_everywhere(T const& mine, int size) -> std::vector<T> {
  auto all = std::vector<T>(static_cast<std::size_t>(size));
  auto request = MPI_REQUEST_NULL;
  check_mpi(MPI_Iallgather(&mine, sizeof mine, MPI_BYTE, all.data(), sizeof mine, MPI_BYTE,
                           MPI_COMM_WORLD, &request),
            "MPI_Iallgather");
  wait_politely(request);
  return all;
}

struct machine {
  char host[64] = {};
  char boot[40] = {};
};

auto this_machine() -> machine {
  auto here = machine();
  auto boot = std::string();
  std::ifstream("/proc/sys/kernel/random/boot_id") >> boot;
  host_name().copy(here.host, sizeof here.host - 1);
  boot.copy(here.boot, sizeof here.boot - 1);
  return here;
}

auto own_addresses() -> std::vector<std::uint32_t> {
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

auto address_of(std::uint32_t ip, std::uint16_t port) -> sockaddr_in {
  auto address = sockaddr_in();
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ip;
  address.sin_port = port;
  return address;
}

/// On rank 0: the socket that listens, and what to tell the others of it.
auto listen_for(int others, bool on_one_machine) -> std::pair<file, contact> {
  auto listener = file(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  check(listener.get() >= 0, "socket");
  auto address = address_of(htonl(on_one_machine ? INADDR_LOOPBACK : INADDR_ANY), 0);
  auto length = socklen_t{sizeof address};
  check(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), length) == 0, "bind");
  check(::listen(listener.get(), others) == 0, "listen");
  check(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &length) == 0,
        "getsockname");
  auto where = contact();
  where.port = address.sin_port;
  auto found =
      on_one_machine ? std::vector<std::uint32_t>{htonl(INADDR_LOOPBACK)} : own_addresses();
  found.resize(std::min<std::size_t>(found.size(), most_addresses));
  std::ranges::copy(found, where.addresses);
  check(::getrandom(where.secret.data(), where.secret.size(), 0) == std::ssize(where.secret),
        "getrandom");
  return {std::move(listener), where};
}

/// On rank 0: lets those in who know what to say.
void let_in(int listener, contact const& where, std::vector<int>& sockets) {
  auto const until = clock::now() + time_for_all;
  auto missing = sockets.size() - 1;
  while (missing != 0 && ready(listener, POLLIN, until)) {
    auto guest = file(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
    auto said = greeting();
    if (guest.get() < 0) continue;
    if (!read_all(guest.get(), &said, sizeof said, clock::now() + time_for_one)) continue;
    auto const known = said.secret == where.secret && said.rank > 0 &&
                       said.rank < static_cast<int>(sockets.size()) &&
                       sockets[static_cast<std::size_t>(said.rank)] < 0;
    if (!known) continue;
    keep_alive(guest.get());
    tell(guest.get(), record());
    sockets[static_cast<std::size_t>(said.rank)] = guest.release();
    --missing;
  }
}

/// On another rank: a socket to rank 0, which has answered; -1 where that is not to be had.
auto connect_to(contact const& where, int rank) -> int {
  for (auto const ip : where.addresses) {
    if (ip == 0) break;
    auto way = file(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (way.get() < 0) break;
    auto const address = address_of(ip, where.port);
    auto const code =
        ::connect(way.get(), reinterpret_cast<sockaddr const*>(&address), sizeof address);
    if (code != 0 && errno != EINPROGRESS) continue;
    if (!ready(way.get(), POLLOUT, clock::now() + time_to_connect)) continue;
    auto answer = record();
    tell(way.get(), greeting{where.secret, rank});
    if (!read_all(way.get(), &answer, sizeof answer, clock::now() + time_for_all)) continue;
    keep_alive(way.get());
    return way.release();
  }
  return -1;
}

/// On rank 0: to all other ranks, but `except`.
void tell_all(ends& here, record const& what, int except) {
  auto const lock = std::lock_guard(here.mutex);
  for (auto rank = 0; rank != static_cast<int>(here.sockets.size()); ++rank) {
    if (rank != except) tell(here.sockets[static_cast<std::size_t>(rank)], what);
  }
}

void take_in(ends& here, record const& what, int from) {
  switch (what.what) {
    case notice::how_is:
      if (what.rank != here.rank) lost_ranks::known().note(what.rank, what.how);
      if (here.rank == 0) tell_all(here, what, from);
      engagement::check_all();
      return;
    case notice::at_the_end: {
      if (here.rank != 0) is_at_the_end = true;  // all are: from now on rank 0 may go
      auto const lock = std::lock_guard(here.mutex);
      here.at_the_end[static_cast<std::size_t>(from)] = true;
      here.codes |= what.code;
      return;
    }
  }
}

/// Nothing more comes from `from`: it is dead, or rank 0 ends the job as it should.
void take_end(ends& here, int from) {
  if (is_at_the_end) return;
  if (here.rank != 0) {
    std::this_thread::sleep_for(here.rank == 1 ? 0ms : 400ms);  // one rank speaks for all
    end_job("rank 0 has died");
  }
  lost_ranks::known().note(from, condition::dead);
  tell_all(here, {notice::how_is, from, 0, condition::dead}, from);
  engagement::check_all();
}

/// Sleeps until something comes from a socket, for as long as the process lives.
void watch(ends& here) {
  auto polled = std::vector<pollfd>();
  for (auto const socket : here.sockets) polled.push_back({socket, POLLIN, 0});
  while (true) {
    if (::poll(polled.data(), polled.size(), -1) < 0) continue;
    for (auto place = std::size_t{0}; place != polled.size(); ++place) {
      auto& one = polled[place];
      if (one.fd < 0 || one.revents == 0) continue;
      auto const from = here.rank == 0 ? static_cast<int>(place) : 0;
      auto what = record();
      if (read_all(one.fd, &what, sizeof what, clock::now() + time_for_one)) {
        take_in(here, what, from);
      } else {
        {
          auto const lock = std::lock_guard(here.mutex);
          here.sockets[place] = -1;
          ::close(std::exchange(one.fd, -1));
        }
        take_end(here, from);
      }
      here.news.notify_all();
    }
  }
}

void start_watching(ends& here) {
  auto all = sigset_t();
  auto before = sigset_t();
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are the program's own
  std::thread([&here] { watch(here); }).detach();
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  // A child that lives on would keep the sockets of a dead rank open.
  ::pthread_atfork(nullptr, nullptr, [] {
    for (auto const socket : up.load()->sockets) {
      if (socket >= 0) ::close(socket);
    }
  });
}

/// On rank 0: opens the house, and says where it is; on the others: comes in.
void connect_all(ends& here, int size, bool on_one_machine) {
  auto where = contact();
  auto listener = std::optional<file>();
  if (here.rank == 0) {
    auto made = listen_for(size - 1, on_one_machine);
    listener.emplace(std::move(made.first));
    where = made.second;
  }
  auto request = MPI_REQUEST_NULL;
  check_mpi(MPI_Ibcast(&where, sizeof where, MPI_BYTE, 0, MPI_COMM_WORLD, &request), "MPI_Ibcast");
  wait_politely(request);
  if (listener) {
    here.sockets.assign(static_cast<std::size_t>(size), -1);
    let_in(listener->get(), where, here.sockets);
  } else {
    here.sockets = {connect_to(where, here.rank)};
  }
}

}  // namespace

void begin() {
  auto size = 0;
  auto rank = 0;
  check_mpi(MPI_Comm_size(MPI_COMM_WORLD, &size), "MPI_Comm_size");
  check_mpi(MPI_Comm_rank(MPI_COMM_WORLD, &rank), "MPI_Comm_rank");
  if (size == 1 || is_on()) return;

  auto const machines = gather_everywhere(this_machine(), size);
  auto const on_one_machine = std::ranges::all_of(machines, [&](auto const& other) {
    return std::memcmp(&other, &machines.front(), sizeof other) == 0;
  });
  for (auto other = 0; other != size; ++other) {
    lost_ranks::known().note_host(other, machines[static_cast<std::size_t>(other)].host);
  }
  auto& here = *new ends();
  here.rank = rank;
  here.at_the_end.resize(static_cast<std::size_t>(size));
  connect_all(here, size, on_one_machine);

  auto const connected = rank == 0 || here.sockets.front() >= 0;
  auto const all = gather_everywhere(static_cast<char>(connected), size);
  if (auto const missing = std::ranges::find(all, 0); missing != all.end()) {
    throw error("dlp: " + lost_ranks::known().name(static_cast<int>(missing - all.begin())) +
                " cannot reach " + lost_ranks::known().name(0) +
                " by TCP, which a job that is to survive the loss of ranks needs");
  }
  up = &here;
  start_watching(here);
}

auto is_on() noexcept -> bool { return up.load() != nullptr; }

void note(int rank, condition how) {
  if (!lost_ranks::known().note(rank, how)) return;
  auto* const here = up.load();
  if (!here) return;
  if (here->rank == 0) {
    tell_all(*here, {notice::how_is, rank, 0, how}, 0);
  } else {
    auto const lock = std::lock_guard(here->mutex);
    tell(here->sockets.front(), record{notice::how_is, rank, 0, how});
  }
}

void stop() noexcept { is_at_the_end = true; }

auto wait_for_all(int code) -> int {
  auto* const here = up.load();
  if (!here) return code;
  auto lock = std::unique_lock(here->mutex);
  if (here->rank != 0) {
    tell(here->sockets.front(), record{notice::at_the_end, here->rank, code, {}});
    lock.unlock();
    while (true) ::pause();
  }
  here->news.wait(lock, [&] {
    for (auto rank = 1; rank != static_cast<int>(here->at_the_end.size()); ++rank) {
      auto const is_there = here->at_the_end[static_cast<std::size_t>(rank)];
      if (!is_there && !lost_ranks::known().is_lost(rank)) return false;
    }
    return true;
  });
  code |= here->codes;
  lock.unlock();
  tell_all(*here, {notice::at_the_end, 0, code, {}}, 0);
  return code;
}

}  // namespace dlp::detail::liveness
