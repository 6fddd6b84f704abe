// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <dispatch/progress/observer.hpp>
#include <dispatch/report/loop_record.hpp>

namespace dlp::detail {

/// Writes down what happens in a loop, and after it what that comes to.
class reporter : public listener {
 public:
  /// Takes the record, counted from the beginning.
  using writer = std::function<void(loop_record const&)>;

  reporter(std::string label, writer write);

  void handed_out(int rank, index_range range) override;
  [[nodiscard]] auto notes_times() const -> bool override { return true; }
  [[nodiscard]] auto explains() const -> bool override { return true; }
  void arrived(int rank) override;
  void passed(std::size_t bytes, bool brings_results) override;
  void waited(double seconds) override;
  void root_was(root_work what, time_point from, time_point to) override;
  void told_times(rank_times const& its) override;
  void concluded(loop_facts const& facts) override;

 private:
  struct heard_rank {
    int rank;
    double at;
  };

  writer write_;
  loop_record record_;
  std::vector<heard_rank> heard_;
  index_t handed_to_ = 0;      // the farthest position
  std::vector<double> trips_;  // every `trip_step_`-th
  std::size_t trip_step_ = 1;
  std::size_t all_trips_ = 0;
  double serving_ = 0;
  std::size_t served_ = 0;
};

/// To stderr, for a person.
void write_report_text(loop_record const& record);

/// As a line of JSON to the end of a file; the first that this process writes there replaces it.
/// Where that cannot be done, a line on stderr says so.
void write_report_json(std::filesystem::path const& file, loop_record const& record);

}  // namespace dlp::detail
