// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include <comm/call/router.hpp>
#include <comm/wire/channel.hpp>

namespace dlp::detail {

/// The library's own side of one communicator: a channel, and a router, which delivers what comes
/// in to the calls that are open. Threads may send and receive at once, each for a call of its own;
/// calls begin in one of them.
class context {
 public:
  explicit context(std::unique_ptr<channel> wire) : wire_(std::move(wire)) {}

  [[nodiscard]] auto rank() const noexcept -> int { return wire_->rank(); }
  [[nodiscard]] auto size() const noexcept -> int { return wire_->size(); }
  [[nodiscard]] auto in_world(int rank) const noexcept -> int { return wire_->in_world(rank); }
  [[nodiscard]] auto crowded() const noexcept -> bool { return wire_->crowded(); }

  [[nodiscard]] auto stealable_chunks_of(int worker, int manager) noexcept -> stealable_chunk* {
    return wire_->stealable_chunks_of(worker, manager);
  }

  /// See channel.
  [[nodiscard]] auto is_lost(int rank) const noexcept -> bool { return wire_->is_lost(rank); }
  [[nodiscard]] auto is_dead(int rank) const noexcept -> bool { return wire_->is_dead(rank); }
  [[nodiscard]] auto host_of(int rank) const -> std::string { return wire_->host_of(rank); }
  [[nodiscard]] auto losses() const noexcept -> std::uint64_t { return wire_->losses(); }
  void note_silence(int rank, bool is_silent) { wire_->note_silence(rank, is_silent); }

  /// The shortest of the round trips of a message to `rank` that were noted; 0 before the first.
  [[nodiscard]] auto shortest_trip(int rank) -> double;
  void note_trip(int rank, double seconds);

  /// See router.
  auto begin_call() -> std::uint64_t;
  void end_call(std::uint64_t call) noexcept;

  /// Throws: usage_error in the child of a rank, as `try_receive` does.
  void send(int to, message what);

  /// The next message of this call, if one is here.
  [[nodiscard]] auto try_receive(std::uint64_t call) -> std::optional<message>;

  /// Takes in all that is here, and drops it: no call is to come.
  void drop_all();

  void pause() { wire_->pause(); }
  void expect_nothing_for(std::chrono::microseconds due) { wire_->expect_nothing_for(due); }

  /// Whether all that was sent has gone out.
  [[nodiscard]] auto flushed() -> bool;
  /// Waits until it has. It goes on receiving meanwhile: two ranks that flush may be waiting for
  /// each other to take a message in.
  void flush();
  /// The same for what was sent to these ranks: of others it may be that they never listen.
  void flush_to(std::span<int const> ranks);

  /// Whether this rank is inside the body of a loop over this communicator. A further loop over it
  /// runs on this rank alone then, as nested parallel regions of OpenMP do.
  [[nodiscard]] auto in_body() const noexcept -> bool { return in_body_; }
  void in_body(bool is) noexcept { in_body_ = is; }

  /// Whether this rank is the root of a pool over this communicator, whose workers can take part in
  /// nothing else until it ends.
  void serve_pool(bool is) noexcept { serves_pool_ = is; }

  /// It has expired when this is no more.
  [[nodiscard]] auto alive() const noexcept -> std::weak_ptr<void const> { return alive_; }

  /// Throws: usage_error where `call` is to begin at the root of an open pool.
  void require_no_pool(std::string const& call) const;

 private:
  template <class Condition>
  void receive_until(Condition done);

  std::mutex mutex_;  // of what comes in and goes out; nobody waits with it
  std::unique_ptr<channel> wire_;
  router router_;
  std::map<int, double> trips_;  // by rank
  bool in_body_ = false;
  bool serves_pool_ = false;
  std::shared_ptr<void const> alive_ = std::make_shared<bool const>(true);
};

/// Says of this rank while it lives that it is in a body: in code of the program, which others wait
/// for. A call of dlp in it is a usage_error then, and exit() ends the job.
class in_body_while {
 public:
  explicit in_body_while(context& talk) : talk_(talk) { talk_.in_body(true); }
  in_body_while(in_body_while const&) = delete;
  auto operator=(in_body_while const&) -> in_body_while& = delete;
  ~in_body_while() { talk_.in_body(false); }

 private:
  context& talk_;
};

}  // namespace dlp::detail
