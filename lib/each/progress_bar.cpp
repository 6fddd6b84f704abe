// SPDX-License-Identifier: BSL-1.0
#include <each/progress_bar.hpp>

#include <cmath>

#include <unistd.h>

#include <core/say_line.hpp>

namespace dlp::detail {
namespace {

void write_to(int stream, std::string_view text) {
  static_cast<void>(!::write(stream, text.data(), text.size()));
}

}  // namespace

auto bar_text(std::uint64_t done, std::uint64_t left_out, std::uint64_t total,
              std::chrono::duration<double> since) -> std::string {
  auto const left = total - done;
  auto const share = total == 0 ? 100 : 100 * done / total;
  auto const text =
      std::to_string(share) + "% " + std::to_string(done) + ":" + std::to_string(left) + "=";
  if (done == left_out) return text + "?s";
  auto const seconds =
      since.count() / static_cast<double>(done - left_out) * static_cast<double>(left);
  return text + std::to_string(std::llround(seconds)) + "s";
}

progress_bar::progress_bar(std::uint64_t total) : total_(total) {
  if (!terminal_of(STDERR_FILENO).empty()) line_.emplace(write_to, terminal_columns);
}

void progress_bar::show(std::uint64_t done, std::uint64_t left_out) {
  auto const now = clock::now();
  if (shown_ == done || (now < due_ && done != total_)) return;
  shown_ = done;
  due_ = now + (line_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(3'000));
  auto const text = bar_text(done, left_out, total_, now - began_);
  if (line_)
    line_->draw(cut_to(line_->room(), text));
  else
    say_line(text);
}

void progress_bar::clear(int stream) {
  if (!line_) return;
  line_->clear(stream);
  shown_.reset();
}

}  // namespace dlp::detail
