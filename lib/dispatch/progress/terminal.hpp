// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace dlp::detail {

/// The terminal that a person may be watching what this process writes to `stream` on, 1 or 2, or
/// be typing at, 0; empty where there is none. mpiexec and srun take a rank's output through pipes,
/// and rank 0's input: then their own stream decides, where they run on this machine.
[[nodiscard]] auto terminal_of(int stream) -> std::string;

/// Waits until mpiexec has read what this process has written to `stream`, 1 or 2, but not for
/// long. What is written to the other one after that does not overtake it: of two pipes that both
/// have something, mpiexec reads in any order. Where the stream is no pipe, there is nothing to
/// wait for.
void wait_until_taken(int stream);

/// How wide the terminal of stderr is now: a person may resize it. Where it does not say, what
/// COLUMNS says, or 80.
[[nodiscard]] auto terminal_columns() -> std::size_t;

/// How many columns a terminal takes for a text in UTF-8. Each byte that is none counts as one.
[[nodiscard]] auto columns_of(std::string_view text) -> std::size_t;

/// As many characters of the text, from its beginning, as fit in so many columns.
[[nodiscard]] auto cut_to(std::size_t columns, std::string_view text) -> std::string_view;

/// The last line of a terminal, which is written over again and again. Before this process writes
/// by std::cout, cerr or clog the line is cleared: as long as there is one, these streams are tied
/// to it. What they were tied to by the program is flushed as before, and put back at the end.
/// Where std::cout goes to the same terminal, the line and its text come in the order of writing.
class rewritten_line {
 public:
  /// Writes to stream 1 or 2.
  using writer = std::function<void(int, std::string_view)>;

  /// `columns()`: how wide the terminal is.
  rewritten_line(writer write, std::size_t (*columns)());
  rewritten_line(rewritten_line const&) = delete;
  auto operator=(rewritten_line const&) -> rewritten_line& = delete;

  /// Leaves what it shows as a line of its own.
  ~rewritten_line();

  /// How many columns a text may take: not the last one, after which some terminals begin a line.
  [[nodiscard]] auto room() const -> std::size_t;

  /// Shows a text in the place of the one before.
  void draw(std::string_view text);

  /// Writes a line of its own, above.
  void say(std::string_view line);

  /// Shows nothing until it is drawn again; by the way of `stream`, so that what is written there
  /// comes after.
  void clear(int stream);

 private:
  [[nodiscard]] auto blank(std::size_t from) const -> std::string;
  void write(int stream, std::string_view text);

  writer write_;
  std::size_t (*columns_)();
  bool together_;          // with what is written to stdout
  std::size_t shown_ = 0;  // columns
};

/// Has all that there are show nothing until they are drawn again: something else is written now.
void clear_rewritten_lines();

}  // namespace dlp::detail
