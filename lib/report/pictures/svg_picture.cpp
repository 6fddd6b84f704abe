// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/svg_picture.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include <dispatch/progress/terminal.hpp>
#include <dlp/core/printable_text.hpp>

namespace dlp::detail {
namespace {

auto in_digits(double number, char const* format) -> std::string {
  auto text = std::array<char, 40>();
  std::snprintf(text.data(), text.size(), format, number);
  return text.data();
}

/// Three digits, and never as 1e+03.
auto three_digits(double number) -> std::string {
  return in_digits(number, std::abs(number) >= 999.5 ? "%.0f" : "%.3g");
}

}  // namespace

auto escaped(std::string_view text) -> std::string {
  auto safe = std::string();
  for (auto const c : printable_text(text)) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

auto place_text(double number) -> std::string {
  auto text = in_digits(number, "%.1f");
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

auto unit_for(double seconds) -> time_unit {
  constexpr auto minute = 60.0;
  constexpr auto hour = 60 * minute;
  if (seconds >= 3 * hour) return {"h", hour};
  if (seconds >= 10 * minute) return {"min", minute};
  if (seconds >= 1) return {"s", 1};
  if (seconds >= 1e-3) return {"ms", 1e-3};
  return seconds >= 1e-6 ? time_unit{"µs", 1e-6} : time_unit{"ns", 1e-9};
}

auto seconds_text(double seconds) -> std::string {
  if (seconds == 0) return "0 s";
  auto const unit = unit_for(std::abs(seconds) * (1 + 1e-9));
  return three_digits(seconds / unit.seconds) + ' ' + std::string(unit.name);
}

auto count_text(double number) -> std::string {
  constexpr auto million = 1e6;
  if (number >= 10 * million) return three_digits(number / million) + " million";
  return in_digits(number, number == std::floor(number) ? "%.0f" : "%.3g");
}

auto round_steps(double until) -> std::vector<double> {
  if (!(until > 0) || !std::isfinite(until)) return {0};
  auto const tens = std::pow(10.0, std::floor(std::log10(until)));
  auto step = tens;
  for (auto const part : {0.2, 0.25, 0.5, 1.0, 2.0}) {
    step = part * tens;
    if (until / step <= 6.5) break;
  }
  auto steps = std::vector<double>();
  for (auto at = 0; at * step <= until * (1 + 1e-9); ++at) steps.push_back(at * step);
  return steps;
}

/// A letter of a sans-serif face is some 0.55 of its height.
auto width_of(std::string_view text) -> double {
  return 6.4 * static_cast<double>(columns_of(text));
}

auto shortened(std::string_view text, std::size_t columns) -> std::string {
  auto safe = printable_text(text);
  if (columns_of(safe) <= columns) return safe;
  return std::string(cut_to(columns - 1, safe)) + "…";
}

svg_picture::svg_picture(std::string_view title, double width, double height)
    : title_(title), width_(width), height_(height) {}

void svg_picture::rect(std::string_view kind, box where, std::string_view tip) {
  rect(kind, where, 1, tip);
}

void svg_picture::rect(std::string_view kind, box where, double dim, std::string_view tip) {
  inside_ += "<rect class=\"" + std::string(kind) + "\" x=\"" + place_text(where.x) + "\" y=\"" +
             place_text(where.y) + "\" width=\"" + in_digits(std::max(where.width, 0.0), "%.2f") +
             "\" height=\"" + place_text(std::max(where.height, 0.0)) + '"';
  if (dim < 0.995) inside_ += " opacity=\"" + in_digits(dim, "%.2f") + '"';
  inside_ += tip.empty() ? "/>\n" : "><title>" + escaped(tip) + "</title></rect>\n";
}

void svg_picture::line(std::string_view kind, double x1, double y1, double x2, double y2) {
  inside_ += "<line class=\"" + std::string(kind) + "\" x1=\"" + place_text(x1) + "\" y1=\"" +
             place_text(y1) + "\" x2=\"" + place_text(x2) + "\" y2=\"" + place_text(y2) + "\"/>\n";
}

void svg_picture::text(std::string_view kind, double x, double y, std::string_view text) {
  inside_ += "<text class=\"" + std::string(kind) + "\" x=\"" + place_text(x) + "\" y=\"" +
             place_text(y) + "\">" + escaped(text) + "</text>\n";
}

void svg_picture::path(std::string_view kind, std::string_view commands) {
  inside_ += "<path class=\"" + std::string(kind) + "\" d=\"" + std::string(commands) + "\"/>\n";
}

void svg_picture::circle(std::string_view kind, double x, double y, double radius,
                         std::string_view tip) {
  inside_ += "<circle class=\"" + std::string(kind) + "\" cx=\"" + place_text(x) + "\" cy=\"" +
             place_text(y) + "\" r=\"" + place_text(radius) + "\"><title>" + escaped(tip) +
             "</title></circle>\n";
}

auto svg_picture::key(std::string_view kind, double x, double y, std::string_view name) -> double {
  rect(kind, {x, y - 9, 10, 10});
  text("t", x + 15, y, name);
  return x + 15 + width_of(name) + 14;
}

auto svg_picture::all(std::string_view style) const -> std::string {
  auto const width = place_text(width_);
  auto const height = place_text(height_);
  auto text =
      R"(<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" viewBox="0 0 )" +
      width + ' ' + height + "\" aria-label=\"" + escaped(title_) + '"';
  if (style.empty()) return text + ">\n" + inside_ + "</svg>\n";
  text += " width=\"" + width + "\" height=\"" + height + "\">\n<title>" + escaped(title_) +
          "</title>\n<style>" + std::string(style) + "</style>\n<rect class=\"paper\" width=\"" +
          width + "\" height=\"" + height + "\"/>\n";
  return text + inside_ + "</svg>\n";
}

// The colours are those of Okabe and Ito, which nearly everybody tells apart.
std::string_view const style_of_pictures = R"(
:root{--paper:#fff;--ink:#1d2433;--dim:#5b6475;--grid:#e3e7ee;--faint:#f3f5f9;--away:#d5dae4;--wait:#b9c0cd;--edge:#ccd3de;
--c0:#0072b2;--c1:#e69f00;--c2:#009e73;--c3:#cc79a7;--c4:#56b4e9;--c5:#d55e00;--c6:#8c7a00;--c7:#7a5195;--c8:#8a93a3}
@media (prefers-color-scheme:dark){:root{--paper:#12161f;--ink:#e6eaf2;--dim:#9aa5b8;--grid:#2a3140;--faint:#1a202c;--away:#313949;--wait:#4a5467;--edge:#3a4355;
--c0:#4aa3df;--c1:#f0b03c;--c2:#2fbf95;--c3:#dd97bd;--c4:#7fc8f0;--c5:#f07a30;--c6:#cdbb3a;--c7:#a98cc4;--c8:#7d8798}}
@media print{:root{--paper:#fff;--ink:#000;--dim:#444;--grid:#ddd;--faint:#f5f5f5;--away:#d5dae4;--wait:#b9c0cd;--edge:#bbb;
--c0:#0072b2;--c1:#e69f00;--c2:#009e73;--c3:#cc79a7;--c4:#56b4e9;--c5:#d55e00;--c6:#8c7a00;--c7:#7a5195;--c8:#8a93a3}}
.picture{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-size:12px}
.picture .paper{fill:var(--paper)}
.picture .t,.picture .m,.picture .e{fill:var(--dim)}
.picture .m{text-anchor:middle}.picture .e{text-anchor:end}
.picture .v{fill:var(--ink)}.picture .h{fill:var(--ink);font-size:14px;font-weight:600}
.picture .grid{stroke:var(--grid)}.picture .axis{stroke:var(--edge)}
.picture .lane{fill:var(--faint)}.picture .away{fill:var(--away)}.picture .wait{fill:var(--wait)}
.picture .limit{stroke:var(--c5);stroke-dasharray:5 4;fill:none}
.picture .mean{stroke:var(--ink);stroke-dasharray:2 3;fill:none}
.picture .tick{stroke:var(--c5);stroke-width:1.5}
.picture .area{fill:var(--c0);opacity:.85}
.picture .rule{fill:none;stroke:var(--c5);stroke-width:1.2}
.picture .gap{stroke:var(--paper);stroke-width:.7}
.picture .c0{fill:var(--c0)}.picture .c1{fill:var(--c1)}.picture .c2{fill:var(--c2)}.picture .c3{fill:var(--c3)}.picture .c4{fill:var(--c4)}
.picture .d0{opacity:.2}.picture .d1{opacity:.3}.picture .d2{opacity:.42}.picture .d3{opacity:.54}.picture .d4{opacity:.66}.picture .d5{opacity:.78}.picture .d6{opacity:.9}
.picture .c5{fill:var(--c5)}.picture .c6{fill:var(--c6)}.picture .c7{fill:var(--c7)}.picture .c8{fill:var(--c8)}
)";

}  // namespace dlp::detail
