// SPDX-License-Identifier: BSL-1.0
#include <comm/loss/meeting.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <exception>
#include <string>
#include <utility>

#include <mpi.h>
#include <sys/random.h>

#include <comm/wire/check_mpi.hpp>
#include <comm/wire/poll_until_done.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {
namespace {

using namespace std::chrono_literals;

constexpr auto time_to_connect = 3s;       // to one address
constexpr auto time_to_be_answered = 30s;  // others come in before
constexpr auto time_for_one = 1s;          // to say who it is

/// What a rank says first.
struct greeting {
  std::array<std::byte, 16> secret = {};
  std::int32_t rank = 0;
  char host[64] = {};
};

struct answer {
  std::uint32_t welcome = 1;
};

void listen(meeting& made, bool on_one_machine) {
  auto [at, reached_by] = tcp::listen(made.ranks - 1, on_one_machine);
  reached_by.resize(std::min(reached_by.size(), meeting_place::most_addresses));
  std::ranges::copy(reached_by, made.where.addresses);
  auto& secret = made.where.secret;
  if (::getrandom(secret.data(), secret.size(), 0) != std::ssize(secret)) {
    throw error(std::string("dlp: getrandom: ") + std::strerror(errno));
  }
  made.listening.emplace(std::move(at));
}

}  // namespace

auto call_a_meeting(bool on_one_machine) -> meeting {
  auto made = meeting();
  check_mpi(MPI_Comm_size(MPI_COMM_WORLD, &made.ranks), "MPI_Comm_size");
  check_mpi(MPI_Comm_rank(MPI_COMM_WORLD, &made.rank), "MPI_Comm_rank");
  auto failed = std::exception_ptr();
  try {
    if (made.rank == 0) listen(made, on_one_machine);
  } catch (...) {
    failed = std::current_exception();
    made.where = {};
  }
  auto request = MPI_REQUEST_NULL;
  check_mpi(MPI_Ibcast(&made.where, sizeof made.where, MPI_BYTE, 0, MPI_COMM_WORLD, &request),
            "MPI_Ibcast");
  poll_until_done(request);
  if (failed) std::rethrow_exception(failed);
  return made;
}

auto let_in(meeting const& of, tcp::clock::time_point until) -> std::optional<guest> {
  auto peer = tcp::accept(*of.listening, until);
  auto said = greeting();
  if (!peer || !tcp::read(peer->number(), said, tcp::clock::now() + time_for_one))
    return std::nullopt;
  auto const is_known = said.secret == of.where.secret && said.rank > 0 && said.rank < of.ranks;
  if (!is_known) return std::nullopt;
  tcp::keep_alive(*peer);
  tcp::write(peer->number(), answer());
  said.host[sizeof said.host - 1] = '\0';
  return guest{said.rank, said.host, std::move(*peer)};
}

auto come_in(meeting const& to) -> std::optional<tcp::socket> {
  auto mine = greeting{.secret = to.where.secret, .rank = to.rank};
  host_name().copy(mine.host, sizeof mine.host - 1);
  for (auto const& address : to.where.addresses) {
    if (address.port == 0) break;
    auto way = tcp::connect(address, tcp::clock::now() + time_to_connect);
    if (!way) continue;
    auto welcome = answer();
    tcp::write(way->number(), mine);
    if (!tcp::read(way->number(), welcome, tcp::clock::now() + time_to_be_answered)) continue;
    tcp::keep_alive(*way);
    return way;
  }
  return std::nullopt;
}

}  // namespace dlp::detail
