// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/report_page.hpp>

#include <dlp/version.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <dlp/core/printable_text.hpp>
#include <report/pictures/loop_pictures.hpp>
#include <report/pictures/svg_picture.hpp>

namespace dlp::detail {
namespace {

constexpr auto most_rows = std::size_t{64};  // of a table
constexpr auto longest_title = std::size_t{120};

constexpr auto style_of_page = std::string_view(R"(
*{box-sizing:border-box}
body{margin:0 auto;padding:24px 20px 48px;max-width:1020px;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
h1{font-size:24px;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}h2{font-size:20px;line-height:1.3;margin:0;overflow-wrap:anywhere}
h3{font-size:14px;margin:0 0 6px}
code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.93em}a{color:var(--c0)}p{margin:0}.dim{color:var(--dim)}.words{font-size:13px;color:var(--dim);overflow-wrap:anywhere}
section{border-top:1px solid var(--edge);margin-top:36px;padding-top:22px}
.verdict{margin:14px 0;padding:10px 16px 10px 32px;background:var(--faint);border-left:4px solid var(--c0);border-radius:0 6px 6px 0}
.verdict.worse{border-left-color:var(--c1)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(118px,1fr));gap:10px;margin:14px 0 20px}
.facts div{background:var(--faint);border-radius:6px;padding:8px 12px}
.facts dt{font-size:12px;color:var(--dim)}.facts dd{margin:0;font-size:18px;font-weight:600;white-space:nowrap}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:26px 28px}
figure{margin:0;min-width:0}figure.wide{grid-column:1/-1}
figure.wide .room{overflow-x:auto}figure.wide svg{min-width:700px}
svg.picture{display:block;width:100%;height:auto}
figcaption{font-size:12.5px;color:var(--dim);margin-top:4px}
.table{overflow-x:auto;margin-top:14px}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th{font-weight:600;text-align:left;font-size:12px;color:var(--dim)}
th,td{padding:5px 12px 5px 0;border-bottom:1px solid var(--grid);vertical-align:top}
td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
td.name{min-width:150px;overflow-wrap:anywhere}
details{margin-top:20px}summary{cursor:pointer;font-size:14px;font-weight:600}
footer{margin-top:40px;font-size:12.5px;color:var(--dim)}
@media(max-width:640px){body{padding:16px 12px 32px}.says td:last-child,.says th:last-child{display:none}td,th{padding-right:8px}td.name{min-width:96px}}
@media print{body{max-width:none;padding:0;font-size:11pt}section,figure,.facts,.verdict{break-inside:avoid}section{break-before:auto}figure.wide svg{min-width:0}.pictures{grid-template-columns:1fr 1fr}}
)");

auto percent_text(double share) -> std::string {
  return count_text(std::round(100 * share)) + " %";
}

auto element(std::string_view name, std::string_view attributes, std::string_view inside)
    -> std::string {
  auto const tag = std::string(name);
  return '<' + tag + (attributes.empty() ? "" : " ") + std::string(attributes) + '>' +
         std::string(inside) + "</" + tag + ">\n";
}

/// A table whose columns are names and numbers.
class table {
 public:
  struct column {
    std::string_view name;
    bool is_number;
  };

  explicit table(std::vector<column> columns) : columns_(std::move(columns)) {
    for (auto const& one : columns_)
      head_ += element("th", one.is_number ? R"(class="n")" : "", escaped(one.name));
  }

  /// Cells are markup already.
  void add(std::vector<std::string> const& cells) {
    auto row = std::string();
    for (auto at = std::size_t{0}; at != cells.size(); ++at)
      row += element("td", columns_[at].is_number ? R"(class="n")" : R"(class="name")", cells[at]);
    rows_ += element("tr", "", row);
  }

  [[nodiscard]] auto text() const -> std::string {
    return element(
        "div", R"(class="table")",
        element("table", "",
                element("thead", "", element("tr", "", head_)) + element("tbody", "", rows_)));
  }

 private:
  std::vector<column> columns_;
  std::string head_;
  std::string rows_;
};

/// A sentence in which names of the program stand between backticks.
auto sentence(std::string_view text) -> std::string {
  auto made = escaped(text);
  auto is_code = false;
  for (auto at = made.find('`'); at != made.npos; at = made.find('`', at)) {
    made.replace(at, 1, is_code ? "</code>" : "<code>");
    is_code = !is_code;
  }
  return is_code ? escaped(text) : made;
}

