// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/meter.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <unistd.h>

#include <dlp/dispatch/terminal.hpp>

namespace dlp::detail {
namespace {

using namespace std::chrono_literals;

constexpr auto between_rewrites = 100ms;
constexpr auto between_lines = 3s;
constexpr auto before_the_first_line = 1s;  // a loop that is over by then needs no meter in a log

auto turned_off() -> bool {
  auto const* const text = std::getenv("DLP_PROGRESS");
  return text && std::strcmp(text, "0") == 0;
}

auto standard_error() -> meter::screen {
  auto const write = [](std::string_view text) {
    static_cast<void>(!::write(STDERR_FILENO, text.data(), text.size()));
  };
  return {write, stderr_reaches_a_terminal()};
}

auto duration(double seconds) -> std::string {
  char text[32];
  if (seconds < 60) {
    std::snprintf(text, sizeof text, "%.0f s", seconds);
  } else if (seconds < 3600) {
    std::snprintf(text, sizeof text, "%.0f min %02.0f s", std::floor(seconds / 60),
                  std::fmod(seconds, 60));
  } else {
    std::snprintf(text, sizeof text, "%.0f h %02.0f min", std::floor(seconds / 3600),
                  std::floor(std::fmod(seconds, 3600) / 60));
  }
  return text;
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

auto meter_line(std::string_view label, standing const& now, double seconds) -> std::string {
  auto text = label.empty() ? std::string() : std::string(label) + ": ";
  auto const per_second = seconds > 0 ? static_cast<double>(now.done) / seconds : 0;
  if (now.total) {
    auto const share =
        *now.total == 0 ? 1.0 : static_cast<double>(now.done) / static_cast<double>(*now.total);
    text += bar(share) + " " + std::to_string(now.done) + "/" + std::to_string(*now.total) + ", " +
            std::to_string(static_cast<int>(100 * share)) + " %";
  } else {
    text += std::to_string(now.done) + " done";
  }
  text += ", " + rate(per_second);
  if (now.total && now.done < *now.total && per_second > 0) {
    text += ", " + duration(static_cast<double>(*now.total - now.done) / per_second) + " left";
  } else {
    text += ", " + duration(seconds);
  }
  text += ", " + std::to_string(now.busy) + "/" + std::to_string(now.ranks) + " ranks busy";
  if (now.failures != 0) text += ", " + std::to_string(now.failures) + " failed";
  return text;
}

meter::meter(meter_options options) : meter(std::move(options), standard_error()) {}

meter::meter(meter_options options, screen out)
    : on_(options.progress && !turned_off()),
      label_(std::move(options.label)),
      out_(std::move(out)),
      due_(begun_ + (out_.rewrites ? clock::duration(between_rewrites) : before_the_first_line)) {}

meter::~meter() {
  if (open_columns_ != 0) out_.write("\n");
}

void meter::show(standing const& now) {
  if (!on_ || clock::now() < due_) return;
  write(now);
}

void meter::finish(standing const& now) {
  if (!on_) return;
  write(now);
  if (std::exchange(open_columns_, 0) != 0) out_.write("\n");
}

void meter::write(standing const& now) {
  auto const time = clock::now();
  due_ = time + (out_.rewrites ? clock::duration(between_rewrites) : between_lines);
  auto line = meter_line(label_, now, std::chrono::duration<double>(time - begun_).count());
  if (out_.rewrites) {
    auto const columns = line.size();
    line.insert(0, "\r");
    if (columns < open_columns_) line.append(open_columns_ - columns, ' ');
    open_columns_ = columns;
  } else {
    line += "\n";
  }
  out_.write(line);
}

}  // namespace dlp::detail
