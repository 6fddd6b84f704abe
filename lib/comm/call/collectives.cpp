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

/// What a verdict says of the parts of all ranks: whether the root has them.
constexpr auto is_apart = index_t{0};
constexpr auto is_together = index_t{1};

void append_bytes(bytes& to, std::span<std::byte const> from) {
  to.insert(to.end(), from.begin(), from.end());
}

/// Passes the parts on from rank to rank in a ring, until all have all.
void pass_around(private_communicator& own, room const& places) {
  auto const ranks = own.duplicate.size();
  auto const me = own.duplicate.rank();
  auto const before = [&](int steps) { return (me - steps + ranks) % ranks; };
  auto const part = [&](int rank) { return places[static_cast<std::size_t>(rank)]; };
  for (auto step = 0; step != ranks - 1; ++step) {
    auto transfer = memory_transfer(own.duplicate, own.talk.crowded());
    transfer.receive(before(1), part(before(step + 1)));
    transfer.send((me + 1) % ranks, part(before(step)));
    transfer.finish();
  }
}

/// A rank's own part is in its place already.
void put(std::span<std::byte const> part, std::span<std::byte> place) {
  if (!part.empty() && part.data() != place.data()) std::ranges::copy(part, place.begin());
}

auto put_together(std::span<brought const> all) -> bytes {
  auto together = bytes();
  for (auto const& one : all) append_bytes(together, one.part);
  return together;
}

}  // namespace

auto open(collective const& what, private_communicator& own, on_loss then) -> call {
  require_root(what.root, what.comm);
  auto words = std::string();
  words.reserve(what.words.size() + 16);
  words.append(what.words).append(", root ").append(std::to_string(what.root));
  return {own.talk, std::move(words), what.root, what.where, then};
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
      if (has_come(one)) put(one.part, std::exchange(*place, {}));
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
  auto const ranks = here.talk().size();
  auto together = bytes();
  auto const agreed = agree_on_parts(
      here, brought_here(mine, ranks), what.failures, [&](std::span<brought const> all) {
        auto const all_have_come = std::ranges::all_of(all, has_come);
        if (all_have_come) together = put_together(all);
        auto made = verdict{all_have_come ? is_together : is_apart, {}};
        for (auto const& one : all) append(made.body, one.number);
        if (together.size() <= fits_an_agreement) append_bytes(made.body, together);
        return made;
      });
  auto reader = byte_reader(agreed.body);
  auto sizes = std::vector<index_t>(static_cast<std::size_t>(ranks));
  for (auto& size : sizes) size = reader.take<index_t>();
  auto const places = make_room(sizes);
  if (agreed.number == is_apart) return pass_around(own, places);
  together.resize(std::reduce(sizes.begin(), sizes.end()));
  if (together.size() <= fits_an_agreement)
    std::ranges::copy(reader.rest(), together.begin());
  else
    broadcast_pieces(own, together, what.root);
  reader = byte_reader(together);
  for (auto const place : places) put(reader.take(place.size()), place);
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