auto figure(named_picture const& of) -> std::string {
  return element("figure", of.is_wide ? R"(class="wide")" : "",
                 element("h3", "", escaped(of.title)) +
                     element("div", R"(class="room")", of.drawn.all()) +
                     element("figcaption", "", escaped(of.caption)));
}

auto id_of(std::size_t at) -> std::string { return "loop" + std::to_string(at + 1); }

auto index_of(drawn_run const& run) -> std::string {
  if (run.loops.size() == 1) return {};
  auto rows = table({{"loop", false},
                     {"examples", true},
                     {"workers", true},
                     {"time", true},
                     {"efficiency", true},
                     {run.is_timeline ? "calls" : "verdict", run.is_timeline}});
  for (auto at = std::size_t{0}; at != run.loops.size(); ++at) {
    auto const& one = run.loops[at];
    rows.add({"<a href=\"#" + id_of(at) + "\">" + escaped(shortened(one.title, 60)) + "</a>",
              std::to_string(one.examples), std::to_string(one.workers),
              escaped(seconds_text(one.makespan)), percent_text(one.efficiency),
              run.is_timeline
                  ? std::to_string(one.calls)
                  : "<span>" + sentence(one.sentences.empty() ? "" : one.sentences.front()) +
                        "</span>"});
  }
  auto text = rows.text();
  if (run.loops_left_out != 0)
    text += element("p", R"(class="dim")",
                    "These took longest. Of " + std::to_string(run.loops_left_out) +
                        " more there are no pictures: they took " +
                        escaped(seconds_text(run.seconds_left_out)) + ".");
  return element("nav", R"(class="says" aria-label="Loops")", text);
}

auto fact(std::string_view name, std::string const& value) -> std::string {
  return element("div", "", element("dt", "", escaped(name)) + element("dd", "", escaped(value)));
}

auto facts_of(drawn_loop const& loop) -> std::string {
  auto text = fact("examples", std::to_string(loop.examples)) +
              fact("workers", std::to_string(loop.workers)) +
              fact("it took", seconds_text(loop.makespan)) +
              fact("efficiency", percent_text(loop.efficiency)) +
              fact("in bodies", seconds_text(loop.seconds));
  if (loop.longest) {
    auto const where = std::string(loop.longest_is_exact ? ", index " : ", near index ");
    text +=
        fact("longest" + (loop.longest_index ? where + std::to_string(*loop.longest_index) : ""),
             seconds_text(*loop.longest));
  }
  if (loop.bound) text += fact("at best", seconds_text(*loop.bound));
  if (loop.calls > 1) text += fact("calls", std::to_string(loop.calls));
  return element("dl", R"(class="facts")", text);
}

auto ranks_of(drawn_loop const& loop) -> std::string {
  if (loop.ranks.empty()) return {};
  auto const& first = loop.ranks.front();
  auto columns = std::vector<table::column>{
      {"rank", true}, {"host", false}, {"examples", true}, {"in bodies", true}};
  if (first.without_core) columns.push_back({"without a core", true});
  if (first.slowness) columns.push_back({"slower by", true});
  auto rows = table(columns);
  for (auto at = std::size_t{0}; at != std::min(loop.ranks.size(), most_rows); ++at) {
    auto const& one = loop.ranks[at];
    auto cells = std::vector{std::to_string(one.rank), escaped(one.host),
                             std::to_string(one.examples), escaped(seconds_text(one.seconds))};
    if (one.without_core) cells.push_back(escaped(seconds_text(*one.without_core)));
    if (one.slowness)
      cells.push_back(*one.slowness > 1 ? count_text(std::round(100 * *one.slowness) / 100) + " ×"
                                        : "");
    rows.add(cells);
  }
  auto text = rows.text();
  if (loop.ranks.size() > most_rows)
    text += element("p", R"(class="dim")",
                    "And " + std::to_string(loop.ranks.size() - most_rows) + " more ranks.");
  return element("details", "", element("summary", "", "Ranks") + text);
}

auto words_of(drawn_loop const& loop) -> std::string {
  auto text = std::string();
  for (auto const& one : loop.words) text += (text.empty() ? "" : ", ") + one;
  if (!loop.complete) text += ". It did not come to its end, or some of it failed";
  return text;
}

auto section_of(drawn_loop const& loop, std::size_t at) -> std::string {
  auto text = element("h2", "", escaped(shortened(loop.title, longest_title)));
  text += element("p", R"(class="words")", escaped(words_of(loop)));
  auto verdict = std::string();
  for (auto const& one : loop.sentences) verdict += element("li", "", sentence(one));
  auto const is_fine = !loop.sentences.empty() && loop.sentences.front().starts_with("nothing");
  if (!verdict.empty())
    text += element("ul", is_fine ? R"(class="verdict")" : R"(class="verdict worse")", verdict);
  text += facts_of(loop);
  auto figures = std::string();
  for (auto const& one : pictures_of(loop)) figures += figure(one);
  text += element("div", R"(class="pictures")", figures) + ranks_of(loop);
  return element("section", "id=\"" + id_of(at) + '"', text);
}

