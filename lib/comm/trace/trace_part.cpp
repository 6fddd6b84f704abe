// SPDX-License-Identifier: BSL-1.0
#include <comm/trace/trace_part.hpp>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <core/say_line.hpp>

namespace dlp::detail {

trace_part::trace_part(std::filesystem::path const& file)
    : name_(file.string()),
      descriptor_(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), name_);
  text_.reserve(2 * block);
}

void trace_part::close(time_point now) noexcept {
  write(now);
  if (descriptor_ < 0) return;
  ::futimens(descriptor_, nullptr);  // so that it is of this job where nothing was left to write
  ::close(std::exchange(descriptor_, -1));
}

void trace_part::write(time_point now) noexcept {
  written_ = now;
  auto rest = std::string_view(text_);
  while (descriptor_ >= 0 && !rest.empty()) {
    auto const written = ::write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      auto const* const why = std::strerror(errno);
      ::close(std::exchange(descriptor_, -1));
      say_line("dlp: the trace cannot be written to " + name_ + ": " + why);
    }
  }
  text_.clear();
}

void append_microseconds(std::string& to, std::chrono::nanoseconds time) {
  auto count = time.count();
  if (count < 0) {
    to += '-';
    count = -count;
  }
  char digits[24];
  auto const* const end = std::to_chars(digits, digits + sizeof digits, count / 1000).ptr;
  to += std::string_view(digits, end);
  auto const rest = static_cast<int>(count % 1000);
  to += {'.', static_cast<char>('0' + rest / 100), static_cast<char>('0' + rest / 10 % 10),
         static_cast<char>('0' + rest % 10)};
}

}  // namespace dlp::detail
