// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <string>

#include <dlp/task/column.hpp>

namespace dlp::detail {

/// What the cells of a column say of it, as far as none says something else: a variable of a file
/// has one unit, and each attribute once.
class agreed_words {
 public:
  /// Adds what a cell says.
  void add(column_words const& of_cell);

  /// What all say that say anything of it; and what is `declared` of which none says anything.
  [[nodiscard]] auto words(column_words const& declared = {}) const -> column_words;

  /// What they contradict each other in: "the unit (J, eV), long_name (a, b)"; empty where in
  /// nothing.
  [[nodiscard]] auto contradictions() const -> std::string;

 private:
  struct voice {
    attribute first;
    attribute other;  // where there is one
    bool differ = false;
  };
  static void hear(voice& of, bool is_new, attribute const& said);

  std::map<std::string, voice> attributes_;
  voice unit_;
  bool has_unit_ = false;
};

}  // namespace dlp::detail
