// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/collectives.hpp>

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include <boost/mpi/collectives/broadcast.hpp>
#include <boost/mpi/collectives/gatherv.hpp>

#include <comm/call/agreement.hpp>
#include <comm/call/private_communicator.hpp>
#include <comm/wire/check_mpi.hpp>
#include <comm/wire/poll_until_done.hpp>
#include <dlp/comm/pieces.hpp>

namespace dlp::detail {
namespace {

constexpr auto fits_an_agreement = std::size_t{32} << 10;

/// Never null: Boost.MPI makes references of it.
auto chars(bytes& data) -> char* {
  static auto nothing = char();
  return data.empty() ? &nothing : reinterpret_cast<char*>(data.data());
}

/// Boost.MPI's collectives spin. Where each rank has a core that is nobody else's loss, and they
/// are the fastest; where ranks outnumber cores the same calls of MPI are polled, asleep.
void gather_chars(private_communicator& own, bytes& mine, bytes& all,
                  std::vector<int> const& counts, int root) {
  auto const count = static_cast<int>(mine.size());
  auto const& comm = own.duplicate;
  if (!own.talk.crowded()) {
    if (comm.rank() == root) {
      boost::mpi::gatherv(comm, chars(mine), count, chars(all), counts, root);
    } else {
      boost::mpi::gatherv(comm, chars(mine), count, root);
    }
    return;
  }
  auto places = std::vector<int>(counts.size());
  std::exclusive_scan(counts.begin(), counts.end(), places.begin(), 0);
  auto request = MPI_REQUEST_NULL;
  check_mpi(MPI_Igatherv(mine.data(), count, MPI_BYTE, all.data(), counts.data(), places.data(),
                         MPI_BYTE, root, comm, &request),
            "MPI_Igatherv");
  poll_until_done(request);
}

void broadcast_chars(private_communicator& own, std::span<std::byte> piece, int root) {
  auto const count = static_cast<int>(piece.size());
  if (!own.talk.crowded()) {
    boost::mpi::broadcast(own.duplicate, reinterpret_cast<char*>(piece.data()), count, root);
    return;
  }
  auto request = MPI_REQUEST_NULL;
  check_mpi(MPI_Ibcast(piece.data(), count, MPI_BYTE, root, own.duplicate, &request), "MPI_Ibcast");
  poll_until_done(request);
}

auto gather_at_once(private_communicator& own, int root, bytes mine,
                    std::vector<index_t> const& sizes) -> std::vector<bytes> {
  auto const counts = std::vector<int>(sizes.begin(), sizes.end());
  auto all = bytes(std::reduce(sizes.begin(), sizes.end(), index_t{0}));
  gather_chars(own, mine, all, counts, root);
  auto gathered = std::vector<bytes>();
  auto rest = std::span(all);
  for (auto const size : sizes) {
    gathered.emplace_back(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(size));
    rest = rest.subspan(size);
  }
  return gathered;
}

auto gather_in_pieces(call& here, bytes mine) -> std::vector<bytes> {
  if (!here.at_root()) {
    here.send(here.root(), word::results, std::move(mine));
    here.talk().flush();
    return {};
  }
  return hear_all(here, std::move(mine));
}

}  // namespace

auto open(collective const& what, private_communicator& own, on_loss then) -> call {
  require_root(what.root, what.comm);
  return {own.talk, what.words + ", root " + std::to_string(what.root), what.root, what.where,
          then};
}

made_bytes::made_bytes(communicator const& comm, std::function<void(bytes&)> const& make) {
  require_usable(comm);
  try {
    make(data);
  } catch (...) {
    failures.push_back(describe_current_exception(failure::no_index, comm.rank()));
  }
}

auto gather_bytes(collective const& what, made_bytes mine) -> std::vector<bytes> {
  auto& own = private_of(what.comm);
  auto here = open(what, own, on_loss::end_job);
  auto sizes = std::vector<index_t>();
  auto const agreed = agree(here, mine.data.size(), mine.failures, [&](auto all) {
    sizes.assign(all.begin(), all.end());
    return verdict{std::reduce(all.begin(), all.end(), index_t{0}), {}};
  });
  return agreed.number <= piece_limit()
             ? gather_at_once(own, what.root, std::move(mine.data), sizes)
             : gather_in_pieces(here, std::move(mine.data));
}

auto broadcast_bytes(collective const& what, std::function<void(bytes&)> const& make) -> bytes {
  auto data = bytes();
  auto const send = [&] {
    make(data);
    return std::span(data);
  };
  auto const receive = [&](std::uint64_t size) {
    data.resize(size);
    return std::span(data);
  };
  broadcast_in_place(what, send, receive);
  return data;
}

void broadcast_in_place(collective const& what, std::function<std::span<std::byte>()> const& send,
                        std::function<std::span<std::byte>(std::uint64_t)> const& receive) {
  auto& own = private_of(what.comm);
  auto here = open(what, own, on_loss::go_on);
  auto data = std::span<std::byte>();
  auto const agreed = agree(here, 0, what.failures, [&](auto) {
    data = send();
    // MPI's broadcast takes all ranks.
    auto const goes_along = data.size() <= fits_an_agreement || here.talk().losses() != 0;
    return verdict{data.size(), goes_along ? bytes(data.begin(), data.end()) : bytes()};
  });
  auto const went_along = agreed.number == agreed.body.size();
  if (!went_along) here.need_all();
  if (!here.at_root()) data = receive(agreed.number);
  if (went_along) {
    if (!here.at_root()) std::ranges::copy(agreed.body, data.begin());
    return;
  }
  while (!data.empty()) broadcast_chars(own, take_piece(data), what.root);
}

void meet(collective const& what, std::vector<failure> const& failures) {
  auto here = open(what, private_of(what.comm), on_loss::go_on);
  agree(here, failures);
}

}  // namespace dlp::detail
