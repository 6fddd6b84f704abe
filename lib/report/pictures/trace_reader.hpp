// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/property_tree/ptree_fwd.hpp>

#include <report/pictures/drawn_run.hpp>

namespace dlp::detail {

/// Makes loops of the events of a timeline, in a memory that does not grow with them. Loops of one
/// name are one.
class trace_reader {
 public:
  /// Whether a line is an event of which no picture has anything, as the ends of an arrow.
  [[nodiscard]] static auto is_of_no_use(std::string_view line) -> bool;

  /// Whether that was an event.
  auto add(boost::property_tree::ptree const& event) -> bool;

  [[nodiscard]] auto has_events() const noexcept -> bool { return has_events_; }

  /// All that there was, with times counted from the first; nothing is to be added after that.
  [[nodiscard]] auto run() -> drawn_run;

 private:
  /// A rank that had to do with a loop.
  struct part {
    drawn_row row;
    double in_loop = 0;  ///< how long it was in it
    bool computes = false;
  };
  struct loop_so_far {
    drawn_loop made;
    double first = 0;
    double last = 0;
    bool has_times = false;
    std::map<int, part> parts = {};
    double root_in_loop = 0;
    index_t bin = 1;  ///< so many indices are a bin of costs
    std::map<index_t, cost_bin> costs = {};
    std::map<int, index_t> classes = {};
  };
  /// An event that lasted.
  struct lasting {
    int rank;
    double from;
    double to;
    std::string name;
    boost::property_tree::ptree const& event;
  };

  void add_span(lasting const& one, std::string const& kind);
  void add_loop(lasting const& one);
  void add_body(lasting const& one);
  auto loop_named(std::string const& name) -> loop_so_far&;
  auto row_in(loop_so_far& loop, int rank) -> part&;
  auto around(lasting const& one) -> loop_so_far*;
  auto finished(loop_so_far& from) -> drawn_loop;

  bool has_events_ = false;
  double first_ = 0;
  double last_ = 0;
  std::map<int, std::string> hosts_;
  std::vector<loop_so_far> loops_;
  std::map<std::string, std::size_t> by_name_;
  std::map<int, std::vector<std::pair<double, std::size_t>>> open_;  // until when, of each rank
  std::map<int, thinned_spans> waits_;
  drawn_run run_;
};

}  // namespace dlp::detail
