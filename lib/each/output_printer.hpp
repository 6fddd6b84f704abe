// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <each/output_spool.hpp>

namespace dlp::detail {

/// In which pieces outputs are printed, and in which order.
struct printing_terms {
  bool keeps_order = false;  ///< that of the jobs, not of their ends
  bool by_line = false;      ///< whole lines as they come, and not a job at a time
};

/// Prints what jobs have written.
class output_printer {
 public:
  /// Writes to stream 1 or 2.
  using writer = std::function<void(int, std::string_view)>;

  output_printer(printing_terms terms, writer write);

  /// The job has written this; `tag` goes before each line, with a tab, where it is not empty.
  /// Throws: dlp::error where there is no room for it.
  void add(std::uint64_t job, int stream, std::string_view text, std::string const& tag);

  /// It has ended; `head` is printed before its output.
  void end(std::uint64_t job, std::string const& head);

  /// What of it is not printed will not be: it is tried again.
  void drop(std::uint64_t job);

  /// Jobs that were cut short are printed as far as they came.
  void end_all();

 private:
  struct output {
    std::array<output_spool, 2> waiting;
    std::array<std::string, 2> unended = {};  // of a line, where lines are printed
    std::array<bool, 2> in_line = {};         // amid one that is printed
    std::string tag = {};
    std::string head = {};
    bool has_ended = false;
  };

  auto find(std::uint64_t job) -> output&;
  [[nodiscard]] auto is_its_turn(std::uint64_t job) const -> bool {
    return !terms_.keeps_order || job == turn_;
  }
  void print(output& its, std::size_t stream, std::string_view text);
  void print_lines(output& its, std::size_t stream, std::string_view text);
  void print_waiting(output& its);
  void print_rest(output& its);
  void go_on();

  printing_terms terms_;
  writer write_;
  spill_file beside_;
  std::map<std::uint64_t, output> outputs_;
  std::uint64_t turn_ = 1;
};

}  // namespace dlp::detail
