// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace benchmark {

/// A table of text: the first column to the left, the others to the right, as wide as it needs.
class table {
 public:
  using row = std::vector<std::string>;

  explicit table(row titles) : rows_{std::move(titles)} {}
  void add(row cells) { rows_.push_back(std::move(cells)); }

  /// Prints it to stdout, two columns in and two between columns.
  void print() const;

 private:
  std::vector<row> rows_;
};

/// `value` as printf's `%.<digits>f` writes it.
[[nodiscard]] auto fixed(double value, int digits) -> std::string;

/// The same, with three significant digits: "0.0123", "12.3", "1230".
[[nodiscard]] auto three_digits(double value) -> std::string;

}  // namespace benchmark
