// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/lane_picture.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace dlp::detail {
namespace {

constexpr auto picture_width = 940.0;
constexpr auto first_x = 92.0;
constexpr auto last_x = picture_width - 16;
constexpr auto most_lanes = std::size_t{48};
constexpr auto most_sparse = std::size_t{1200};
constexpr auto most_cells = std::size_t{11'520};
constexpr auto levels = 8;

auto words_of(std::string_view lane, drawn_span const& one) -> std::string {
  auto text = std::string(lane) + ", ";
  if (one.count == 1)
    text += "index " + std::to_string(one.first) + ": ";
  else if (one.count > 1)
    text += std::to_string(one.count) + " examples, the first is index " +
            std::to_string(one.first) + ": ";
  return text + seconds_text(one.busy) + ", from " + seconds_text(one.begin);
}

}  // namespace

struct lane_picture::geometry {
  double top;
  double row;
  double until;

  [[nodiscard]] auto x(double time) const -> double {
    return first_x + (last_x - first_x) * std::clamp(time / until, 0.0, 1.0);
  }
  [[nodiscard]] auto y(std::size_t at) const -> double {
    return top + row * static_cast<double>(at);
  }
  [[nodiscard]] auto thick() const -> double { return row > 6 ? row - 2.5 : row; }
};

void lane_picture::add_lane(std::string name, double arrived) {
  lanes_.push_back({std::move(name), arrived});
}

auto lane_picture::add(std::string_view kind, std::string_view means) -> layer& {
  return layers_.emplace_back(layer{std::string(kind), std::string(means)});
}

void lane_picture::add_tick(double at, std::string text) {
  ticks_.push_back({at, std::move(text)});
}

auto lane_picture::in_a_lane() const -> std::size_t {
  return std::max<std::size_t>(1, (lanes_.size() + most_lanes - 1) / most_lanes);
}

auto lane_picture::lane_of(std::string_view name) const -> std::size_t {
  auto const found = std::ranges::find(lanes_, name, &lane::name);
  return static_cast<std::size_t>(found - lanes_.begin()) / in_a_lane();
}

auto lane_picture::is_sparse() const -> bool {
  auto spans = std::size_t{0};
  for (auto const& one : layers_)
    for (auto const& row : one.rows) spans += row.spans.size();
  return spans <= most_sparse && in_a_lane() == 1;
}

auto lane_picture::caption() const -> std::string {
  auto text =
      std::string(is_sparse() ? "Point to a span to see what it is."
                              : "The denser the colour, the larger is its part of the time.");
  if (in_a_lane() > 1) text += " " + std::to_string(in_a_lane()) + " ranks share a lane.";
  return text;
}

void lane_picture::draw_sparse(svg_picture& on, geometry const& by, layer const& one) const {
  constexpr auto narrowest = 0.6;
  constexpr auto faintest = 0.15;
  for (auto const& row : one.rows) {
    for (auto const& span : row.spans) {
      auto const from = by.x(span.begin);
      auto const to = std::max(by.x(span.end), from + narrowest);
      auto const length = span.end - span.begin;
      auto const dim = length > 0 ? std::clamp(span.busy / length, faintest, 1.0) : 1.0;
      on.rect(one.kind + (to - from > 3 ? " gap" : ""),
              {from, by.y(lane_of(row.lane)), to - from, by.thick()}, dim,
              words_of(row.lane, span));
    }
  }
}

/// A path for each level of density.
void lane_picture::draw_dense(svg_picture& on, geometry const& by, layer const& one) const {
  auto const shown = (lanes_.size() + in_a_lane() - 1) / in_a_lane();
  auto const columns = std::clamp<std::size_t>(most_cells / shown, 100, 800);
  auto cells = std::vector<std::vector<double>>(shown, std::vector<double>(columns));
  for (auto const& row : one.rows) {
    auto spans = thinned_spans(row.spans.size() + 1);
    for (auto const& span : row.spans) spans.add(span);
    if (auto const at = lane_of(row.lane); at < shown) spans.add_to(cells[at], until_);
  }
  auto const step = until_ / static_cast<double>(columns);
  auto paths = std::array<std::string, levels>();
  for (auto at = std::size_t{0}; at != shown; ++at) {
    auto const in_lane = std::min(in_a_lane(), lanes_.size() - at * in_a_lane());
    auto const level_of = [&](std::size_t column) {
      auto const dense = cells[at][column] / (step * static_cast<double>(in_lane));
      return dense <= 0 ? -1 : std::min(static_cast<int>(dense * levels), levels - 1);
    };
    for (auto from = std::size_t{0}; from != columns;) {
      auto to = from + 1;
      while (to != columns && level_of(to) == level_of(from)) ++to;
      if (auto const level = level_of(from); level >= 0) {
        auto const x1 = by.x(step * static_cast<double>(from));
        auto const x2 = by.x(step * static_cast<double>(to));
        paths[static_cast<std::size_t>(level)] +=
            'M' + place_text(x1) + ' ' + place_text(by.y(at)) + 'H' + place_text(x2) + 'v' +
            place_text(by.thick()) + 'H' + place_text(x1) + 'z';
      }
      from = to;
    }
  }
  for (auto level = 0; level != levels; ++level) {
    auto const& path = paths[static_cast<std::size_t>(level)];
    if (!path.empty()) on.path(one.kind + " d" + std::to_string(level), path);
  }
}

/// What the colours mean, in as many lines as that takes; how high it is.
auto lane_picture::draw_keys(svg_picture* on) const -> double {
  auto x = first_x;
  auto y = 14.0;
  auto const place = [&](std::string_view kind, std::string_view means) {
    auto const text = shortened(means, 40);
    if (x > first_x && x + 30 + width_of(text) > last_x) {
      x = first_x;
      y += 18;
    }
    if (on) on->key(kind, x, y, text);
    x += 29 + width_of(text);
  };
  for (auto const& one : layers_) place(one.kind, one.means);
  if (std::ranges::any_of(lanes_, [](lane const& one) { return one.arrived > 0; }))
    place("away", "not there yet");
  return y + 10;
}

auto lane_picture::drawn() const -> svg_picture {
  auto const shown = (lanes_.size() + in_a_lane() - 1) / in_a_lane();
  auto const row =
      std::clamp(440 / static_cast<double>(std::max<std::size_t>(shown, 1)), 10.0, 24.0);
  auto const by = geometry{draw_keys(nullptr), row, until_};
  auto const bottom = by.y(shown);
  auto on = svg_picture(title_, picture_width, bottom + 40);
  static_cast<void>(draw_keys(&on));
  for (auto at = std::size_t{0}; at != shown; ++at) {
    auto const first = at * in_a_lane();
    auto const last = std::min(first + in_a_lane(), lanes_.size()) - 1;
    auto name = lanes_[first].name;
    if (last != first) name += "–" + lanes_[last].name.substr(lanes_[last].name.find(' ') + 1);
    on.rect("lane", {first_x, by.y(at), last_x - first_x, by.thick()});
    on.text("e", first_x - 8, by.y(at) + by.thick() / 2 + 4, name);
    if (in_a_lane() == 1 && lanes_[at].arrived > 0)
      on.rect("away", {first_x, by.y(at), by.x(lanes_[at].arrived) - first_x, by.thick()},
              name + " came after " + seconds_text(lanes_[at].arrived));
  }
  auto const unit = unit_for(until_);
  for (auto const at : round_steps(until_ / unit.seconds)) {
    auto const x = by.x(at * unit.seconds);
    on.line("axis", x, bottom, x, bottom + 4);
    on.text("m", x, bottom + 17, count_text(at));
  }
  for (auto const& one : layers_) {
    if (is_sparse())
      draw_sparse(on, by, one);
    else
      draw_dense(on, by, one);
  }
  for (auto const& one : ticks_) {
    on.line("tick", by.x(one.at), by.top - 3, by.x(one.at), bottom);
    on.circle("c5", by.x(one.at), by.top - 3, 3, one.text + ", after " + seconds_text(one.at));
  }
  on.line("axis", first_x, bottom, last_x, bottom);
  on.text("m", (first_x + last_x) / 2, bottom + 34, "time, in " + std::string(unit.name));
  return on;
}

}  // namespace dlp::detail
