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

/// Whether the standard error of all values is small enough. One of exactly 0 never is: so far all
/// values are the same, as where an event is rare, and that says nothing of the mean.
template <class A>
[[nodiscard]] auto meets(batch_values<A> const& values, std::optional<double> target) -> bool {
  if constexpr (has_standard_error<A>) {
    if (!target) return false;
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
  static constexpr auto block_size = index_t{16};  // a power of 2: a block is a node of the tree

  /// `to`: what earlier runs have; `enough`: whether that meets the target.
  batches_collector(batches_plan const& plan, std::optional<double> target, accumulated_run<A> to,
                    bool enough)
      : plan_(plan), target_(target), run_(std::move(to)), enough_(enough) {
    run_.seeds = plan.seeds;
    run_.batch_size = plan.batch_size;
  }

  /// Whether all that is wanted is there.
  [[nodiscard]] auto has_enough() const noexcept -> bool { return enough_; }

  void take(index_t batch, A value) {
    if (!target_) return put(run_.values, batch, std::move(value));
    auto& early = early_[batch / block_size];
    put(early.values, batch, std::move(value));
    ++early.count;
    while (next_ != plan_.size() && !enough_) {
      auto const due = early_.find(plan_.batch_at(next_) / block_size);
      if (due == early_.end() || due->second.count != size_of_block(due->first)) return;
      next_ += due->second.count;
      run_.values.put(due->second.values);
      early_.erase(due);
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

  [[nodiscard]] auto size_of_block(index_t number) const -> index_t {
    return plan_.count_in({number * block_size, (number + 1) * block_size});
  }

  batches_plan const& plan_;
  std::optional<double> target_;
  accumulated_run<A> run_;
  std::map<index_t, block> early_ = {};
  index_t next_ = 0;  // the position of the first batch of the next block
  bool enough_;
};

}  // namespace dlp::detail
