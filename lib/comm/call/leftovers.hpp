// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>

#include <comm/call/context.hpp>
#include <comm/wire/thread_channel.hpp>

namespace dlp::detail {

/// What is still on its way to this rank on a private communicator at its end, as after a loop that
/// ended in a disagreement. Nobody asks for it, but it has to be taken in before the communicator
/// is freed: MPI gives its context to the next one, which would receive it.
class leftovers {
 public:
  /// On `comm`, where `count` is of all that was sent; all that speak there but `talk` have ended.
  /// Communicates: each rank gets to know how many messages have been sent to it.
  ///
  /// Collective: every rank of `comm`, once, each when it is there. Nobody waits.
  leftovers(MPI_Comm comm, message_count& count, context& talk);
  leftovers(leftovers const&) = delete;
  auto operator=(leftovers const&) -> leftovers& = delete;
  ~leftovers();

  /// Takes in what is here: whether that was all, and what this rank has sent has gone out. Not
  /// before every rank is there.
  [[nodiscard]] auto taken_in() -> bool;

 private:
  struct tally;

  message_count& count_;
  context& talk_;
  thread_channel side_;
  std::unique_ptr<tally> tally_;
};

}  // namespace dlp::detail
