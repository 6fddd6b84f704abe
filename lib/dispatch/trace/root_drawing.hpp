// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <dispatch/progress/observer.hpp>
#include <dispatch/trace/chunk_name.hpp>
#include <dispatch/trace/span_group.hpp>

namespace dlp::detail {

/// Draws what the root of a loop does: which chunk it hands out to whom, and whose results come
/// back; when it is in its own body, or with a journal; what fails, and who is lost.
class root_drawing : public listener {
 public:
  root_drawing(timeline& on, std::string title);
  ~root_drawing() override;

  [[nodiscard]] auto notes_times() const -> bool override { return true; }
  [[nodiscard]] auto draws(chunk_name const& chunk, index_range range) -> bool override;
  void arrived(int rank) override;
  void passed(std::size_t bytes, bool brings_results) override;
  void done(int rank, index_range range, double seconds) override;
  void root_was(root_work what, time_point from, time_point to) override;
  void failed(failure const& what) override;
  void lost(int rank) override;
  void says(std::string_view sentence) override;
  void told_times(rank_times const& its) override;
  void concluded(loop_facts const& facts) override;

 private:
  struct handing {
    chunk_name chunk;
    index_range range;
    time_point from;
  };
  struct coming {
    chunk_name chunk;
    time_point at;
  };

  timeline& on_;
  std::string title_;
  time_point arrived_;
  span_group bodies_;
  index_t results_ = 0;
  std::optional<handing> hands_out_;
  std::map<std::pair<int, index_t>, chunk_name> away_;  // by rank and first index
  std::optional<coming> comes_;
  std::map<int, double> heard_;  // when ranks came
  struct other_clock {
    std::string host;
    double heard_less_arrived;
    std::optional<double> left;  // where it is after the end
  };
  std::vector<other_clock> others_;
};

}  // namespace dlp::detail
