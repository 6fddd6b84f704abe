// SPDX-License-Identifier: BSL-1.0
#include <comm/call/context.hpp>

#include <algorithm>
#include <utility>

#include <dlp/core/error.hpp>

#include <comm/job/child_process.hpp>

namespace dlp::detail {

void context::require_no_pool(std::string const& call) const {
  if (!serves_pool_) return;
  throw usage_error("dlp: " + call +
                    " over the communicator of an open pool: its workers cannot take part until it "
                    "is shut down");
}

auto context::shortest_trip(int rank) -> double {
  auto const lock = std::scoped_lock(mutex_);
  return trips_[rank];
}

void context::note_trip(int rank, double seconds) {
  auto const lock = std::scoped_lock(mutex_);
  auto& shortest = trips_[rank];
  shortest = shortest == 0 ? seconds : std::min(shortest, seconds);
}

auto context::begin_call() -> std::uint64_t {
  auto const lock = std::scoped_lock(mutex_);
  return router_.begin_call();
}

void context::end_call(std::uint64_t call) noexcept {
  if (is_child()) return;  // a thread of its parent may hold the lock
  auto const lock = std::scoped_lock(mutex_);
  router_.end_call(call);
}

void context::send(int to, message what) {
  require_no_child();
  auto const lock = std::scoped_lock(mutex_);
  wire_->send(to, std::move(what));
}

auto context::try_receive(std::uint64_t call) -> std::optional<message> {
  require_no_child();
  auto const lock = std::scoped_lock(mutex_);
  if (auto kept = router_.take(call)) return kept;
  while (auto what = wire_->try_receive()) {
    if (what->call == call) return what;
    router_.put(std::move(*what));
  }
  return std::nullopt;
}

void context::drop_all() {
  auto const lock = std::scoped_lock(mutex_);
  while (wire_->try_receive()) {
  }
  router_ = {};
}

auto context::flushed() -> bool {
  auto const lock = std::scoped_lock(mutex_);
  return wire_->flushed();
}

template <class Condition>
void context::receive_until(Condition done) {
  auto const is_done = [&] {
    auto const lock = std::scoped_lock(mutex_);
    while (!done()) {
      auto what = wire_->try_receive();
      if (!what) return false;
      router_.put(std::move(*what));
    }
    return true;
  };
  while (!is_done()) wire_->pause();
}

void context::flush() {
  receive_until([this] { return wire_->flushed(); });
}

void context::flush_to(std::span<int const> ranks) {
  receive_until([&] {
    return std::ranges::all_of(ranks, [this](int rank) { return wire_->flushed_to(rank); });
  });
}

}  // namespace dlp::detail
