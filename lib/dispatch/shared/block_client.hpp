// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include <comm/call/call.hpp>
#include <dispatch/ledger/outcome.hpp>
#include <dispatch/shared/block_service.hpp>
#include <dispatch/shared/loop_pool.hpp>

namespace dlp::detail {

/// A rank's side of what the nodes of a loop and its server say to each other. One rank at a time
/// asks for its node, and waits for the answer, so that no body delays it; the node's other ranks
/// go on with what is left. So it asks a round trip before that is used up, and for so much that
/// its wait is a small part of the work.
class block_client {
 public:
  /// What runs while this rank waits: it takes in the messages of the loop.
  using meanwhile = std::function<void()>;

  /// `node`: the ranks of this node, in order.
  block_client(call& here, loop_pool& pool, std::span<int const> node, block_service& service);

  /// Fetches another block where the last one will be used up before the next one could be here,
  /// and no other rank does so.
  /// `example_seconds`: what an example costs, 0 where nobody knows; `chunk`: what the user wants
  /// to be handed out at once, 1 where that is left to the library.
  void refill(double example_seconds, index_t chunk, meanwhile const& idle);

  /// The outcome, where the loop is over for all, as it can be when nobody of this node has
  /// anything to do.
  [[nodiscard]] auto over(meanwhile const& idle) -> std::optional<loop_outcome>;

  /// Takes in what is an answer of the server, directly or by way of another rank.
  /// Throws: disagreement.
  void take(message const& what);

  /// This rank's stop token says so.
  void stop() { tell(request(block_request::word::stop)); }
  /// This rank leaves: by an exception, if there is a failure. The last one to leave gives back
  /// what the node has.
  void leave(std::vector<failure> const& why);
  /// The ranks disagree, and all know it.
  void forget() { tell(request(block_request::word::forget)); }

 private:
  using clock = std::chrono::steady_clock;

  [[nodiscard]] auto request(block_request::word what) const -> block_request;
  void tell(block_request const& what);
  void ask(block_request const& what, meanwhile const& idle);
  void take_in(message const& answer);
  void pass_on_the_verdict();
  void learn_trip(clock::duration trip);
  [[nodiscard]] auto examples_in(double seconds, double each) const -> index_t;

  call& here_;
  loop_pool& pool_;
  std::span<int const> node_;
  block_service& service_;
  double trip_seconds_;  // the shortest until a block came; 0 where nobody knows
  std::optional<message> answer_;
  std::optional<loop_outcome> verdict_;
};

}  // namespace dlp::detail
