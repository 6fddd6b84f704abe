// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/mpi_channel.hpp>

#include <algorithm>
#include <memory>
#include <utility>

#include <comm/loss/liveness.hpp>
#include <comm/wire/check_mpi.hpp>
#include <comm/wire/kept_memory.hpp>
#include <comm/wire/mpich.hpp>
#include <comm/wire/world_ranks.hpp>
#include <core/checksum.hpp>
#include <dlp/comm/pieces.hpp>

namespace dlp::detail {
namespace {

constexpr auto frame_tag = 1;  // a head, and its body where that is small
constexpr auto piece_tag = 2;  // a piece of a large body
constexpr auto small_body = std::uint64_t{32} << 10;

/// What a rank was sending when it died, MPI takes for received. So where ranks may die, a body
/// that travels in several steps ends with its checksum.
auto is_sealed_in(std::uint64_t body_size) -> bool {
  return liveness::is_on() && body_size > mpich::arrives_whole / 2;
}

void seal(message& what) {
  if (is_sealed_in(what.body.size())) append(what.body, checksum(what.body));
}

/// Takes the seal off; false where it is broken.
auto unseal(message& what) -> bool {
  if (!is_sealed_in(what.body.size())) return true;
  auto const rest = std::span(what.body).first(what.body.size() - sizeof(checksum({})));
  auto seal = byte_reader(std::span(what.body).subspan(rest.size()));
  if (seal.take<decltype(checksum({}))>() != checksum(rest)) return false;
  what.body.resize(rest.size());
  return true;
}

auto complete(std::vector<MPI_Request>& requests) -> bool {
  if (requests.empty()) return true;  // as most messages: MPI need not look at all it has under way
  auto all = 0;
  check_mpi(
      MPI_Testall(static_cast<int>(requests.size()), requests.data(), &all, MPI_STATUSES_IGNORE),
      "MPI_Testall");
  if (all) requests.clear();
  return all != 0;
}

}  // namespace

mpi_channel::mpi_channel(MPI_Comm comm, node const* here, message_count* count)
    : comm_(comm),
      known_(lost_ranks::known()),
      world_ranks_(world_ranks_of(comm)),
      here_(here),
      count_(count),
      crowded_(more_ranks_than_cores(here ? here->ranks_of_host()
                                          : static_cast<int>(world_ranks_.size()))),
      backoff_(crowded_) {
  check_mpi(MPI_Comm_rank(comm_, &rank_), "MPI_Comm_rank");
  check_mpi(MPI_Comm_size(comm_, &size_), "MPI_Comm_size");
}

mpi_channel::~mpi_channel() {
  // What is still on its way is of no use to anyone, but MPI may yet read or write its memory.
  static auto still_used_by_mpi = std::vector<std::shared_ptr<void>>();
  for (auto* const open : {&outgoing_, &incoming_}) {
    if (open->empty()) continue;
    still_used_by_mpi.push_back(std::make_shared<transfers>(std::move(*open)));
  }
}

auto mpi_channel::stealable_chunks_of(int worker, int manager) noexcept -> stealable_chunk* {
  if (!here_ || stakes_size(here_->ranks().size()) == 0) return nullptr;
  auto const row = here_->place_of(manager);
  auto const column = here_->place_of(worker);
  if (!row || !column) return nullptr;
  auto const pair = *row * here_->ranks().size() + *column;
  return reinterpret_cast<stealable_chunk*>(here_->memory().data()) + 2 * pair;
}

auto mpi_channel::is_lost(int rank) const noexcept -> bool {
  auto const there = in_world(rank);
  return there >= 0 && known_.is_lost(there);
}

auto mpi_channel::is_dead(int rank) const noexcept -> bool {
  auto const there = in_world(rank);
  return there >= 0 && known_.how_is(there) == condition::dead;
}

auto mpi_channel::host_of(int rank) const -> std::string {
  auto const there = in_world(rank);
  return there >= 0 ? known_.host(there) : std::string();
}

auto mpi_channel::losses() const noexcept -> std::uint64_t { return known_.changes(); }

void mpi_channel::note_silence(int rank, bool is_silent) {
  auto const there = in_world(rank);
  if (there >= 0) liveness::note(there, is_silent ? condition::silent : condition::alive);
}

void mpi_channel::send(int to, message what) {
  if (losses() != 0 && is_dead(to)) return;
  if (count_) count_->sent(to);
  seal(what);
  what.body_size = what.body.size();
  auto const whole = what.body.size() <= small_body;
  if (spare_.empty()) spare_.emplace_back();
  auto& one = spare_.front();
  one.to = to;
  one.frame.clear();
  append(one.frame, static_cast<message_head const&>(what));
  if (whole) {
    one.frame.insert(one.frame.end(), what.body.begin(), what.body.end());
  } else {
    keep_freed_memory();
    one.what = std::move(what);
  }
  auto const post = [&](std::span<std::byte> piece, int tag) {
    auto const code = MPI_Isend(piece.data(), static_cast<int>(piece.size()), MPI_BYTE, to, tag,
                                comm_, &one.requests.emplace_back(MPI_REQUEST_NULL));
    // MPI may know of a death before liveness does. Whom it refuses to send to it never reaches
    // again; but of rank 0's death liveness itself speaks.
    if (code != MPI_SUCCESS && liveness::is_on() && in_world(to) > 0) {
      return liveness::note(in_world(to), condition::dead);
    }
    check_mpi(code, "MPI_Isend");
  };
  post(one.frame, frame_tag);
  for (auto rest = std::span(one.what.body); !rest.empty();) post(take_piece(rest), piece_tag);
  if (complete(one.requests)) {
    one.what.body = bytes();  // `= {}` would keep its memory
  } else {
    outgoing_.splice(outgoing_.end(), spare_, spare_.begin());
  }
}

auto mpi_channel::flushed() -> bool {
  take_back_what_has_gone_out();
  // What was for a lost rank may never go out: the memory is kept for MPI, and nobody waits.
  return std::ranges::all_of(outgoing_, [this](auto const& one) { return is_lost(one.to); });
}

auto mpi_channel::flushed_to(int rank) -> bool {
  take_back_what_has_gone_out();
  return is_lost(rank) || std::ranges::find(outgoing_, rank, &transfer::to) == outgoing_.end();
}

void mpi_channel::take_back_what_has_gone_out() {
  for (auto one = outgoing_.begin(); one != outgoing_.end();) {
    auto const next = std::next(one);
    if (complete(one->requests)) {
      one->what.body = bytes();  // `= {}` would keep its memory
      spare_.splice(spare_.end(), outgoing_, one);
    }
    one = next;
  }
}

auto mpi_channel::try_receive() -> std::optional<message> {
  if (!outgoing_.empty()) take_back_what_has_gone_out();
  auto next = std::optional<message>();
  for (auto polls = mpich::polls_a_look; polls != 0 && !next; --polls) next = probe();
  if (next) backoff_.reset();
  if (next && count_) count_->received();
  return next;
}

/// Looks for a message once. A small one is taken on the way, unless others wait to be delivered.
auto mpi_channel::probe() -> std::optional<message> {
  auto here = 0;
  auto matched = MPI_MESSAGE_NULL;
  auto status = MPI_Status();
  check_mpi(MPI_Improbe(MPI_ANY_SOURCE, frame_tag, comm_, &here, &matched, &status), "MPI_Improbe");
  if (here) {
    auto count = 0;
    check_mpi(MPI_Get_count(&status, MPI_BYTE, &count), "MPI_Get_count");
    if (count == sizeof(message_head) && incoming_.empty()) {
      auto what = message();
      check_mpi(MPI_Mrecv(static_cast<message_head*>(&what), count, MPI_BYTE, &matched,
                          MPI_STATUS_IGNORE),
                "MPI_Mrecv");
      what.source = status.MPI_SOURCE;
      if (what.body_size == 0) return what;
      auto& one = next_incoming();
      one.what = std::move(what);
      ask_for_pieces(one);
    } else {
      begin_receiving(matched, status.MPI_SOURCE, count);
    }
    backoff_.reset();
  }
  return incoming_.empty() ? std::nullopt : take_first_complete();
}

auto mpi_channel::next_incoming() -> transfer& {
  if (received_.empty()) return incoming_.emplace_back();
  incoming_.splice(incoming_.end(), received_);
  return incoming_.back();
}

void mpi_channel::begin_receiving(MPI_Message& matched, int source, int count) {
  auto& one = next_incoming();
  one.what.source = source;
  one.frame.resize(static_cast<std::size_t>(count));
  if (count <= mpich::arrives_whole) {
    check_mpi(MPI_Mrecv(one.frame.data(), count, MPI_BYTE, &matched, MPI_STATUS_IGNORE),
              "MPI_Mrecv");
    open_frame(one);
  } else {
    check_mpi(MPI_Imrecv(one.frame.data(), count, MPI_BYTE, &matched,
                         &one.requests.emplace_back(MPI_REQUEST_NULL)),
              "MPI_Imrecv");
  }
}

/// Reads the head, takes a small body over, and asks for the pieces of a large one.
void mpi_channel::open_frame(transfer& incoming) {
  auto& what = incoming.what;
  auto frame = byte_reader(incoming.frame);
  static_cast<message_head&>(what) = frame.take<message_head>();
  if (is_sealed_in(what.body_size) && what.body_size <= small_body) {
    incoming.is_broken = incoming.frame.size() != sizeof(message_head) + what.body_size;
    if (incoming.is_broken) return;
  }
  if (what.body_size <= small_body) {
    auto const body = frame.take(what.body_size);
    what.body.assign(body.begin(), body.end());
  } else {
    ask_for_pieces(incoming);
  }
  incoming.frame.clear();
}

void mpi_channel::ask_for_pieces(transfer& incoming) {
  auto& what = incoming.what;
  keep_freed_memory();
  what.body.resize(what.body_size);
  for (auto rest = std::span(what.body); !rest.empty();) {
    auto const piece = take_piece(rest);
    check_mpi(MPI_Irecv(piece.data(), static_cast<int>(piece.size()), MPI_BYTE, what.source,
                        piece_tag, comm_, &incoming.requests.emplace_back(MPI_REQUEST_NULL)),
              "MPI_Irecv");
  }
}

/// A message that is still on its way holds up those that its sender sent later, and no others.
auto mpi_channel::take_first_complete() -> std::optional<message> {
  auto held_up = std::vector<int>();
  for (auto one = incoming_.begin(); one != incoming_.end(); ++one) {
    auto const source = one->what.source;
    if (std::ranges::find(held_up, source) != held_up.end()) continue;
    if (!one->is_broken && complete(one->requests)) {
      if (!one->frame.empty()) open_frame(*one);
      if (!one->is_broken && complete(one->requests)) {
        one->is_broken = !unseal(one->what);  // its sender is dead, and that will be known
        if (!one->is_broken) {
          auto what = std::exchange(one->what, {});
          received_.clear();
          received_.splice(received_.end(), incoming_, one);
          return what;
        }
      }
    }
    held_up.push_back(source);
  }
  return std::nullopt;
}

}  // namespace dlp::detail
