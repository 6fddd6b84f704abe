// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <dispatch/progress/observer.hpp>

namespace dlp::detail {

class rewritten_line;

inline constexpr auto any_width = std::numeric_limits<std::size_t>::max();

/// "label: 120/1000, 12 %, 40.1/s, 22 s left, 7/7 ranks busy" after `seconds` of work; at the end,
/// where `used` is the share of their time in which ranks had work, "workers 93 % busy". Where it
/// does not fit in so many columns, it goes without the last of these.
[[nodiscard]] auto meter_line(std::string_view label, standing const& now, double seconds,
                              std::size_t columns = any_width, std::optional<double> used = {})
    -> std::string;

/// Shows on stderr how far a loop has come: one line that is written over on a terminal, else a
/// line every few seconds. Only the root of a loop has one.
/// On a terminal it fits in one line, and makes way for what this process writes by std::cout,
/// cerr or clog.
class meter : public listener {
 public:
  /// Where lines go, and whether they can be written over there.
  struct screen {
    std::function<void(int, std::string_view)> write;  ///< to stream 1 or 2
    std::size_t (*columns)() = nullptr;                ///< how wide it is, where it is a terminal
  };

  /// On stderr.
  explicit meter(std::string label);
  meter(std::string label, screen out);

  /// Closes the line where one is open.
  ~meter() override;

  /// Shows `now` where it is time to; cheap to call often.
  void stands(standing const& now) override;

  /// Shows the end, time or not.
  void ended(standing const& now) override;

  /// Says something on a line of its own.
  void says(std::string_view sentence) override;

 private:
  using clock = std::chrono::steady_clock;
  void book(standing const& now, clock::time_point time);
  void write(std::string_view line);

  std::string label_;
  screen out_;
  clock::time_point begun_ = clock::now();
  clock::time_point due_;
  clock::time_point booked_ = begun_;
  int busy_ = 0;             // when it was last shown
  double busy_seconds_ = 0;  // of all ranks together
  std::unique_ptr<rewritten_line> line_;
};

}  // namespace dlp::detail
