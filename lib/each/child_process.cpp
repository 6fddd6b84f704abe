// SPDX-License-Identifier: BSL-1.0
#include <each/child_process.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <dlp/core/error.hpp>
#include <each/system_text.hpp>

namespace dlp::detail {
namespace {

using clock = std::chrono::steady_clock;
using milliseconds = std::chrono::milliseconds;

/// A descriptor that is closed at its end.
class open_file {
 public:
  open_file() = default;
  explicit open_file(int number) : number_(number) {}
  open_file(open_file const&) = delete;
  auto operator=(open_file const&) -> open_file& = delete;
  ~open_file() { close(); }

  void set(int number) {
    close();
    number_ = number;
  }
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }
  [[nodiscard]] auto number() const -> int { return number_; }

 private:
  int number_ = -1;
};

struct pipe_of_child {
  open_file ours;
  open_file theirs;

  void make() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
      throw std::system_error(errno, std::generic_category(), "dlp-each: no pipe for a job");
    ours.set(ends[0]);
    theirs.set(ends[1]);
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  }
};

struct spawn_actions {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t how;

  spawn_actions() {
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&how);
  }
  spawn_actions(spawn_actions const&) = delete;
  auto operator=(spawn_actions const&) -> spawn_actions& = delete;
  ~spawn_actions() {
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&how);
  }
};

