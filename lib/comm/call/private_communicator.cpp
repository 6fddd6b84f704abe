// SPDX-License-Identifier: BSL-1.0
#include <comm/call/private_communicator.hpp>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <mpi.h>

#include <comm/call/hello.hpp>
#include <comm/job/child_process.hpp>
#include <comm/job/open_place.hpp>
#include <comm/loss/liveness.hpp>
#include <comm/loss/lost_ranks.hpp>
#include <comm/wire/backoff.hpp>
#include <comm/wire/check_mpi.hpp>
#include <comm/wire/mpi_channel.hpp>
#include <comm/wire/poll_until_done.hpp>
#include <comm/wire/world_ranks.hpp>

namespace dlp::detail {
namespace {

constexpr auto longest_wait = std::chrono::seconds(1);

/// All that live.
auto registry() -> std::vector<private_communicator*>& {
  static auto& all =
      *new std::vector<private_communicator*>();  // exit() may come by after all else
  return all;
}

/// Those that nobody uses any more, while something may still be on its way there.
auto closing() -> std::vector<std::unique_ptr<private_communicator>>& {
  static auto& all = *new std::vector<std::unique_ptr<private_communicator>>();
  return all;
}

/// Several threads may make and free communicators. Held over no call of MPI, which has locks of
/// its own.
std::mutex lists;

auto mpi_goes_down = false;

/// Nobody waits for a rank that is lost, and at the very end of MPI for none.
auto leaves_leftovers() -> bool { return mpi_goes_down || liveness::is_on(); }

auto all_that_live() -> std::vector<private_communicator*> {
  auto const lock = std::scoped_lock(lists);
  return registry();
}

void begin_to_close(private_communicator& own) {
  if (!own.rest) own.rest = std::make_unique<leftovers>(own.duplicate, own.count, own.talk);
}

/// Frees those that are closing where all has been taken in; whether none is left.
auto free_closed() -> bool {
  auto some = std::vector<std::unique_ptr<private_communicator>>();
  {
    auto const lock = std::scoped_lock(lists);
    some.swap(closing());
  }
  std::erase_if(some, [](auto const& one) { return one->rest->taken_in(); });
  auto const none_is_left = some.empty();
  auto const lock = std::scoped_lock(lists);
  std::ranges::move(some, std::back_inserter(closing()));
  return none_is_left;
}

/// Called by MPI when the user's communicator is freed, or its attribute taken away.
auto forget(MPI_Comm, int, void* kept, void*) -> int {
  if (is_child()) return MPI_SUCCESS;  // it is its parent's
  auto own = std::unique_ptr<private_communicator>(static_cast<private_communicator*>(kept));
  {
    auto const lock = std::scoped_lock(lists);
    std::erase(registry(), own.get());
  }
  own->service.reset();  // what it has sent counts too
  if (leaves_leftovers()) return MPI_SUCCESS;
  begin_to_close(*own);
  {
    auto const lock = std::scoped_lock(lists);
    closing().push_back(std::move(own));
  }
  static_cast<void>(free_closed());
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
      mpi_goes_down = true;
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

}  // namespace

private_communicator::private_communicator(MPI_Comm own)
    : duplicate(own, boost::mpi::comm_take_ownership),
      count(duplicate.size()),
      here(own,
           [&](std::size_t ranks) {
             return mpi_channel::stakes_size(ranks) + counters_size(duplicate.size()) +
                    sizeof(memory_notice);
           }),
      counters(here.memory().subspan(mpi_channel::stakes_size(here.ranks().size()),
                                     counters_size(duplicate.size()))),
      notice(reinterpret_cast<memory_notice*>(counters.data() + counters.size())),
      talk(std::make_unique<mpi_channel>(own, &here, &count)) {}

auto private_of(communicator const& comm) -> private_communicator& {
  require_usable(comm);
  if (auto* const kept = kept_for(comm)) return *kept;
  static_cast<void>(free_closed());
  auto const needs_all = engagement_for(comm);
  auto const place = open_place("the first call over a communicator", {});
  auto handle = MPI_COMM_NULL;
  auto request = MPI_REQUEST_NULL;
  check_mpi(MPI_Comm_idup(comm, &handle, &request), "MPI_Comm_idup");
  poll_until_done(request);
  auto made = std::make_unique<private_communicator>(handle);
  check_mpi(MPI_Comm_set_attr(comm, attribute_key(), made.get()), "MPI_Comm_set_attr");
  forget_world_before_finalize();
  auto const lock = std::scoped_lock(lists);
  registry().push_back(made.get());
  return *made.release();
}

auto shared_context(communicator const& comm) -> context* {
  auto const* const kept = kept_for(comm);
  if (kept) kept->talk.require_no_pool("a loop");
  return comm.size() == 1 || in_body_over(comm) ? nullptr : &private_of(comm).talk;
}

auto lone_context(communicator const& comm) -> context* {
  return comm.size() != 1 || in_body_over(comm) ? nullptr : &private_of(comm).talk;
}

auto in_body_over(communicator const& comm) -> bool {
  auto const* const kept = kept_for(comm);
  return kept && kept->talk.in_body();
}

void say_the_end(std::string const& words) {
  constexpr auto few = 256;  // in a larger one its first rank tells the others
  auto const* const world = kept_for(communicator());
  for (auto* const one : all_that_live()) {
    if (one == world) continue;
    auto& talk = one->talk;
    auto const next = talk.begin_call();
    talk.end_call(next);  // this rank does not come to it
    auto hello = make_message(next, word::hello);
    append(hello.body, detail::hello{.words = words});
    for (auto to = 0; to != (talk.size() <= few ? talk.size() : 1); ++to) {
      if (to != talk.rank()) talk.send(to, hello);
    }
    // Not waited for: who has freed its own receives nothing before the end, which comes next.
  }
}

void close_world() {
  if (is_child()) return;
  auto const world = communicator();
  auto* const own = kept_for(world);
  if (own) {
    own->service.reset();
    begin_to_close(*own);
  }
  // Here, too, what the others will not free before the end: on some ranks it may have been.
  auto const unfreed = leaves_leftovers() ? std::vector<private_communicator*>() : all_that_live();
  std::ranges::for_each(unfreed, [](auto* one) { begin_to_close(*one); });
  if (own) {
    while (!own->rest->taken_in()) own->talk.pause();
    check_mpi(MPI_Comm_delete_attr(world, attribute_key()), "MPI_Comm_delete_attr");
  }
  auto const is_over = [&] {
    auto const all_freed = free_closed();
    return std::ranges::all_of(unfreed,
                               [&](auto* one) { return one == own || one->rest->taken_in(); }) &&
           all_freed;
  };
  // Not for ever: a rank may have lost its copy of a communicator without freeing it.
  auto waiting = backoff(more_ranks_than_cores(1));
  auto const latest = std::chrono::steady_clock::now() + longest_wait;
  while (!is_over() && std::chrono::steady_clock::now() < latest) waiting.pause();
}

}  // namespace dlp::detail
