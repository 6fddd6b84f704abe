// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <dispatch/report/loop_outline.hpp>
#include <report/pictures/thinned_spans.hpp>

namespace dlp::detail {

/// What a rank was at. The root has a row of its own in what a report says, and its rank's in a
/// timeline.
enum class rank_work : std::uint8_t { body, wait, root_body, journal };
inline constexpr auto kinds_of_work = std::size_t{4};

/// A rank in a picture of who did what.
struct drawn_row {
  int rank = -1;     ///< none of the root's own row
  std::string name;  ///< "rank 3"
  std::string host = {};
  double arrived = 0;
  std::array<thinned_spans, kinds_of_work> spans = {};

  [[nodiscard]] auto of(rank_work what) -> thinned_spans& {
    return spans[static_cast<std::size_t>(what)];
  }
  [[nodiscard]] auto of(rank_work what) const -> thinned_spans const& {
    return spans[static_cast<std::size_t>(what)];
  }
};

using named_seconds = std::vector<std::pair<std::string, double>>;

/// A line of the table of ranks.
struct rank_facts {
  int rank = 0;
  std::string host = {};
  index_t examples = 0;
  double seconds = 0;
  std::optional<double> without_core = {};
  std::optional<double> slowness = {};
};

/// A loop, as a page shows it. Times are in seconds; points of time count from `begin`.
struct drawn_loop {
  std::string title;
  std::vector<std::string> words = {};  ///< the call, its line in the program
  std::string schedule = {};
  bool complete = true;
  std::uint64_t calls = 1;
  int workers = 0;
  index_t examples = 0;
  double begin = 0;     ///< where it lies in the run; a report does not know
  double span = 0;      ///< from there until its end
  double makespan = 0;  ///< while it ran: less than `span` where it was called several times
  double seconds = 0;   ///< in bodies
  double efficiency = 0;
  std::optional<double> bound = {};
  std::optional<double> longest = {};
  std::optional<index_t> longest_index = {};
  bool longest_is_exact = true;  ///< or else it is that of a neighbour
  std::vector<std::string> sentences = {};
  named_seconds idle = {};
  named_seconds schedules = {};  ///< what others would have taken
  named_seconds other_ranks = {};
  std::vector<rank_facts> ranks = {};
  std::vector<drawn_row> rows = {};
  std::vector<cost_bin> costs = {};
  bool costs_by_index = true;
  std::vector<cost_class> histogram = {};
};

/// Something that happened at a moment: what failed, who was lost.
struct drawn_tick {
  double at = 0;
  std::string row = {};
  std::string text = {};
};

/// Spans of one name.
struct mark_sum {
  std::uint64_t count = 0;
  double seconds = 0;
};

/// All that a file has to say.
struct drawn_run {
  bool is_timeline = false;
  std::vector<drawn_loop> loops = {};  ///< in their order
  std::uint64_t loops_left_out = 0;    ///< of which there are only these sums
  double seconds_left_out = 0;
  double span = 0;                    ///< of a timeline
  std::vector<drawn_row> waits = {};  ///< of a timeline: what ranks waited in all
  std::vector<drawn_tick> ticks = {};
  std::uint64_t all_ticks = 0;
  std::map<std::string, mark_sum> marks = {};
  std::uint64_t lines_left_out = 0;  ///< that are no event and no report, or were cut
};

/// So many loops have pictures, those that took longest.
inline constexpr auto most_loops = std::size_t{24};

}  // namespace dlp::detail
