// SPDX-License-Identifier: BSL-1.0
//
// A recorder that keeps in memory what a loop has done, from one loop to the next, and can refuse.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include <dlp/core/bytes.hpp>
#include <dlp/dispatch/recorder.hpp>

namespace dlp_test {

/// What outlives a loop: the rows, and how often they were written.
struct kept_rows {
  struct row {
    dlp::bytes value;
    int attempts;
    int rank;
    double seconds;
  };
  std::map<dlp::index_t, row> done;
  std::map<dlp::index_t, int> failed;  ///< with how many attempts
  std::set<dlp::index_t> twice;        ///< those that were written again
  std::vector<std::size_t> batches;    ///< how many rows were kept at once
  int tries = 0;                       ///< to keep something
  int open = 0;                        ///< how many recorders there are
  /// Whether there is one, which another thread may have.
  [[nodiscard]] auto is_open() -> bool { return std::atomic_ref(open) != 0; }
  /// What happens at the n-th try, from 1 on: it may throw.
  std::function<void(int)> at_try = [](int) {};
};

class memory_recorder : public dlp::detail::recorder {
 public:
  explicit memory_recorder(kept_rows& rows) : rows_(rows) {
    ++std::atomic_ref(rows.open);
    for (auto const& [index, row] : rows.done) {
      stored_.push_back({index, row.value});
      if (!done_.empty() && done_.back().last == index) {
        ++done_.back().last;
      } else {
        done_.push_back({index, index + 1});
      }
    }
  }

  ~memory_recorder() override { --std::atomic_ref(rows_.open); }

  auto done() const -> std::vector<dlp::index_range> const& override { return done_; }

  auto next_stored() -> std::optional<dlp::detail::raw_result> override {
    if (next_ == stored_.size()) return std::nullopt;
    auto const& [index, value] = stored_[next_++];
    return dlp::detail::raw_result{index, value};
  }

  void keep(std::span<dlp::detail::done_example const> done,
            std::span<dlp::detail::failed_example const> failed) override {
    rows_.at_try(++rows_.tries);
    rows_.batches.push_back(done.size());
    for (auto const& one : failed) rows_.failed[one.what.index] = one.attempts;
    for (auto const& one : done) {
      auto const row = kept_rows::row{dlp::bytes(one.packed.begin(), one.packed.end()),
                                      one.attempts, one.rank, one.seconds};
      if (!rows_.done.insert({one.index, row}).second) rows_.twice.insert(one.index);
    }
  }

 private:
  kept_rows& rows_;
  std::vector<dlp::index_range> done_;
  std::vector<std::pair<dlp::index_t, dlp::bytes>> stored_;
  std::size_t next_ = 0;
};

}  // namespace dlp_test
