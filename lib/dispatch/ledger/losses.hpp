// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <dlp/core/failure.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// What lost ranks had in their hands, and which ranks that were.
///
/// Which of several examples a rank was lost with, nobody knows. So all of them are given out
/// again one at a time: when a rank is lost once more, it is known with which.
class losses {
 public:
  struct lost_rank {
    int rank = 0;
    std::string host;
  };

  /// `deaths`: with so many ranks lost, an example is not given again.
  explicit losses(index_t deaths = 1) : deaths_(deaths) {}

  /// A rank was lost with these examples in its hands. Where it is one, and it is not to be given
  /// again, the failure.
  auto book(std::vector<index_range> const& had, lost_rank const& who) -> std::optional<failure>;

  /// The next one to give out.
  auto take() -> std::optional<index_t>;

  /// It was given out, and has not been begun.
  void put_back(index_t position) { waiting_.push_front({{position, position + 1}, {}}); }

  /// It was given out, and a rank has come through with it.
  void absolve(index_t position) { with_.erase(position); }

  /// The range turns out to have `size` examples.
  void ends_at(index_t size);

  /// The lowest of those that wait, where any do.
  [[nodiscard]] auto lowest() const -> std::optional<index_t> {
    auto const is_first = [](suspects const& one) { return one.range.first; };
    if (waiting_.empty()) return std::nullopt;
    return std::ranges::min(waiting_, {}, is_first).range.first;
  }

  [[nodiscard]] auto empty() const noexcept -> bool { return waiting_.empty(); }
  [[nodiscard]] auto size() const noexcept -> index_t;

 private:
  struct suspects {
    index_range range;
    std::vector<lost_rank> with;
  };

  /// Those that were lost with it so far, which is known of one that was given out alone.
  auto take_history(index_range had) -> std::vector<lost_rank>;

  index_t deaths_;
  std::deque<suspects> waiting_;
  std::map<index_t, std::vector<lost_rank>> with_;  // of those that have been given out
};

}  // namespace dlp::detail
