// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include <each/argument_reader.hpp>

namespace dlp::detail {

/// Where arguments come from: what stands behind a `:::` or in a file.
struct argument_source {
  std::vector<std::string> words = {};
  std::optional<std::string> file = {};  ///< in place of them; "-" is stdin
  bool is_linked = false;                ///< to the source before it
};

/// How arguments are read.
struct argument_terms {
  std::vector<argument_source> sources;
  char end_of_argument = '\n';
  bool links_all = false;    ///< all sources, the shorter ones over and over
  bool skips_empty = false;  ///< an argument that is empty, where there is one source
  std::optional<std::string> columns = {};  ///< a regular expression between columns of an argument
};

/// The arguments of one job after the other. A single file is read as jobs want them; of several
/// sources all are read before the first.
class argument_rows {
 public:
  /// Throws: usage_error for a file that cannot be read, and for a wrong regular expression.
  explicit argument_rows(argument_terms terms);

  /// Those of the next job; none at the end, and where none have come yet and it may not wait.
  auto next(bool may_wait) -> std::optional<std::vector<std::string>>;

  /// Whether there are no more.
  [[nodiscard]] auto is_at_end() const -> bool;

  /// Reads all, and says how many there are.
  auto count() -> std::uint64_t;

  /// What is to be waited for by poll(), or -1.
  [[nodiscard]] auto descriptor() const -> int;

 private:
  using column = std::vector<std::string>;
  struct group {
    std::vector<column> linked;
    std::uint64_t size = 0;
  };

  auto read(argument_source const& from) const -> column;
  void arrange(std::vector<column> columns);
  auto next_row(bool may_wait) -> std::optional<std::vector<std::string>>;
  [[nodiscard]] auto split(std::vector<std::string> const& row) const -> std::vector<std::string>;

  argument_terms terms_;
  std::optional<std::regex> between_columns_;
  std::optional<argument_reader> alone_;  // the only source, which is a file
  std::vector<group> groups_;
  std::uint64_t at_ = 0;
  std::uint64_t size_ = 0;
  std::optional<std::vector<std::vector<std::string>>> counted_;  // by count()
};

}  // namespace dlp::detail
