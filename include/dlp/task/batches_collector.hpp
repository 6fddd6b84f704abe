// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <optional>
#include <utility>

#include <dlp/core/index_range.hpp>
#include <dlp/task/batches_plan.hpp>
#include <dlp/task/batches_state.hpp>
#include <dlp/task/checked_accumulator.hpp>

namespace dlp::detail {

/// So many batches, from one that their number divides, are a block: a power of 2, so that it is a
/// node of the tree.
constexpr auto batches_in_block = index_t{16};

/// Whether the standard error of all values is small enough, where they are of whole blocks from
/// the first one, so that a run in one stretch would have looked too. One of exactly 0 never is: so
/// far all values are the same, as where an event is rare, and that says nothing of the mean.
template <class A>
[[nodiscard]] auto meets(batch_values<A> const& values, std::optional<double> target) -> bool {
  if constexpr (has_standard_error<A>) {
    if (!target || !values.is_in_blocks_of(batches_in_block)) return false;
    auto const all = values.total();
    auto const error = all ? static_cast<double>(all->standard_error()) : 0;
    return error > 0 && error <= *target;
  } else {
    return false;
  }
}

/// Takes in the accumulators of batches as they come to the root.
///
/// Where the run may end early it is looked at where a block of batches is complete and all before
/// it are: what is beyond waits, and is thrown away where it turns out that the run has ended. So
/// the end does not depend on who was fast.
template <class A>
class batches_collector {
 public:
  /// `to`: what earlier runs have; `enough`: whether that meets the target.
  batches_collector(batches_plan const& plan, std::optional<double> target, accumulated_run<A> to,
                    bool enough)
      : plan_(plan), target_(target), run_(std::move(to)), enough_(enough) {
    run_.seeds = plan.seeds;
    run_.batch_size = plan.batch_size;
  }

  /// Whether all that is wanted is there.
  [[nodiscard]] auto has_enough() const noexcept -> bool { return enough_; }

  /// The positions of the block that the target waits for; none, at the end, where it is met.
  [[nodiscard]] auto due() const -> index_range {
    if (!target_ || enough_ || next_ == plan_.size()) return {next_, next_};
    return {next_, next_ + size_of_block(block_at(next_))};
  }

  void take(index_t batch, A value) {
    if (!target_) return put(run_.values, batch, std::move(value));
    auto& early = early_[batch / batches_in_block];
    put(early.values, batch, std::move(value));
    ++early.count;
    while (next_ != plan_.size() && !enough_) {
      auto const due = early_.find(block_at(next_));
      if (due == early_.end() || due->second.count != size_of_block(due->first)) return;
      auto const whole = early_.extract(due);
      next_ += whole.mapped().count;
      run_.values.put(whole.mapped().values);
      enough_ = meets(run_.values, target_);
    }
  }

  /// All that has come, but for what is beyond the end.
  [[nodiscard]] auto finished() -> accumulated_run<A> {
    if (!enough_) {
      for (auto const& [number, early] : early_) run_.values.put(early.values);
    }
    return std::move(run_);
  }

 private:
  struct block {
    batch_values<A> values = {};
    index_t count = 0;
  };

  void put(batch_values<A>& to, index_t batch, A value) const {
    auto const size = plan_.trajectories_of(batch).size();
    if (size == plan_.batch_size) {
      to.put(batch, std::move(value));
    } else {
      to.put_part(batch, size, std::move(value));
    }
  }

  [[nodiscard]] auto block_at(index_t position) const -> index_t {
    return plan_.batch_at(position) / batches_in_block;
  }
  [[nodiscard]] auto size_of_block(index_t number) const -> index_t {
    return plan_.count_in({number * batches_in_block, (number + 1) * batches_in_block});
  }

  batches_plan const& plan_;
  std::optional<double> target_;
  accumulated_run<A> run_;
  std::map<index_t, block> early_ = {};
  index_t next_ = 0;  // the position of the first batch of the next block
  bool enough_;
};

}  // namespace dlp::detail
