// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dlp::detail {

/// Why a cell failed, in words among which stand numbers: "E: no root at step 17".
class failure_reason {
 public:
  explicit failure_reason(std::string_view text);

  /// The words without the numbers, which is the same for all that differ in these alone.
  [[nodiscard]] auto words() const -> std::string;

  /// Takes another one of these words: where a number is another there, nobody knows it any more.
  void join(failure_reason const& other);

  /// "E: no root at step …"
  [[nodiscard]] auto text() const -> std::string;

 private:
  std::vector<std::string> parts_;  // words and numbers in turn, words first and last
};

}  // namespace dlp::detail
