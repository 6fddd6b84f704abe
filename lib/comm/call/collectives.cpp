// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/collectives.hpp>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <span>
#include <utility>

#include <comm/call/agreement.hpp>
#include <comm/call/private_communicator.hpp>
#include <comm/wire/memory_transfer.hpp>

namespace dlp::detail {
namespace {

constexpr auto fits_an_agreement = std::size_t{32} << 10;

/// The same call of MPI on every rank, whichever ways they wait for it.
void broadcast_memory(private_communicator& own, std::span<std::byte> data, int root) {
  auto transfer = memory_transfer(own.duplicate, own.talk.crowded());
  transfer.broadcast(root, data);
  transfer.finish();
}

/// Runs `make`, which makes room here for what comes. Where that can fail, in large memory or in
/// code of the program, `asks` is true, and the ranks agree that all have room: nobody waits for
/// one that has none.
template <class Make>
void make_room_together(call& here, bool asks, Make make) {
  auto failures = std::vector<failure>();
  try {
    auto const body = in_body_while(here.talk());
    make();
  } catch (...) {
    if (!asks) throw;
    failures.push_back(describe_current_exception(failure::no_index, here.talk().rank()));
  }
  if (asks) agree(here, failures);
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

/// A ring takes as many steps as there are ranks, each as long as its largest part: it is for parts
/// of about one size.
auto go_around(std::span<index_t const> sizes) -> bool {
  auto const ranks = static_cast<index_t>(sizes.size());
  auto const largest = std::ranges::max(sizes);
  auto const mean = std::reduce(sizes.begin(), sizes.end()) / ranks;
  return !comes_along(static_cast<std::size_t>(largest), static_cast<int>(ranks)) &&
         largest / 4 <= mean;
}

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

/// The parts that have come along.
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
  auto together = bytes();  // what has come along, where the parts do not go around
  auto const agreed = agree_on_parts(here, brought_here(mine, ranks), what.failures,
                                     [&](std::span<brought const> all) {
                                       auto const sizes = sizes_of(all);
                                       if (!go_around(sizes)) together = put_together(all);
                                       auto made = verdict();
                                       for (auto const size : sizes) append(made.body, size);
                                       if (together.size() <= fits_an_agreement)
                                         append_bytes(made.body, together);
                                       return made;
                                     });
  auto reader = byte_reader(agreed.body);
  auto sizes = std::vector<index_t>(static_cast<std::size_t>(ranks));
  for (auto& size : sizes) size = reader.take<index_t>();
  auto const comes = [&](std::size_t size) { return comes_along(size, ranks); };
  auto small = std::size_t{0};
  for (auto const size : sizes) small += comes(size) ? size : 0;
  auto const all_is_here = small <= fits_an_agreement && std::ranges::all_of(sizes, comes);
  auto places = room();
  make_room_together(here, what.constructs || !all_is_here, [&] {
    places = make_room(sizes);
    if (!go_around(sizes)) together.resize(small);
  });
  if (go_around(sizes)) return pass_around(own, places);
  auto transfer = memory_transfer(own.duplicate, own.talk.crowded());
  if (small <= fits_an_agreement)
    std::ranges::copy(reader.rest(), together.begin());
  else
    transfer.broadcast(what.root, together);
  for (auto rank = 0; auto const place : places) {
    if (!comes(place.size())) transfer.broadcast(rank, place);
    ++rank;
  }
  transfer.finish();
  reader = byte_reader(together);
  for (auto const place : places)
    if (comes(place.size())) put(reader.take(place.size()), place);
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
  make_room_together(here, what.constructs || !went_along, [&] {
    if (!here.at_root()) data = receive(agreed.number);
  });
  if (went_along) {
    if (!here.at_root()) std::ranges::copy(agreed.body, data.begin());
    return;
  }
  broadcast_memory(own, data, what.root);
}

void meet(collective const& what, std::vector<failure> const& failures) {
  auto here = open(what, private_of(what.comm), on_loss::go_on);
  agree(here, failures);
}

}  // namespace dlp::detail
