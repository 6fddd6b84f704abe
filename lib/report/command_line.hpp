// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <dlp/core/error.hpp>
#include <dlp/core/index_range.hpp>
#include <report/plot_script.hpp>

namespace dlp::detail {

/// Arguments of `dlp-sweep` that ask for nothing it does.
class misuse : public usage_error {
 public:
  using usage_error::usage_error;
};

// What `dlp-sweep` is asked for.

struct help_command {};
struct version_command {};
struct status_command {
  std::filesystem::path file;
};
struct export_command {
  std::filesystem::path file;
  std::filesystem::path to;
  bool for_sweepexp = false;  ///< the Python package
};
struct reset_command {
  std::filesystem::path file;
  bool all = false;
  std::vector<index_t> cells;  ///< none: all, or those that failed
};
struct plot_command {
  std::filesystem::path file;
  plot_terms what;
  std::filesystem::path to;  ///< empty: beside the file
};
using sweep_command = std::variant<help_command, version_command, status_command, export_command,
                                   reset_command, plot_command>;

/// What the arguments of the program ask for, without its name. Throws: misuse.
[[nodiscard]] auto parse_command(std::span<std::string const> arguments) -> sweep_command;

/// How it is called, for a person.
[[nodiscard]] auto help_text() -> std::string;

}  // namespace dlp::detail
