// SPDX-License-Identifier: BSL-1.0
#include "picture.hpp"

#include <algorithm>
#include <array>
#include <ostream>

#include "../support/sheet.hpp"
#include "../support/table.hpp"

namespace benchmark {
namespace {

constexpr auto width = 1400.0;
constexpr auto left = 150.0;  // of the panels: the names of the strategies stand before them
constexpr auto right = 1370.0;
constexpr auto heading = 92.0;
constexpr auto dark = "#202124";
constexpr auto grey = "#6b7075";
constexpr auto red = "#d1495b";

constexpr auto panels_in_a_row = std::size_t{4};
constexpr auto bar = 20.0;
constexpr auto around_panel = 74.0;

constexpr auto strips_in_a_row = std::size_t{2};
constexpr auto around_strip = 36.0;

struct look {
  family kind;
  char const* colour;
  char const* words;
};
constexpr auto looks = std::array{look{family::sends_nothing, "#8a939c", "sends nothing"},
                                  look{family::managed, "#2b7bba", "a manager hands out"},
                                  look{family::shared, "#2f9e6e", "all ranks share a counter"},
                                  look{family::map, "#9460b8", "results travel back"}};

auto colour_of(strategy const& how) -> std::string {
  return std::ranges::find(looks, how.kind, &look::kind)->colour;
}

auto rows(std::size_t panels, std::size_t in_a_row) -> double {
  return static_cast<double>((panels + in_a_row - 1) / in_a_row);
}

auto panel_height(plan const& what) -> double {
  return bar * static_cast<double>(what.strategies.size());
}

auto strip_height(plan const& what) -> double { return std::max(24.0, 11.0 * what.on.ranks); }

/// The i-th of equal panels that stand in rows below `top`.
auto place(std::size_t i, std::size_t in_a_row, double top, double height, double around,
           double between) -> box {
  auto const columns = static_cast<double>(in_a_row);
  auto const wide = (right - left - (columns - 1) * between) / columns;
  return {left + static_cast<double>(i % in_a_row) * (wide + between),
          top + static_cast<double>(i / in_a_row) * (height + around), wide, height};
}

void title(sheet& on, double top, std::string const& words, std::string const& more) {
  on.say(24, top + 26, 17, dark, words);
  on.say(24, top + 50, 11, grey, more);
}

/// A dashed line where no schedule can end before.
void draw_bound(sheet& on, plan const& what, comparison const& seen) {
  auto const bound = lower_bound(seen.costs, what.on.at_work(what.on.ranks));
  on.script() << "set arrow from " << 1e3 * bound << ",graph 0 to " << 1e3 * bound
              << ",graph 1 nohead front dashtype (4,4) linecolor '" << red << "'\n";
}

/// The longest makespan in ms.
auto longest_of(comparison const& seen) -> double {
  auto const by_makespan = [](result const& each) { return each.said.makespan; };
  return 1e3 * std::ranges::max_element(seen.results, {}, by_makespan)->said.makespan;
}

/// The makespans under one workload, a bar for each strategy.
void draw_bars(sheet& on, plan const& what, comparison const& seen, box where, double longest,
               bool with_names) {
  auto& out = on.script();
  auto const n = what.strategies.size();
  out << "$bars << end\n";
  for (auto i = std::size_t{0}; i != n; ++i) {
    auto const makespan = 1e3 * seen.results[i].said.makespan;
    out << makespan << ' ' << i << " 0x" << colour_of(what.strategies[i]).substr(1) << ' '
        << three_digits(makespan) << '\n';
  }
  out << "end\n";

  on.begin_panel(where);
  on.say(where.left, where.top - 14, 13, dark, seen.kind.name);
  out << "set xrange [0:" << 1.17 * longest << "]\nset xtics autofreq\nset format x '%g'\n"
      << "set yrange [" << static_cast<double>(n) - 0.4 << ":-0.6]\nset ytics (";
  for (auto i = std::size_t{0}; i != n; ++i)
    out << (i == 0 ? "" : ",") << quoted(with_names ? what.strategies[i].name : "") << ' ' << i;
  out << ")\n";
  draw_bound(on, what, seen);
  on.finish_panel(
      "$bars using 1:2:(0):1:($2-0.36):($2+0.36):3 with boxxyerror fill solid noborder "
      "linecolor rgb variable, '' using 1:2:4 with labels left offset 0.3,0 font ',9' "
      "textcolor '#444444'");
}

void draw_makespans(sheet& on, plan const& what, std::vector<comparison> const& all, double top) {
  title(on, top, "Makespans in ms", what.in_words());
  auto x = 24.0;
  for (auto const& [kind, colour, words] : looks) {
    if (std::ranges::count(what.strategies, kind, &strategy::kind) == 0) continue;
    on.say(x, top + 74, 11, colour, "■ " + std::string(words));
    x += 190;
  }
  on.say(x, top + 74, 11, red, "┆ no schedule of all ranks ends before");
  auto longest = 0.0;
  for (auto const& seen : all) longest = std::max(longest, longest_of(seen));
  for (auto i = std::size_t{0}; i != all.size(); ++i) {
    auto const where =
        place(i, panels_in_a_row, top + heading + 34, panel_height(what), around_panel, 34);
    draw_bars(on, what, all[i], where, longest, i % panels_in_a_row == 0);
  }
}

/// Who did which example when, a row for each rank.
void draw_strip(sheet& on, plan const& what, comparison const& seen, std::size_t which, box where,
                bool with_tics) {
  auto& out = on.script();
  auto const& [said, best, fastest, slowest] = seen.results[which];
  out << "$ranks << end\n";
  for (auto rank = 0; rank != what.on.ranks; ++rank)
    out << 1e3 * best.makespan << ' ' << rank << '\n';
  out << "end\n$visits << end\n";
  for (auto const& visit : best.visits)
    out << 1e3 * visit.begin << ' ' << 1e3 * visit.end << ' ' << visit.rank << ' ' << visit.index
        << '\n';
  out << "end\n";

  on.begin_panel(where);
  on.say(where.left, where.top - 9, 11, colour_of(what.strategies[which]),
         what.strategies[which].name);
  on.say(where.left + 150, where.top - 9, 11, grey, three_digits(1e3 * said.makespan) + " ms");
  if (what.strategies[which].computing(what.on.ranks) < what.on.ranks)
    out << "set label 'manager' at graph 0.006,first 0 left font ',8' textcolor '" << grey
        << "' front\n";
  out << "set xrange [0:" << 1.01 * longest_of(seen) << "]\nset xtics autofreq\n"
      << "set format x '" << (with_tics ? "%g" : "") << "'\n"
      << "set yrange [" << what.on.ranks - 0.4 << ":-0.6]\nset ytics 0," << (what.on.ranks + 7) / 8
      << " font ',9'\n"
      << "set cbrange [0:" << std::max<std::size_t>(1, what.examples - 1) << "]\n";
  draw_bound(on, what, seen);
  // Boxes of less than a pixel need no line between them: it would be all that is seen.
  out << "line(begin, end) = end - begin > " << longest_of(seen) / where.width
      << " ? begin : 1/0\n";
  on.finish_panel(
      "$ranks using 1:2:(0):1:($2-0.42):($2+0.42) with boxxyerror fill solid noborder "
      "linecolor '#dde2e6', $visits using 1:3:1:2:($3-0.42):($3+0.42):4 with boxxyerror "
      "fill solid noborder linecolor palette, '' using (line($1,$2)):($3-0.42):(0):(0.84) "
      "with vectors nohead linewidth 0.4 linecolor '#ffffff'");
}

void draw_timelines(sheet& on, plan const& what, comparison const& seen, double top) {
  title(on, top, "Who did which example when, in ms: " + seen.kind.name,
        "A row for each rank, a box for each example; what is grey is waiting, or managing");
  on.say(24, top + 74, 11, grey, "colour: the index of the example");
  on.script() << "set palette defined (0 '#440154', 1 '#3b528b', 2 '#21918c', 3 '#5ec962', "
                 "4 '#fde725')\n"
              << "set cbtics (0, " << what.examples - 1 << ")\n";
  on.show_palette({230, top + 69, 200, 8});
  auto const n = seen.results.size();
  for (auto i = std::size_t{0}; i != n; ++i) {
    auto const where =
        place(i, strips_in_a_row, top + heading + 34, strip_height(what), around_strip, 60);
    draw_strip(on, what, seen, i, where, i + strips_in_a_row >= n);
  }
}

}  // namespace

auto picture(std::string const& file, plan const& what, std::vector<comparison> const& all,
             std::string const& timeline) -> std::string {
  auto const makespans =
      heading + rows(all.size(), panels_in_a_row) * (panel_height(what) + around_panel);
  auto const timelines =
      heading + 40 +
      rows(what.strategies.size(), strips_in_a_row) * (strip_height(what) + around_strip);
  auto on = sheet(file, width, makespans + timelines);
  draw_makespans(on, what, all, 0);
  auto const name = [](comparison const& seen) { return seen.kind.name; };
  draw_timelines(on, what, *std::ranges::find(all, timeline, name), makespans);
  return on.finished();
}

}  // namespace benchmark
