// SPDX-License-Identifier: BSL-1.0
#include <comm/loss/lost_ranks.hpp>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include <mpi.h>

#include <comm/job/abort_job.hpp>
#include <comm/wire/check_mpi.hpp>

namespace dlp::detail {
namespace {

/// All engagements of this process. They outlive what exit() takes down.
struct diary {
  std::mutex mutex;
  std::list<engagement*> all;
};

auto open_engagements() -> diary& {
  static auto& open = *new diary();
  return open;
}

/// Rank 0 speaks first: what it says of a loss, all others would say.
[[noreturn]] void give_up(std::string const& why) {
  auto rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  if (rank != 0) std::this_thread::sleep_for(std::chrono::milliseconds(400));
  end_job(why);
}

}  // namespace

lost_ranks::lost_ranks(int ranks)
    : states_(static_cast<std::size_t>(ranks)), hosts_(static_cast<std::size_t>(ranks)) {}

auto lost_ranks::known() -> lost_ranks& {
  static auto* const known = [] {
    auto size = 0;
    check_mpi(MPI_Comm_size(MPI_COMM_WORLD, &size), "MPI_Comm_size");
    return new lost_ranks(size);  // a thread may ask while exit() takes all else down
  }();
  return *known;
}

auto lost_ranks::any() const noexcept -> bool {
  return changes() != 0 && std::ranges::any_of(states_, [](auto const& one) {
           return one.load(std::memory_order_acquire) != condition::alive;
         });
}

auto lost_ranks::note(int rank, condition how) -> bool {
  auto const lock = std::lock_guard(mutex_);
  auto& state = states_[static_cast<std::size_t>(rank)];
  if (state == how || state == condition::dead) return false;
  state.store(how, std::memory_order_release);
  ++changes_;
  return true;
}

void lost_ranks::note_host(int rank, std::string const& host) {
  auto const lock = std::lock_guard(mutex_);
  hosts_[static_cast<std::size_t>(rank)] = host;
}

auto lost_ranks::in_words() const -> std::string {
  auto text = std::string();
  auto count = 0;
  for (auto rank = 0; rank != static_cast<int>(states_.size()); ++rank) {
    if (!is_lost(rank)) continue;
    text += (count++ ? ", " : "") + name(rank);
  }
  return std::to_string(count) + (count == 1 ? " rank was" : " ranks were") +
         " lost on the way: " + text;
}

auto lost_ranks::host(int rank) const -> std::string {
  auto const lock = std::lock_guard(mutex_);
  return hosts_[static_cast<std::size_t>(rank)];
}

auto lost_ranks::name(int rank) const -> std::string {
  auto const where = host(rank);
  return "rank " + std::to_string(rank) + (where.empty() ? "" : " (" + where + ")");
}

engagement::engagement(std::function<std::string()> hopeless) : hopeless_(std::move(hopeless)) {
  auto& open = open_engagements();
  {
    auto const lock = std::lock_guard(open.mutex);
    place_ = open.all.insert(open.all.end(), this);
  }
  // Not before: who is lost from now on is somebody else's to notice.
  check();
}

engagement::~engagement() {
  auto& open = open_engagements();
  auto const lock = std::lock_guard(open.mutex);
  open.all.erase(place_);
}

void engagement::check() const {
  if (auto const why = hopeless_(); !why.empty()) give_up(why);
}

void engagement::check_all() {
  auto& open = open_engagements();
  auto why = std::string();
  {
    auto const lock = std::lock_guard(open.mutex);
    for (auto const* const one : open.all) {
      if (why = one->hopeless_(); !why.empty()) break;
    }
  }
  if (!why.empty()) give_up(why);
}

auto engagement::any() -> bool {
  auto& open = open_engagements();
  auto const lock = std::lock_guard(open.mutex);
  return !open.all.empty();
}

}  // namespace dlp::detail
