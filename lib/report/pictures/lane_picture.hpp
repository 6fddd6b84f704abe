// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <report/pictures/svg_picture.hpp>
#include <report/pictures/thinned_spans.hpp>

namespace dlp::detail {

/// A lane for each rank, along which time runs. A few spans are drawn one by one, with what they
/// are where somebody points to them; of many it is how dense they lie, and of very many ranks some
/// share a lane: so a picture has a size that does not grow.
class lane_picture {
 public:
  lane_picture(std::string title, double until) : title_(std::move(title)), until_(until) {}

  /// What is drawn in one colour.
  struct layer {
    struct row {
      std::string lane;
      std::vector<drawn_span> spans;
    };
    std::string kind;
    std::string means;
    std::vector<row> rows = {};
  };

  /// `arrived`: when there is somebody in it.
  void add_lane(std::string name, double arrived);

  /// What comes later lies above.
  auto add(std::string_view kind, std::string_view means) -> layer&;
  /// One that is not drawn.
  auto unused() -> layer& { return unused_; }

  /// A line across all lanes.
  void add_tick(double at, std::string text);

  /// Whether spans are drawn one by one, and what ranks share, in a sentence.
  [[nodiscard]] auto caption() const -> std::string;

  [[nodiscard]] auto drawn() const -> svg_picture;

 private:
  struct lane {
    std::string name;
    double arrived;
  };
  struct tick {
    double at;
    std::string text;
  };
  struct geometry;

  [[nodiscard]] auto in_a_lane() const -> std::size_t;
  [[nodiscard]] auto lane_of(std::string_view name) const -> std::size_t;
  [[nodiscard]] auto is_sparse() const -> bool;
  void draw_sparse(svg_picture& on, geometry const& by, layer const& one) const;
  void draw_dense(svg_picture& on, geometry const& by, layer const& one) const;
  [[nodiscard]] auto draw_keys(svg_picture* on) const -> double;

  std::string title_;
  double until_;
  std::vector<lane> lanes_;
  std::deque<layer> layers_;
  std::vector<tick> ticks_;
  layer unused_ = {};
};

}  // namespace dlp::detail
