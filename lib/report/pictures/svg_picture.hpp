// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dlp::detail {

/// A text as it stands in a page, whatever bytes it has: printable, and no markup.
[[nodiscard]] auto escaped(std::string_view text) -> std::string;

/// A place or a length in a picture, to a tenth.
[[nodiscard]] auto place_text(double number) -> std::string;

/// "1.5 s", "20 ms", "3 µs"; in three digits.
[[nodiscard]] auto seconds_text(double seconds) -> std::string;

/// "1234567", and from there "12.3 million".
[[nodiscard]] auto count_text(double number) -> std::string;

/// How a unit of time is called on an axis up to so many seconds, and how many it has.
struct time_unit {
  std::string_view name;
  double seconds;
};
[[nodiscard]] auto unit_for(double seconds) -> time_unit;

/// Round numbers from 0 to a number, some four to seven of them.
[[nodiscard]] auto round_steps(double until) -> std::vector<double>;

/// A picture in the words of SVG; colours are classes of `style_of_pictures`.
class svg_picture {
 public:
  svg_picture(std::string_view title, double width, double height);

  struct box {
    double x;
    double y;
    double width;
    double height;
  };

  /// With a text that is shown where somebody points to it.
  void rect(std::string_view kind, box where, std::string_view tip = {});
  /// `dim`: 0 to 1, how much of it is seen.
  void rect(std::string_view kind, box where, double dim, std::string_view tip);
  void line(std::string_view kind, double x1, double y1, double x2, double y2);
  void text(std::string_view kind, double x, double y, std::string_view text);
  void path(std::string_view kind, std::string_view commands);
  void circle(std::string_view kind, double x, double y, double radius, std::string_view tip);

  /// What colours mean, from x on; where the next would begin.
  auto key(std::string_view kind, double x, double y, std::string_view text) -> double;

  /// All of it. `style`: what is to be in it where it does not stand in a page.
  [[nodiscard]] auto all(std::string_view style = {}) const -> std::string;

 private:
  std::string title_;
  double width_;
  double height_;
  std::string inside_;
};

/// What a text takes on a line, about.
[[nodiscard]] auto width_of(std::string_view text) -> double;

/// The text, or its beginning and "…" where it has more columns.
[[nodiscard]] auto shortened(std::string_view text, std::size_t columns) -> std::string;

/// Light and dark, as whoever looks at it likes.
extern std::string_view const style_of_pictures;

}  // namespace dlp::detail
