// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sstream>
#include <string>

namespace benchmark {

/// A place on a sheet, in pixels from its upper left corner.
struct box {
  double left;
  double top;
  double width;
  double height;
};

/// A script for gnuplot that draws panels side by side on one SVG, each where it is told.
class sheet {
 public:
  sheet(std::string const& file, double width, double height);

  /// Words at a place; they are drawn together with the next panel.
  void say(double left, double top, int size, std::string const& colour, std::string const& words);

  /// The palette's colours, in a bar; drawn together with the next panel.
  void show_palette(box where);

  /// The next panel; what follows in `script()` sets it up and plots it, by `finish_panel()`.
  void begin_panel(box where);
  void finish_panel(std::string const& plot);

  [[nodiscard]] auto script() -> std::ostream& { return out_; }
  [[nodiscard]] auto finished() const -> std::string { return out_.str() + "unset multiplot\n"; }

 private:
  [[nodiscard]] auto screen(double x, double y) const -> std::string;

  double width_;
  double height_;
  std::ostringstream out_;
};

/// A string for gnuplot.
[[nodiscard]] auto quoted(std::string const& text) -> std::string;

}  // namespace benchmark
