// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <dlp/core/bytes.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/task/batches_options.hpp>
#include <dlp/task/batches_plan.hpp>

namespace dlp::detail {

/// What is done with the batches of a run, by their positions in the plan, whatever the types are.
/// One accumulator is open at a time.
class batch_work {
 public:
  batch_work() = default;
  batch_work(batch_work const&) = delete;
  auto operator=(batch_work const&) -> batch_work& = delete;
  virtual ~batch_work() = default;

  /// Opens an accumulator, and computes the batch into it. Throws: what the body throws.
  virtual void compute(index_t position) = 0;
  virtual void pack(bytes& to) const = 0;
  /// The digest of the one that each batch begins with, as far as dlp can look into it.
  [[nodiscard]] virtual auto digest_of_empty() const -> std::uint64_t = 0;
  /// Opens an accumulator that was packed.
  virtual void unpack(std::span<std::byte const> from) = 0;
  /// On the root: puts it in, as that of the batch at a position.
  virtual void put_in(index_t position) = 0;
  /// There: whether no more is wanted.
  [[nodiscard]] virtual auto has_enough() const -> bool = 0;
  /// There, in a run with a target: the positions of the batches that are waited for before it is
  /// looked at. None where it is met: the place of that is where the run ends.
  [[nodiscard]] virtual auto due() const -> index_range = 0;

  /// Of the last `compute`: in which trajectories it was, or is.
  [[nodiscard]] auto trajectories() const noexcept -> index_range { return in_; }

 protected:
  index_range in_ = {};
};

/// Runs all batches of a plan, on all ranks; `result` is the type of the accumulator. What was left
/// out, on every rank. True where this rank runs alone.
struct batches_outcome {
  std::vector<failure> left_out = {};
  bool alone = false;
};
/// Throws: as `batches`.
[[nodiscard]] auto run_batches(batches_plan const& plan, std::string const& result,
                               batches_options const& options, batch_work& work) -> batches_outcome;

}  // namespace dlp::detail
