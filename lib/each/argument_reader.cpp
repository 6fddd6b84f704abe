// SPDX-License-Identifier: BSL-1.0
#include <each/argument_reader.hpp>

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <dlp/core/error.hpp>
#include <each/stop_signal.hpp>
#include <each/system_text.hpp>

namespace dlp::detail {
argument_reader::argument_reader(std::string const& name, char end_of_argument)
    : name_(name == "-" ? "stdin" : name),
      end_of_argument_(end_of_argument),
      file_(name == "-" ? STDIN_FILENO : ::open(name.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (file_ < 0) throw usage_error("dlp-each: " + name + " cannot be read: " + system_text(errno));
}

argument_reader::argument_reader(argument_reader&& other) noexcept
    : name_(std::move(other.name_)),
      end_of_argument_(other.end_of_argument_),
      file_(std::exchange(other.file_, -1)),
      at_end_(other.at_end_),
      read_(std::move(other.read_)),
      at_(other.at_) {}

argument_reader::~argument_reader() {
  if (file_ > STDIN_FILENO) ::close(file_);
}

/// Whether something can be read, the end too.
auto argument_reader::has_come(bool may_wait) const -> bool {
  auto asked = pollfd{file_, POLLIN, 0};
  if (!may_wait) return ::poll(&asked, 1, 0) > 0;
  constexpr auto second = 1'000;  // a signal that comes just before poll() does not end it
  while (stop_signal() == 0) {
    if (::poll(&asked, 1, second) > 0) return true;
  }
  return false;
}

/// Whether it is worth looking again.
auto argument_reader::fill(bool may_wait) -> bool {
  if (!has_come(may_wait)) return false;
  read_.erase(0, std::exchange(at_, 0));
  constexpr auto block = std::size_t{65'536};
  auto const before = read_.size();
  read_.resize(before + block);
  auto const got = ::read(file_, read_.data() + before, block);
  auto const code = errno;
  read_.resize(before + static_cast<std::size_t>(got > 0 ? got : 0));
  if (got < 0 && code != EINTR && code != EAGAIN)
    throw error("dlp-each: " + name_ + " cannot be read: " + system_text(code));
  at_end_ = got == 0;
  return got >= 0 || may_wait;
}

auto argument_reader::next(bool may_wait) -> std::optional<std::string> {
  for (auto looked = at_;;) {
    auto const end = read_.find(end_of_argument_, looked);
    if (end != read_.npos) {
      auto argument = read_.substr(at_, end - at_);
      at_ = end + 1;
      return argument;
    }
    if (at_end_) {
      if (at_ == read_.size()) return std::nullopt;
      auto argument = read_.substr(at_);
      at_ = read_.size();
      return argument;
    }
    auto const left = read_.size() - at_;
    if (!fill(may_wait)) return std::nullopt;
    looked = at_ + left;
  }
}

}  // namespace dlp::detail
