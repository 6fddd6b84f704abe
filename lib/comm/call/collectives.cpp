// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/collectives.hpp>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <span>
#include <utility>

#include <boost/mpi/collectives/broadcast.hpp>

#include <comm/call/agreement.hpp>
#include <comm/call/private_communicator.hpp>
#include <comm/wire/check_mpi.hpp>
#include <comm/wire/memory_transfer.hpp>
#include <comm/wire/poll_until_done.hpp>
#include <dlp/comm/pieces.hpp>

namespace dlp::detail {
namespace {

constexpr auto fits_an_agreement = std::size_t{32} << 10;

/// Boost.MPI's broadcast spins. Where each rank has a core that is nobody else's loss, and it is
/// the fastest; where ranks outnumber cores the same call of MPI is polled, asleep.
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

void broadcast_pieces(private_communicator& own, std::span<std::byte> data, int root) {
  while (!data.empty()) broadcast_chars(own, take_piece(data), root);
}

auto brought_here(std::span<std::byte const> mine, int ranks) -> brought {
  return {mine.size(), comes_along(mine.size(), ranks) ? mine : std::span<std::byte const>()};
}

auto has_come(brought const& one) -> bool { return one.part.size() == one.number; }

auto sizes_of(std::span<brought const> all) -> std::vector<index_t> {
  auto sizes = std::vector<index_t>();
  for (auto const& one : all) sizes.push_back(one.number);
  return sizes;
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

void gather_in_place(collective const& what, std::span<std::byte const> mine,
                     room_maker const& make_room) {
  auto& own = private_of(what.comm);
  auto here = open(what, own, on_loss::end_job);
  auto const bring = brought_here(mine, here.talk().size());
  auto places = room();
  agree_on_parts(here, bring, what.failures, [&](std::span<brought const> all) {
    places = make_room(sizes_of(all));
    for (auto place = places.begin(); auto const& one : all) {
      if (has_come(one) && place - places.begin() != what.root)
        std::ranges::copy(one.part, place->begin());
      if (has_come(one)) *place = {};
      ++place;
    }
    return verdict();
  });
  auto transfer = memory_transfer(own.duplicate, own.talk.crowded());
  if (!here.at_root() && !has_come(bring)) transfer.send(what.root, mine);
  for (auto rank = 0; auto const place : places) {
    if (rank != what.root) transfer.receive(rank, place);
    ++rank;
  }
  transfer.finish();
}

void all_gather_in_place(collective const& what, std::span<std::byte const> mine,
                         room_maker const& make_room) {
  auto& own = private_of(what.comm);
  auto here = open(what, own, on_loss::end_job);
  auto const me = here.talk().rank();
  auto together = bytes();  // all parts, where all have come along
  auto const agreed =
      agree_on_parts(here, brought_here(mine, here.talk().size()), what.failures,
                     [&](std::span<brought const> all) {
                       auto made = verdict{std::ranges::all_of(all, has_come), {}};
                       for (auto const& one : all) append(made.body, one.number);
                       for (auto const& one : all) {
                         if (made.number)
                           together.insert(together.end(), one.part.begin(), one.part.end());
                       }
                       if (together.size() <= fits_an_agreement)
                         made.body.insert(made.body.end(), together.begin(), together.end());
                       return made;
                     });
  auto reader = byte_reader(agreed.body);
  auto sizes = std::vector<index_t>(static_cast<std::size_t>(here.talk().size()));
  for (auto& size : sizes) size = reader.take<index_t>();
  auto const places = make_room(sizes);
  auto const came_along = agreed.number != 0;
  if (came_along) {
    together.resize(std::reduce(sizes.begin(), sizes.end()));
    if (together.size() <= fits_an_agreement)
      std::ranges::copy(reader.rest(), together.begin());
    else
      broadcast_pieces(own, together, what.root);
  }
  auto rest = std::span<std::byte const>(together);
  for (auto rank = 0; auto const place : places) {
    if (came_along) {
      if (rank != me) std::ranges::copy(rest.first(place.size()), place.begin());
      rest = rest.subspan(place.size());
    } else {
      broadcast_pieces(own, place, rank);
    }
    ++rank;
  }
}

auto gather_bytes(collective what, made_bytes mine, gathering& how) -> std::vector<bytes> {
  auto all = std::vector<bytes>();
  std::ranges::move(mine.failures, std::back_inserter(what.failures));
  how(what, mine.data, [&](std::span<index_t const> sizes) {
    all.resize(sizes.size());
    all[static_cast<std::size_t>(what.comm.rank())].swap(mine.data);  // it stays where it lies
    auto places = room();
    for (auto size = sizes.begin(); auto& part : all) {
      part.resize(*size++);
      places.emplace_back(part);
    }
    return places;
  });
  return all;
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
  broadcast_pieces(own, data, what.root);
}

void meet(collective const& what, std::vector<failure> const& failures) {
  auto here = open(what, private_of(what.comm), on_loss::go_on);
  agree(here, failures);
}

}  // namespace dlp::detail