auto marks_of(drawn_run const& run) -> std::string {
  if (run.marks.empty()) return {};
  auto sorted = std::vector<std::pair<std::string, mark_sum>>(run.marks.begin(), run.marks.end());
  std::ranges::stable_sort(
      sorted, [](auto const& a, auto const& b) { return a.second.seconds > b.second.seconds; });
  auto rows = table({{"mark", false}, {"how often", true}, {"all of them", true}, {"each", true}});
  for (auto at = std::size_t{0}; at != std::min(sorted.size(), most_rows); ++at) {
    auto const& [name, sum] = sorted[at];
    rows.add({escaped(shortened(name, longest_title)), std::to_string(sum.count),
              escaped(seconds_text(sum.seconds)),
              escaped(seconds_text(sum.seconds / static_cast<double>(sum.count)))});
  }
  return element("h3", R"(style="margin-top:26px")", "Marks") + rows.text();
}

auto ticks_of(drawn_run const& run) -> std::string {
  if (run.ticks.empty()) return {};
  auto rows = table({{"after", true}, {"where", false}, {"what happened", false}});
  for (auto at = std::size_t{0}; at != std::min(run.ticks.size(), most_rows); ++at) {
    auto const& one = run.ticks[at];
    rows.add({escaped(seconds_text(one.at)), escaped(one.row), escaped(shortened(one.text, 300))});
  }
  auto text = element("h3", R"(style="margin-top:26px")", "What happened") + rows.text();
  if (run.all_ticks > most_rows)
    text += element("p", R"(class="dim")",
                    "And " + std::to_string(run.all_ticks - most_rows) + " more.");
  return text;
}

auto loops_text(drawn_run const& run) -> std::string {
  auto const count = run.loops.size() + run.loops_left_out;
  return std::to_string(count) + (count == 1 ? " loop" : " loops");
}

auto lines_left_out(drawn_run const& run) -> std::string {
  if (run.lines_left_out == 0) return {};
  return std::to_string(run.lines_left_out) +
         (run.lines_left_out == 1 ? " line of it is cut, or of something else, and is"
                                  : " lines of it are cut, or of something else, and are") +
         " left out.";
}

}  // namespace

auto report_page(drawn_run const& run, std::string_view name) -> std::string {
  auto const title = escaped(shortened(name, longest_title));
  auto const kind = run.is_timeline ? "A timeline of " + seconds_text(run.span) + ": "
                                    : std::string("A report: ");
  auto head =
      element("h1", "", title) +
      element("p", R"(class="dim")", escaped(kind + loops_text(run) + ". " + lines_left_out(run)));
  auto body = element("header", "", head) + index_of(run);
  if (auto const whole = picture_of_run(run))
    body += element("div", R"(class="pictures" style="margin-top:26px")", figure(*whole));
  body += ticks_of(run) + marks_of(run);
  for (auto at = std::size_t{0}; at != run.loops.size(); ++at)
    body += section_of(run.loops[at], at);
  body += element("footer", "", "By dlp-report " DLP_VERSION_STRING);
  return "<!DOCTYPE html>\n" +
         element("html", R"(lang="en")",
                 element("head", "",
                         R"(<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
)" + element("title", "", title) +
                             element("style", "",
                                     std::string(style_of_pictures) + std::string(style_of_page))) +
                     element("body", "", body));
}

auto report_lines(drawn_run const& run) -> std::string {
  auto text = std::string();
  for (auto const& one : run.loops) {
    text += printable_text(shortened(one.title, 70)) + ": " + std::to_string(one.examples) +
            " examples on " + std::to_string(one.workers) +
            (one.workers == 1 ? " worker, " : " workers, ") + seconds_text(one.makespan) +
            ", efficiency " + percent_text(one.efficiency) + '\n';
    for (auto const& sentence : one.sentences) text += "  → " + printable_text(sentence) + '\n';
  }
  if (run.loops_left_out != 0)
    text += "and " + std::to_string(run.loops_left_out) + " more, which took " +
            seconds_text(run.seconds_left_out) + '\n';
  if (run.lines_left_out != 0) text += lines_left_out(run) + '\n';
  return text;
}

}  // namespace dlp::detail
