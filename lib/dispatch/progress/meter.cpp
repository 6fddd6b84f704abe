// SPDX-License-Identifier: BSL-1.0
#include <dispatch/progress/meter.hpp>

#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

#include <unistd.h>

#include <core/duration_text.hpp>
#include <dispatch/progress/terminal.hpp>

namespace dlp::detail {
namespace {

using namespace std::chrono_literals;

constexpr auto between_rewrites = 100ms;
constexpr auto between_lines = 3s;
constexpr auto before_the_first_line = 1s;  // a loop that is over by then needs no meter in a log

auto standard_error() -> meter::screen {
  auto const write = [](int stream, std::string_view text) {
    static_cast<void>(!::write(stream, text.data(), text.size()));
  };
  return {write, terminal_of(STDERR_FILENO).empty() ? nullptr : terminal_columns};
}

auto rate(double per_second) -> std::string {
  char text[32];
  std::snprintf(text, sizeof text, per_second < 10 ? "%.2f/s" : "%.0f/s", per_second);
  return text;
}

/// A bar of 20 columns.
auto bar(double share) -> std::string {
  constexpr auto columns = std::size_t{20};
  auto const filled = std::min(columns, static_cast<std::size_t>(share * columns));
  return "[" + std::string(filled, '#') + std::string(columns - filled, '.') + "]";
}

}  // namespace

auto meter_line(std::string_view label, standing const& now, double seconds, std::size_t columns,
                std::optional<double> used) -> std::string {
  auto const percent = [](double share) { return std::to_string(static_cast<int>(100 * share)); };
  auto const per_second = seconds > 0 ? static_cast<double>(now.done) / seconds : 0;
  auto const count = std::to_string(now.done);
  auto text = std::string();
  auto fields = std::vector<std::string>();
  if (now.total) {
    auto const share =
        *now.total == 0 ? 1.0 : static_cast<double>(now.done) / static_cast<double>(*now.total);
    text = count + "/" + std::to_string(*now.total);
    auto const whole = *now.total == 0 ? 100 : 100 * now.done / *now.total;
    fields = {bar(share) + " " + text, std::to_string(whole) + " %"};
  } else {
    text = count + " done";
    fields = {text};
  }
  fields.push_back(rate(per_second));
  if (!used && now.total && now.done < *now.total && per_second > 0) {
    fields.push_back(duration_text(static_cast<double>(*now.total - now.done) / per_second) +
                     " left");
  } else {
    fields.push_back(duration_text(seconds));
  }
  if (!used) {
    fields.push_back(std::to_string(now.busy) + "/" + std::to_string(now.ranks) + " ranks busy");
  } else if (now.ranks > 1 || now.computed) {
    fields.push_back((now.ranks > 1 ? "workers " : "worker ") + percent(*used) + " % busy");
  }
  if (now.failures != 0) fields.push_back(std::to_string(now.failures) + " failed");

  auto const title = label.empty() ? std::string() : std::string(label) + ": ";
  auto line = title + fields.front();
  if (columns_of(line) > columns) {
    auto const room = columns - std::min(columns, text.size() + 2);
    auto const short_title = std::string(cut_to(room, label));
    return std::string(cut_to(columns, short_title.empty() ? text : short_title + ": " + text));
  }
  for (auto field = fields.begin() + 1; field != fields.end(); ++field) {
    auto longer = line + ", " + *field;
    if (columns_of(longer) > columns) break;
    line = std::move(longer);
  }
  return line;
}

meter::meter(std::string label) : meter(std::move(label), standard_error()) {}

meter::meter(std::string label, screen out) : label_(std::move(label)), out_(std::move(out)) {
  due_ = begun_ + (out_.columns ? clock::duration(between_rewrites) : before_the_first_line);
  if (!out_.columns) return;
  std::ranges::replace_if(label_, [](unsigned char c) { return c < ' ' || c == 0x7f; }, ' ');
  line_ = std::make_unique<rewritten_line>(out_.write, out_.columns);
}

meter::~meter() = default;

void meter::stands(standing const& now) {
  auto const time = clock::now();
  book(now, time);
  if (time < due_) return;
  due_ = time + (line_ ? clock::duration(between_rewrites) : between_lines);
  auto const seconds = std::chrono::duration<double>(time - begun_).count();
  write(meter_line(label_, now, seconds, line_ ? line_->room() : any_width));
}

void meter::ended(standing const& now) {
  auto const time = clock::now();
  book(now, time);
  auto const seconds = std::chrono::duration<double>(time - begun_).count();
  auto const all = seconds * now.ranks;
  auto const used = all > 0 ? std::min(1.0, now.computed.value_or(busy_seconds_) / all) : 1;
  write(meter_line(label_, now, seconds, line_ ? line_->room() : any_width, used));
  line_.reset();
}

void meter::says(std::string_view sentence) {
  if (line_) {
    line_->say(sentence);
  } else {
    write(sentence);
  }
}

/// Between two looks as many were busy as at the first of them.
void meter::book(standing const& now, clock::time_point time) {
  busy_seconds_ += busy_ * std::chrono::duration<double>(time - booked_).count();
  busy_ = now.busy;
  booked_ = time;
}

void meter::write(std::string_view line) {
  if (line_) {
    line_->draw(line);
  } else {
    out_.write(STDERR_FILENO, std::string(line) + "\n");
  }
}

}  // namespace dlp::detail
