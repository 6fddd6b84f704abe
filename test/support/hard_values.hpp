// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdexcept>
#include <string>

namespace dlp_test {

/// Larger than a stack of 8 MiB: a value that travels as it lies in memory, one that does not, and
/// one that cannot be made empty.
struct huge {
  int rank;
  char all[10'000 * 1024];
};
struct huge_and_more {
  std::string text;
  huge rest;
};
struct huge_without_empty_value {
  explicit huge_without_empty_value(int r) : rank(r) {}
  int rank;
  char all[10'000 * 1024];
};

/// Cannot be saved when it is 1, and not loaded when it is 2.
struct brittle {
  int value = 0;
  brittle() = default;
  explicit brittle(int v) : value(v) {}
  brittle(brittle const& other) : value(other.value) {}
  auto operator=(brittle const&) -> brittle& = default;
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & value;
    if (Archive::is_saving::value && value == 1) throw std::runtime_error("cannot be saved");
    if (Archive::is_loading::value && value == 2) throw std::runtime_error("cannot be loaded");
  }
};

}  // namespace dlp_test
