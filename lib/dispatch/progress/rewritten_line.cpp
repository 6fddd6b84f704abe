// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <iostream>
#include <mutex>
#include <streambuf>
#include <thread>
#include <utility>
#include <vector>

#include <unistd.h>

#include <dispatch/progress/terminal.hpp>

namespace dlp::detail {
namespace {

/// Runs before a stream writes: the stream is tied to it, and so flushes it.
class before_writing : std::streambuf {
 public:
  explicit before_writing(std::ostream& stream) : stream_(stream), hook_(this) {}

  /// `way`: where the line is cleared by.
  void tie(int way) {
    way_ = way;
    former_ = stream_.tie(&hook_);
  }
  void untie() {
    if (stream_.tie() == &hook_) stream_.tie(former_);  // else the program has tied it anew
  }

 private:
  auto sync() -> int override;

  std::ostream& stream_;
  std::ostream hook_;
  std::ostream* former_ = nullptr;
  int way_ = STDERR_FILENO;
};

/// The lines that there are: more than one where loops with meters nest.
class all_lines {
 public:
  /// Never destroyed: a stream may be written to until the very end.
  static auto known() -> all_lines& {
    static auto& all = *new all_lines();
    return all;
  }

  [[nodiscard]] auto locked() { return std::scoped_lock(mutex_); }

  /// `out_way`: where they are cleared by before std::cout writes.
  void add(rewritten_line* line, int out_way) {
    auto const lock = locked();
    lines_.push_back(line);
    if (std::exchange(is_tied_, true)) return;
    tied_by_ = std::this_thread::get_id();
    out_.tie(out_way);
    err_.tie(STDERR_FILENO);
    log_.tie(STDERR_FILENO);
  }

  void remove(rewritten_line* line) {
    auto const lock = locked();
    std::erase(lines_, line);
    // Another thread may be writing: a stream stays tied, to nothing, until its own takes it back.
    if (!lines_.empty() || !is_tied_ || tied_by_ != std::this_thread::get_id()) return;
    is_tied_ = false;
    for (auto* const one : {&log_, &err_, &out_}) one->untie();
  }

  void clear(int way) {
    auto const lock = locked();
    for (auto* const line : lines_) line->clear(way);
  }

 private:
  std::mutex mutex_;
  std::vector<rewritten_line*> lines_;
  bool is_tied_ = false;
  std::thread::id tied_by_;
  before_writing out_{std::cout};
  before_writing err_{std::cerr};
  before_writing log_{std::clog};
};

auto before_writing::sync() -> int {
  all_lines::known().clear(way_);
  if (former_) former_->flush();
  return 0;
}

}  // namespace

rewritten_line::rewritten_line(writer write, std::size_t (*columns)())
    : write_(std::move(write)),
      columns_(columns),
      together_(terminal_of(STDOUT_FILENO) == terminal_of(STDERR_FILENO)) {
  all_lines::known().add(this, together_ ? STDOUT_FILENO : STDERR_FILENO);
}

rewritten_line::~rewritten_line() {
  all_lines::known().remove(this);
  if (shown_ != 0) write(STDERR_FILENO, "\n");
  if (together_) wait_until_taken(STDERR_FILENO);  // the program's next word may be to stdout
}

auto rewritten_line::room() const -> std::size_t {
  auto const columns = columns_();
  return columns == 0 ? 0 : columns - 1;
}

/// Covers what is shown behind so many columns.
auto rewritten_line::blank(std::size_t from) const -> std::string {
  auto const last = std::min(shown_, room());
  return std::string(last - std::min(from, last), ' ');
}

/// mpiexec forwards the two streams as it likes: what is in one is let through before the other.
void rewritten_line::write(int stream, std::string_view text) {
  if (together_) wait_until_taken(stream == STDOUT_FILENO ? STDERR_FILENO : STDOUT_FILENO);
  write_(stream, text);
}

void rewritten_line::draw(std::string_view text) {
  auto const lock = all_lines::known().locked();
  auto const columns = columns_of(text);
  write(STDERR_FILENO, "\r" + std::string(text) + blank(columns));
  shown_ = columns;
}

void rewritten_line::say(std::string_view line) {
  auto const lock = all_lines::known().locked();
  clear(STDERR_FILENO);
  write(STDERR_FILENO, std::string(line) + "\n");
}

void rewritten_line::clear(int stream) {
  if (shown_ == 0) return;
  write(stream, "\r" + blank(0) + "\r");
  shown_ = 0;
}

void clear_rewritten_lines() { all_lines::known().clear(STDERR_FILENO); }

}  // namespace dlp::detail
