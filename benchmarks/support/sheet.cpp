// SPDX-License-Identifier: BSL-1.0
#include "sheet.hpp"

namespace benchmark {

sheet::sheet(std::string const& file, double width, double height)
    : width_(width), height_(height) {
  out_ << "set terminal svg size " << width << ',' << height
       << " font 'sans-serif,11' background '#ffffff' noenhanced\n"
       << "set output " << quoted(file) << "\n"
       << "set multiplot\n"
       << "unset key\n"
       << "set tics nomirror scale 0.4 textcolor '#444444'\n"
       << "set border 3 linecolor '#9aa0a6'\n";
}

void sheet::say(double left, double top, int size, std::string const& colour,
                std::string const& words) {
  out_ << "set label " << quoted(words) << " at " << screen(left, height_ - top) << " left font ',"
       << size << "' textcolor '" << colour << "' front\n";
}

void sheet::show_palette(box where) {
  out_ << "set colorbox user horizontal origin "
       << screen(where.left, height_ - where.top - where.height) << " size "
       << screen(where.width, where.height) << "\n";
}

void sheet::begin_panel(box where) {
  out_ << "set lmargin at screen " << where.left / width_ << "\n"
       << "set rmargin at screen " << (where.left + where.width) / width_ << "\n"
       << "set tmargin at screen " << 1 - where.top / height_ << "\n"
       << "set bmargin at screen " << 1 - (where.top + where.height) / height_ << "\n";
}

void sheet::finish_panel(std::string const& plot) {
  out_ << "plot " << plot << "\nunset label\nunset arrow\nunset colorbox\n";
}

auto sheet::screen(double x, double y) const -> std::string {
  auto text = std::ostringstream();
  text << "screen " << x / width_ << ",screen " << y / height_;
  return text.str();
}

auto quoted(std::string const& text) -> std::string {
  auto result = std::string("'");
  for (auto const c : text) result += c == '\'' ? std::string("''") : std::string(1, c);
  return result + "'";
}

}  // namespace benchmark
