// SPDX-License-Identifier: BSL-1.0
#include <report/status_text.hpp>

#include <array>
#include <cstdio>

#include <core/duration_text.hpp>
#include <dispatch/progress/terminal.hpp>
#include <dlp/core/printable_text.hpp>

namespace dlp::detail {
namespace {

/// Short ones with their fractions: "0.25 s".
auto exact_duration(double seconds) -> std::string {
  if (seconds >= 60) return duration_text(seconds);
  auto text = std::array<char, 32>();
  std::snprintf(text.data(), text.size(), "%.3g s", seconds);
  return text.data();
}

/// Lines of a page, each cut to what fits.
class page {
 public:
  explicit page(std::optional<std::size_t> columns) : columns_(columns) {}

  void add(std::string const& line) {
    if (!columns_ || columns_of(line) <= *columns_) {
      text_ += line;
    } else {
      constexpr auto ellipsis = std::string_view("…");
      text_ += std::string(cut_to(*columns_ - 1, line)).append(ellipsis);
    }
    text_ += '\n';
  }

  [[nodiscard]] auto text() const -> std::string const& { return text_; }

 private:
  std::optional<std::size_t> columns_;
  std::string text_;
};

/// "done          45  (90 %)"
auto count_line(std::string name, index_t count, std::optional<index_t> of = {}) -> std::string {
  constexpr auto name_width = std::size_t{12};
  constexpr auto number_width = std::size_t{10};
  auto const number = std::to_string(count);
  name.resize(name_width, ' ');
  if (number.size() < number_width) name.append(number_width - number.size(), ' ');
  name += number;
  if (of && *of != 0) name += "  (" + std::to_string(count * 100 / *of) + " %)";
  return name;
}

void add_failures(page& to, journal_overview const& of) {
  if (of.failures.empty()) return;
  constexpr auto most = std::size_t{10};
  to.add("");
  to.add("failed:");
  for (auto i = std::size_t{0}; i != of.failures.size(); ++i) {
    auto const& one = of.failures[i];
    if (i == most) {
      to.add("  and for " + std::to_string(of.failures.size() - most) + " more reasons");
      break;
    }
    to.add("  " + std::to_string(one.count) + " x " + one.reason);
    for (auto const& cell : one.first) to.add("      " + cell);
    if (one.count > one.first.size()) {
      to.add("      and " + std::to_string(one.count - one.first.size()) + " more");
    }
  }
}

void add_slowest(page& to, journal_overview const& of) {
  if (of.slowest.empty()) return;
  to.add("");
  to.add("slowest:");
  for (auto const& one : of.slowest) {
    auto time = exact_duration(one.seconds);
    constexpr auto width = std::size_t{12};
    if (time.size() < width) time.insert(0, width - time.size(), ' ');
    to.add(time + "  " + one.cell);
  }
}

}  // namespace

auto status_text(journal_overview const& of, std::string_view file, std::string_view writer,
                 std::optional<std::size_t> columns) -> std::string {
  auto lines = page(columns);
  lines.add(
      printable_text(file) + (of.call.empty() ? "" : ": " + printable_text(of.call)) +
      (writer.empty() ? ", which no run is writing" : ", being written by " + std::string(writer)));
  lines.add("");
  if (of.cells) lines.add(count_line("cells", *of.cells));
  lines.add(count_line("done", of.done, of.cells));
  lines.add(count_line("failed", of.failed()));
  if (of.missing()) lines.add(count_line("not done yet", *of.missing()));
  if (of.rest) {
    lines.add("time left   about " + duration_text(of.rest->seconds) + " on " +
              std::to_string(of.rest->ranks) + (of.rest->ranks == 1 ? " rank" : " ranks"));
  }
  add_failures(lines, of);
  add_slowest(lines, of);
  return lines.text();
}

}  // namespace dlp::detail