auto seconds_since_1970() -> double {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// What is sent to the group of a child that is unwanted, and how long after that was found out.
struct blow {
  milliseconds after;
  int signal;
};
constexpr auto blows =
    std::array{blow{milliseconds(0), SIGTERM}, blow{milliseconds(200), SIGTERM},
               blow{milliseconds(300), SIGTERM}, blow{milliseconds(350), SIGKILL}};

constexpr auto largest_block = std::size_t{65'536};

class running_child {
 public:
  running_child(child_terms const& terms, child_watch const& watch)
      : terms_(terms), watch_(watch) {}
  running_child(running_child const&) = delete;
  auto operator=(running_child const&) -> running_child& = delete;

  /// Nothing of it stays where somebody that watches throws.
  ~running_child() {
    if (!is_running_) return;
    ::kill(-process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }

  auto run() -> child_end {
    auto end = child_end();
    end.began = seconds_since_1970();
    auto const begin = clock::now();
    if (terms_.timeout)
      late_ = begin + std::chrono::duration_cast<clock::duration>(*terms_.timeout);
    if (auto const code = spawn(); code != 0) {
      end.code = -1;
      end.why = terms_.shell + " cannot be started: " + system_text(code);
      return end;
    }
    is_running_ = true;
    auto const status = wait();
    is_running_ = false;
    end.seconds = std::chrono::duration<double>(clock::now() - begin).count();
    read_all();
    end.is_timed_out = is_timed_out_;
    end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    end.code = unwanted_since_ ? -1 : WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    return end;
  }

 private:
  auto spawn() -> int {
    auto actions = spawn_actions();
    ::posix_spawn_file_actions_addopen(&actions.files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (terms_.is_captured) {
      for (auto i = std::size_t{0}; i != pipes_.size(); ++i) {
        pipes_[i].make();
        ::posix_spawn_file_actions_adddup2(&actions.files, pipes_[i].theirs.number(),
                                           static_cast<int>(i) + 1);
      }
    }
    ::posix_spawn_file_actions_addclosefrom_np(&actions.files, STDERR_FILENO + 1);
    auto none = sigset_t();
    auto all = sigset_t();
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&actions.how, &none);
    ::posix_spawnattr_setsigdefault(&actions.how, &all);
    ::posix_spawnattr_setpgroup(&actions.how, 0);
    ::posix_spawnattr_setflags(
        &actions.how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    auto variables = std::vector<char*>();
    for (auto const& one : terms_.environment) variables.push_back(const_cast<char*>(one.c_str()));
    variables.push_back(nullptr);
    auto const arguments =
        std::array{const_cast<char*>(terms_.shell.c_str()), const_cast<char*>("-c"),
                   const_cast<char*>(terms_.command.c_str()), static_cast<char*>(nullptr)};
    auto const code = ::posix_spawn(&process_, terms_.shell.c_str(), &actions.files, &actions.how,
                                    arguments.data(), variables.data());
    for (auto& one : pipes_) one.theirs.close();
    if (code == 0) ended_.set(static_cast<int>(::syscall(SYS_pidfd_open, process_, 0)));
    return code;
  }

  /// The status that it ends with. What it has left running may still hold its pipes.
  auto wait() -> int {
    auto patience = milliseconds(1);
    for (;;) {
      auto status = 0;
      auto const gone = ::waitpid(process_, &status, WNOHANG);
      if (gone == process_) {
        let_group_end();
        return status;
      }
      look_whether_wanted();
      // A job of a millisecond is common, and one of hours: nobody is asked often for those.
      auto asked = std::array{pollfd{pipes_[0].ours.number(), POLLIN, 0},
                              pollfd{pipes_[1].ours.number(), POLLIN, 0},
                              pollfd{ended_.number(), POLLIN, 0}};
      auto const most = ended_.number() < 0 ? milliseconds(2) : patience;
      ::poll(asked.data(), asked.size(), static_cast<int>(std::min(most, until_next()).count()));
      patience = std::min(2 * patience, milliseconds(50));
      for (auto i = std::size_t{0}; i != pipes_.size(); ++i) {
        if (asked[i].revents != 0) read_some(i);
      }
    }
  }

  /// What an unwanted child has started has as long to end as the child itself.
  void let_group_end() {
    constexpr auto nap = 5;
    while (unwanted_since_ && given_ != blows.size() && ::kill(-process_, 0) == 0) {
      look_whether_wanted();
      read_all();
      ::poll(nullptr, 0, nap);
    }
  }

  [[nodiscard]] auto until_next() const -> milliseconds {
    auto next = std::optional<clock::time_point>();
    if (unwanted_since_ && given_ != blows.size()) next = *unwanted_since_ + blows[given_].after;
    if (!unwanted_since_ && late_) next = late_;
    if (!next) return milliseconds(1000);
    return std::max(std::chrono::ceil<milliseconds>(*next - clock::now()), milliseconds(0));
  }

  void look_whether_wanted() {
    auto const now = clock::now();
    if (!unwanted_since_) {
      is_timed_out_ = late_ && now >= *late_;
      if (is_timed_out_ || watch_.is_unwanted()) unwanted_since_ = now;
    }
    if (!unwanted_since_) return;
    for (; given_ != blows.size() && now >= *unwanted_since_ + blows[given_].after; ++given_) {
      ::kill(-process_, blows[given_].signal);
    }
  }

  /// How much it was; not above 0 where there is nothing.
  auto read_some(std::size_t pipe, std::size_t most = largest_block) -> ::ssize_t {
    auto block = std::array<char, largest_block>();
    auto& from = pipes_[pipe].ours;
    if (from.number() < 0) return 0;
    auto const size = ::read(from.number(), block.data(), std::min(most, block.size()));
    if (size > 0)
      watch_.wrote(static_cast<int>(pipe) + 1, {block.data(), static_cast<std::size_t>(size)});
    else if (size == 0)
      from.close();
    return size;
  }

  /// What is in the pipes by now: what it has left running may fill them for ever.
  void read_all() {
    for (auto i = std::size_t{0}; i != pipes_.size(); ++i) {
      auto left = 0;
      ::ioctl(pipes_[i].ours.number(), FIONREAD, &left);
      while (left > 0) {
        auto const size = read_some(i, static_cast<std::size_t>(left));
        if (size <= 0) break;
        left -= static_cast<int>(size);
      }
    }
  }

  child_terms const& terms_;
  child_watch const& watch_;
  std::array<pipe_of_child, 2> pipes_;
  open_file ended_;  // can be read when it has ended
  ::pid_t process_ = 0;
  bool is_running_ = false;
  std::optional<clock::time_point> late_;
  std::optional<clock::time_point> unwanted_since_;
  bool is_timed_out_ = false;
  std::size_t given_ = 0;  // of blows
};

auto is_of_bournes_kind(std::string const& shell) -> bool {
  constexpr auto known =
      std::array<std::string_view, 8>{"sh", "bash", "dash", "ksh", "zsh", "ash", "mksh", "ksh93"};
  auto const name = std::string_view(shell).substr(shell.rfind('/') + 1);
  return std::ranges::find(known, name) != known.end() && ::access(shell.c_str(), X_OK) == 0;
}

}  // namespace

auto run_child(child_terms const& terms, child_watch const& watch) -> child_end {
  return running_child(terms, watch).run();
}

auto shell_for_children() -> std::string {
  for (auto const* variable : {"PARALLEL_SHELL", "SHELL"}) {
    auto const* const named = std::getenv(variable);
    if (named != nullptr && is_of_bournes_kind(named)) return named;
  }
  return "/bin/sh";
}

}  // namespace dlp::detail
