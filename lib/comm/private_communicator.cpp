// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/private_communicator.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <mpi.h>

#include <dlp/comm/child_process.hpp>
#include <dlp/comm/liveness.hpp>
#include <dlp/comm/lost_ranks.hpp>
#include <dlp/comm/mpi_channel.hpp>
#include <dlp/comm/side_channel.hpp>
#include <dlp/comm/wait_politely.hpp>
#include <dlp/core/failure.hpp>

namespace dlp::detail {
namespace {

/// All that live.
auto registry() -> std::vector<private_communicator*>& {
  static auto& all = *new std::vector<private_communicator*>();  // exit() may come by after all else
  return all;
}

/// Called by MPI when the user's communicator is freed, or its attribute taken away.
auto forget(MPI_Comm, int, void* kept, void*) -> int {
  auto* const freed = static_cast<private_communicator*>(kept);
  std::erase(registry(), freed);
  delete freed;
  return MPI_SUCCESS;
}

auto attribute_key() -> int {
  static auto const key = [] {
    auto made = MPI_KEYVAL_INVALID;
    check_mpi(MPI_Comm_create_keyval(MPI_COMM_NULL_COPY_FN, forget, &made, nullptr),
              "MPI_Comm_create_keyval");
    return made;
  }();
  return key;
}

auto kept_for(MPI_Comm comm) -> private_communicator* {
  void* kept = nullptr;
  auto found = 0;
  check_mpi(MPI_Comm_get_attr(comm, attribute_key(), static_cast<void*>(&kept), &found),
            "MPI_Comm_get_attr");
  return found ? static_cast<private_communicator*>(kept) : nullptr;
}

/// To make a communicator takes all of its ranks.
auto engagement_for(communicator const& comm) -> std::unique_ptr<engagement> {
  if (!liveness::is_on()) return nullptr;
  return std::make_unique<engagement>([ranks = world_ranks_of(comm)]() -> std::string {
    auto const& known = lost_ranks::known();
    auto const is_lost = [&](int rank) { return rank >= 0 && known.is_lost(rank); };
    auto const lost = std::ranges::find_if(ranks, is_lost);
    if (lost == ranks.end()) return {};
    return known.name(*lost) +
           " is lost, and the first call over its communicator cannot do without it";
  });
}

/// MPI_Finalize begins by freeing MPI_COMM_SELF: the moment to free what belongs to the world,
/// whose attributes MPI leaves alone.
void forget_world_before_finalize() {
  static auto const asked = [] {
    auto const at_finalize = [](MPI_Comm, int, void*, void*) -> int {
      close_world();
      return MPI_SUCCESS;
    };
    auto key = MPI_KEYVAL_INVALID;
    check_mpi(MPI_Comm_create_keyval(MPI_COMM_NULL_COPY_FN, at_finalize, &key, nullptr),
              "MPI_Comm_create_keyval");
    check_mpi(MPI_Comm_set_attr(MPI_COMM_SELF, key, nullptr), "MPI_Comm_set_attr");
    return true;
  }();
  static_cast<void>(asked);
}

/// Takes in whatever is still on its way to this rank, as after a loop that ended in a disagreement:
/// each rank gets to know how many messages have been sent to it.
void receive_all(private_communicator& own) {
  auto const sent = own.count.sent_to_each();
  auto expected = std::uint64_t{0};
  auto request = MPI_REQUEST_NULL;
  check_mpi(MPI_Ireduce_scatter_block(sent.data(), &expected, 1, MPI_UINT64_T, MPI_SUM,
                                      own.duplicate, &request),
            "MPI_Ireduce_scatter_block");
  auto side = side_channel(own.duplicate, &own.count);
  auto const call_after_the_last = own.talk.begin_call();
  auto is_known = 0;
  while (true) {
    static_cast<void>(own.talk.try_receive(call_after_the_last));
    while (side.try_receive()) {
    }
    if (!is_known) check_mpi(MPI_Test(&request, &is_known, MPI_STATUS_IGNORE), "MPI_Test");
    if (is_known && own.count.all_received() >= expected) return;
    own.talk.pause();
  }
}

}  // namespace

private_communicator::private_communicator(MPI_Comm own)
    : duplicate(own, boost::mpi::comm_take_ownership),
      count(duplicate.size()),
      here(own,
           [&](std::size_t ranks) {
             return mpi_channel::stakes_size(ranks) + counters_size(duplicate.size());
           }),
      counters(here.memory().subspan(mpi_channel::stakes_size(here.ranks().size()))),
      talk(std::make_unique<mpi_channel>(own, &here, &count)) {}

auto private_of(communicator const& comm) -> private_communicator& {
  require_usable(comm);
  if (auto* const kept = kept_for(comm)) return *kept;
  auto const needs_all = engagement_for(comm);
  auto handle = MPI_COMM_NULL;
  auto request = MPI_REQUEST_NULL;
  check_mpi(MPI_Comm_idup(comm, &handle, &request), "MPI_Comm_idup");
  wait_politely(request);
  auto made = std::make_unique<private_communicator>(handle);
  check_mpi(MPI_Comm_set_attr(comm, attribute_key(), made.get()), "MPI_Comm_set_attr");
  forget_world_before_finalize();
  registry().push_back(made.get());
  return *made.release();
}

auto shared_context(communicator const& comm) -> context* {
  return comm.size() == 1 || in_body_over(comm) ? nullptr : &private_of(comm).talk;
}

auto in_body_over(communicator const& comm) -> bool {
  auto const* const kept = kept_for(comm);
  return kept && kept->talk.in_body();
}

void say_the_end(std::string const& words) {
  constexpr auto few = 256;  // in a larger one its first rank tells the others
  auto const* const world = kept_for(communicator());
  for (auto* const one : registry()) {
    if (one == world) continue;
    auto& talk = one->talk;
    auto hello = make_message(talk.begin_call(), word::hello);
    append(hello.body, words);
    append(hello.body, std::vector<failure>());
    for (auto to = 0; to != (talk.size() <= few ? talk.size() : 1); ++to) {
      if (to != talk.rank()) talk.send(to, hello);
    }
    talk.flush();
  }
}

void close_world() {
  if (is_child()) return;
  auto const world = communicator();
  auto* const own = kept_for(world);
  if (!own) return;
  own->talk.flush();
  own->service.reset();  // what it has sent counts too
  receive_all(*own);
  check_mpi(MPI_Comm_delete_attr(world, attribute_key()), "MPI_Comm_delete_attr");
}

}  // namespace dlp::detail
