// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/loop_pictures.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <report/pictures/lane_picture.hpp>

namespace dlp::detail {
namespace {

constexpr auto narrow = 460.0;
constexpr auto height = 230.0;

/// Two axes: numbers go to places in a picture.
struct frame {
  double left = 52;
  double right = narrow - 12;
  double top = 26;
  double bottom = height - 38;
  double until_x = 1;
  double until_y = 1;
  double from_x = 0;

  [[nodiscard]] auto x(double value) const -> double {
    return left + (right - left) * (value - from_x) / (until_x - from_x);
  }
  [[nodiscard]] auto y(double value) const -> double {
    return bottom - (bottom - top) * std::min(value / until_y, 1.0);
  }

  /// `whole`: of things that are counted there are no halves.
  void draw_y(svg_picture& on, double unit, std::string_view called, bool whole) const {
    for (auto const at : round_steps(until_y / unit)) {
      if (whole && at != std::floor(at)) continue;
      on.line("grid", left, y(at * unit), right, y(at * unit));
      on.text("e", left - 6, y(at * unit) + 4, count_text(at));
    }
    on.text("t", 2, 10, called);
  }
  void draw_x(svg_picture& on, double unit, std::string_view called) const {
    for (auto const at : round_steps((until_x - from_x) / unit))
      label_x(on, from_x + at * unit, count_text(from_x / unit + at));
    draw_base(on, called);
  }
  void label_x(svg_picture& on, double at, std::string_view text) const {
    on.line("axis", x(at), bottom, x(at), bottom + 4);
    on.text("m", std::min(x(at), right - width_of(text) / 2 + 8), bottom + 17, text);
  }
  void draw_base(svg_picture& on, std::string_view called) const {
    on.line("axis", left, bottom, right, bottom);
    on.text("m", (left + right) / 2, bottom + 34, called);
  }
};

auto bar_path(double x1, double x2, double y, double bottom) -> std::string {
  return 'M' + place_text(x1) + ' ' + place_text(bottom) + 'V' + place_text(y) + 'H' +
         place_text(x2) + 'V' + place_text(bottom) + 'z';
}

auto busy_workers(drawn_loop const& loop) -> named_picture {
  auto steps = std::vector<double>(120);
  for (auto const& row : loop.rows) row.of(rank_work::body).add_to(steps, loop.span);
  auto const step = loop.span / static_cast<double>(steps.size());
  auto on = svg_picture("Busy workers over time: " + loop.title, narrow, height);
  auto at = frame{.until_x = loop.span, .until_y = static_cast<double>(loop.workers)};
  for (auto& busy : steps) at.until_y = std::max(at.until_y, busy /= step);
  at.until_y *= 1.06;
  at.draw_y(on, 1, "workers", true);
  auto area = 'M' + place_text(at.left) + ' ' + place_text(at.bottom);
  for (auto i = std::size_t{0}; i != steps.size(); ++i)
    area += 'V' + place_text(at.y(steps[i])) + 'H' +
            place_text(at.x(step * static_cast<double>(i + 1)));
  on.path("area", area + 'V' + place_text(at.bottom) + 'z');
  auto const all = at.y(loop.workers);
  on.line("limit", at.left, all, at.right, all);
  auto const unit = unit_for(loop.span);
  at.draw_x(on, unit.seconds, "time, in " + std::string(unit.name));
  auto const mean = loop.span > 0 ? loop.seconds / loop.span : 0;
  return {"busy", "How many workers were busy",
          "On average " + count_text(std::round(100 * mean) / 100) + "; dashed: all " +
              std::to_string(loop.workers) + ".",
          false, on};
}

/// A bar in each row, with a text behind it.
struct bar {
  std::string name;
  double value;
  std::string text;
  std::string_view kind = "c0";
};

auto bars(std::string const& title, std::vector<bar> const& rows, std::optional<double> limit)
    -> svg_picture {
  constexpr auto left = 134.0;
  constexpr auto row_height = 23.0;
  constexpr auto room = narrow - left - 122;
  auto on = svg_picture(title, narrow, row_height * static_cast<double>(rows.size()) + 10);
  auto most = limit.value_or(0);
  for (auto const& one : rows) most = std::max(most, one.value);
  auto const scale = most > 0 ? room / most : 0;
  auto y = 5.0;
  for (auto const& one : rows) {
    on.text("e v", left - 8, y + 15, shortened(one.name, 20));
    on.rect("lane", {left, y + 3, room, row_height - 6});
    on.rect(one.kind, {left, y + 3, std::max(scale * one.value, 1.0), row_height - 6},
            one.name + ": " + one.text);
    on.text("t", left + room + 8, y + 15, one.text);
    y += row_height;
  }
  if (limit) on.line("limit", left + scale * *limit, 2, left + scale * *limit, y + 3);
  return on;
}

auto where_time_went(drawn_loop const& loop) -> named_picture {
  static auto const names = std::array{
      std::pair{"start", "ranks not yet there"}, std::pair{"handing_out", "handing out"},
      std::pair{"root", "the root's own code"},  std::pair{"journal", "the journal"},
      std::pair{"tail", "others had the last"},  std::pair{"end", "the end of the loop"}};
  auto const all = loop.workers * loop.makespan;
  auto const row = [&](std::string name, double seconds, std::string_view kind) {
    auto const share = all > 0 ? 100 * seconds / all : 0;
    auto const percent =
        std::array{share >= 10 || share == 0 ? std::round(share) : std::round(10 * share) / 10};
    return bar{std::move(name), std::max(0.0, seconds),
               count_text(percent[0]) + " %, " + seconds_text(seconds), kind};
  };
  auto rows = std::vector{row("in bodies", loop.seconds, "c0")};
  if (loop.idle.empty()) rows.push_back(row("not in bodies", all - loop.seconds, "c8"));
  for (auto const& [name, seconds] : loop.idle) {
    auto const* const known =
        std::ranges::find(names, name, [](auto const& one) { return std::string(one.first); });
    rows.push_back(row(known == names.end() ? name : known->second, seconds, "c8"));
  }
  return {"time", "Where the workers' time went",
          "Together they had " + seconds_text(all) + ": " + std::to_string(loop.workers) + " × " +
              seconds_text(loop.makespan) + ".",
          false, bars("Where the workers' time went: " + loop.title, rows, {})};
}

auto costs_along(drawn_loop const& loop) -> named_picture {
  auto longest = 0.0;
  auto mean = 0.0;
  auto are_single = true;
  for (auto const& one : loop.costs) {
    longest = std::max(longest, one.longest);
    mean = std::max(mean, one.seconds / static_cast<double>(std::max<index_t>(one.count, 1)));
    are_single = are_single && one.count == 1;
  }
  auto on = svg_picture("Costs along the range: " + loop.title, narrow, height);
  auto const until = std::min(longest, 6 * mean);
  auto const unit = unit_for(until);
  auto at = frame{.until_y = until > 0 ? 1.06 * until : 1};
  at.from_x = static_cast<double>(loop.costs.front().first);
  auto end = [&](std::size_t i) {
    auto const next = i + 1 < loop.costs.size() && !are_single
                          ? loop.costs[i + 1].first
                          : loop.costs[i].first + loop.costs[i].count;
    return static_cast<double>(std::max(next, loop.costs[i].first + 1));
  };
  at.until_x = end(loop.costs.size() - 1);
  at.draw_y(on, unit.seconds, "an example, in " + std::string(unit.name), false);
  auto means = std::string();
  auto tops = std::string();
  for (auto i = std::size_t{0}; i != loop.costs.size(); ++i) {
    auto const& one = loop.costs[i];
    auto const x = at.x(static_cast<double>(one.first));
    auto const to = std::max(at.x(end(i)), x + 1);
    means += bar_path(
        x, to, at.y(one.seconds / static_cast<double>(std::max<index_t>(one.count, 1))), at.bottom);
    if (one.count > 1)
      tops += 'M' + place_text(x) + ' ' + place_text(at.y(one.longest)) + 'H' + place_text(to);
  }
  on.path("area", means);
  if (!tops.empty()) on.path("rule", tops);
  at.draw_x(on, 1, loop.costs_by_index ? "index" : "position: the costliest went first");
  auto caption = are_single ? std::string("A bar is an example.")
                            : std::string("Bars are means of neighbours, lines their longest.");
  if (longest > until)
    caption += " The longest of all, " + seconds_text(longest) + ", is far beyond the top.";
  return {"costs", "What examples cost", caption, false, on};
}

auto histogram(drawn_loop const& loop) -> named_picture {
  auto on = svg_picture("Histogram of costs: " + loop.title, narrow, height);
  auto const place = [](double seconds) { return classes_per_decade * std::log10(seconds); };
  auto most = index_t{0};
  auto all = index_t{0};
  for (auto const& one : loop.histogram) {
    most = std::max(most, one.examples);
    all += one.examples;
  }
  auto at = frame{.until_y = 1.06 * static_cast<double>(std::max<index_t>(most, 1))};
  at.from_x = std::floor(place(loop.histogram.front().seconds) - 1.5);
  at.until_x = std::ceil(place(loop.histogram.back().seconds) + 2.5);
  at.draw_y(on, 1, "examples", true);
  for (auto const& one : loop.histogram) {
    auto const x = at.x(std::round(place(one.seconds)));
    auto const y = std::min(at.y(static_cast<double>(one.examples)), at.bottom - 1.5);
    auto const width = at.x(std::round(place(one.seconds)) + 1) - x - 1;
    on.rect("c0", {x + 0.5, y, width, at.bottom - y},
            count_text(static_cast<double>(one.examples)) + " examples of " +
                seconds_text(one.seconds) + " and up to a third more");
  }
  auto const decades = (at.until_x - at.from_x) / classes_per_decade;
  auto last = at.left - 100;
  auto const first = static_cast<int>(std::floor(at.from_x / classes_per_decade));
  auto const until = static_cast<int>(std::ceil(at.until_x / classes_per_decade));
  for (auto ten = first; ten <= until; ++ten) {
    for (auto const part : {1.0, 2.0, 5.0}) {
      if (decades > 3 && part != 1) continue;
      auto const seconds = part * std::pow(10.0, ten);
      auto const x = at.x(place(seconds));
      auto const label = seconds_text(seconds);
      if (place(seconds) < at.from_x || place(seconds) > at.until_x || x < last) continue;
      at.label_x(on, place(seconds), label);
      last = x + width_of(label) + 8;
    }
  }
  at.draw_base(on, "seconds of an example");
  return {"histogram", "How costs are spread",
          count_text(static_cast<double>(all)) + " examples; eight bars are a power of ten.", false,
          on};
}

auto other_schedules(drawn_loop const& loop) -> named_picture {
  auto rows =
      std::vector{bar{"this run", loop.makespan, seconds_text(loop.makespan) + ", measured", "c1"}};
  for (auto const& [name, seconds] : loop.schedules)
    rows.push_back({name, seconds, seconds_text(seconds)});
  return {"schedules", "What other schedules would have taken",
          "By the costs that were noted. This run: " + loop.schedule +
              ". Dashed: so many workers cannot be faster. In split_… the root computes, too.",
          false, bars("Other schedules: " + loop.title, rows, loop.bound)};
}

auto other_ranks(drawn_loop const& loop) -> named_picture {
  auto rows = std::vector{bar{"this run, " + std::to_string(loop.workers + 1), loop.makespan,
                              seconds_text(loop.makespan) + ", measured", "c1"}};
  for (auto const& [name, seconds] : loop.other_ranks)
    rows.push_back({name, seconds, seconds_text(seconds)});
  return {
      "ranks", "What other numbers of ranks would have taken",
      "One rank of each is the root. By the schedule of this run, on ranks that are all as fast.",
      false, bars("Other numbers of ranks: " + loop.title, rows, {})};
}

auto who(drawn_loop const& loop) -> named_picture {
  auto on = lane_picture("Who did what: " + loop.title, loop.span);
  auto const add = [&](rank_work what, std::string_view kind, std::string_view means) {
    auto const has_some = [&](drawn_row const& row) { return row.of(what).size() != 0; };
    if (std::ranges::none_of(loop.rows, has_some)) return;
    auto& layer = on.add(kind, means);
    for (auto const& row : loop.rows) layer.rows.push_back({row.name, row.of(what).all()});
  };
  for (auto const& row : loop.rows) on.add_lane(row.name, row.arrived);
  add(rank_work::wait, "wait", "nothing to do");
  add(rank_work::body, "c0", "bodies");
  add(rank_work::root_body, "c1", "the root's own code");
  add(rank_work::journal, "c3", "the journal");
  return {"who", "Who did what", on.caption(), true, on.drawn()};
}

}  // namespace

auto pictures_of(drawn_loop const& loop) -> std::vector<named_picture> {
  auto all = std::vector<named_picture>();
  auto const is_busy = [](drawn_row const& row) { return row.of(rank_work::body).size() != 0; };
  auto const has_bodies = loop.span > 0 && std::ranges::any_of(loop.rows, is_busy);
  if (has_bodies) {
    all.push_back(who(loop));
    all.push_back(busy_workers(loop));
  }
  if (loop.makespan > 0) all.push_back(where_time_went(loop));
  if (!loop.costs.empty()) all.push_back(costs_along(loop));
  if (!loop.histogram.empty()) all.push_back(histogram(loop));
  if (!loop.schedules.empty()) all.push_back(other_schedules(loop));
  if (!loop.other_ranks.empty()) all.push_back(other_ranks(loop));
  return all;
}

auto picture_of_run(drawn_run const& run) -> std::optional<named_picture> {
  constexpr auto colours = std::array{"c0", "c1", "c2", "c3", "c4", "c6", "c7"};
  if (!run.is_timeline || run.loops.empty() || !(run.span > 0)) return std::nullopt;
  auto on = lane_picture("Who was in which loop", run.span);
  auto ranks = std::map<int, std::string>();
  for (auto const& loop : run.loops)
    for (auto const& row : loop.rows) ranks.emplace(row.rank, row.name);
  for (auto const& [rank, name] : ranks) on.add_lane(name, 0);
  if (!run.waits.empty()) {
    auto& layer = on.add("wait", "nothing to do");
    for (auto const& row : run.waits)
      layer.rows.push_back({row.name, row.of(rank_work::wait).all()});
  }
  auto& rest = run.loops.size() > colours.size() ? on.add("c8", "all others") : on.unused();
  for (auto at = std::size_t{0}; at != run.loops.size(); ++at) {
    auto const& loop = run.loops[at];
    auto const own = at < colours.size();
    auto& layer = own ? on.add(colours[at], loop.title) : rest;
    for (auto const& row : loop.rows) {
      for (auto const what : {rank_work::body, rank_work::root_body, rank_work::journal}) {
        auto spans = row.of(what);
        spans.shift(loop.begin);
        layer.rows.push_back({row.name, spans.all()});
      }
    }
  }
  for (auto const& tick : run.ticks) on.add_tick(tick.at, tick.row + ": " + tick.text);
  return named_picture{"run", "Who was in which loop", on.caption(), true, on.drawn()};
}

}  // namespace dlp::detail
