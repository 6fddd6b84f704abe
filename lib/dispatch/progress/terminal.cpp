// SPDX-License-Identifier: BSL-1.0
#include <dispatch/progress/terminal.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <comm/wire/mpich.hpp>
#include <comm/wire/open_mpi.hpp>

namespace dlp::detail {
namespace {

namespace fs = std::filesystem;

struct process {
  std::string name;
  int parent = 0;
};

auto in_proc(int id) { return fs::path("/proc") / std::to_string(id); }

/// Reads "id (name) state parent …"; the name may have spaces and parentheses of its own.
auto find_process(int id) -> process {
  auto line = std::string();
  std::getline(std::ifstream(in_proc(id) / "stat"), line);
  auto const open = line.find('(');
  auto const close = line.rfind(')');
  if (open == line.npos || close == line.npos || close + 4 >= line.size()) return {};
  return {line.substr(open + 1, close - open - 1), std::atoi(line.c_str() + close + 4)};
}

auto target_of(int process, int stream) -> std::string {
  auto error = std::error_code();
  return fs::read_symlink(in_proc(process) / "fd" / std::to_string(stream), error);
}

/// The first in a folder that is so; empty where there is none, or the folder has gone meanwhile.
auto first_in(fs::path const& folder, auto is_so) -> fs::path {
  auto error = std::error_code();
  for (auto one = fs::directory_iterator(folder, error); one != fs::directory_iterator();
       one.increment(error)) {
    if (is_so(one->path())) return one->path();
  }
  return {};
}

/// Whether a process reads from this pipe.
auto reads(int process, std::string const& pipe) -> bool {
  auto const found = first_in(in_proc(process) / "fd", [&](auto const& file) {
    auto error = std::error_code();
    auto const is_written_to =
        fs::perms::owner_write & fs::symlink_status(file, error).permissions();
    return fs::read_symlink(file, error) == pipe && is_written_to == fs::perms::none;
  });
  return !found.empty();
}

/// Whether a process holds the other end of this terminal, "/dev/pts/7".
auto holds_the_other_end(int process, std::string const& terminal) -> bool {
  auto const wanted = "tty-index:\t" + terminal.substr(terminal.rfind('/') + 1);
  auto const found = first_in(in_proc(process) / "fdinfo", [&](auto const& file) {
    auto text = std::ifstream(file);
    for (auto line = std::string(); std::getline(text, line);) {
      if (line == wanted) return true;
    }
    return false;
  });
  return !found.empty();
}

auto is_a_launcher(std::string_view name) -> bool {
  return mpich::is_its_launcher(name) || open_mpi::is_its_launcher(name);
}

auto is_a_proxy(std::string_view name) -> bool {
  return mpich::is_its_proxy(name) || open_mpi::is_its_proxy(name);
}

auto is_terminal(std::string const& target) -> bool {
  return target.starts_with("/dev/pts/") || target.starts_with("/dev/tty");
}

/// "socket:[4711]", of the socket that listens at a port of this machine; empty where none does.
auto listens_at(std::string const& port) -> std::string {
  auto wanted = 0;
  auto const [end, wrong] = std::from_chars(port.data(), port.data() + port.size(), wanted);
  if (wrong != std::errc() || end != port.data() + port.size()) return {};
  for (auto const* const table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    auto file = std::ifstream(table);
    for (auto line = std::string(); std::getline(file, line);) {
      // "0: 0100007F:1F90 00000000:0000 0A …", of which the tenth is the number of the socket.
      auto words = std::istringstream(line);
      auto const fields = std::vector<std::string>(std::istream_iterator<std::string>(words), {});
      constexpr auto listens = "0A";
      if (fields.size() < 10 || fields[3] != listens) continue;
      if (std::stol(fields[1].substr(fields[1].rfind(':') + 1), nullptr, 16) != wanted) continue;
      return "socket:[" + fields[9] + "]";
    }
  }
  return {};
}

/// The srun that started this process, where it runs on this machine too: it listens at a port
/// that it names. 0 where there is none.
auto find_srun() -> int {
  auto const* const port = std::getenv("SLURM_SRUN_COMM_PORT");
  auto const socket = listens_at(port ? port : "");
  if (socket.empty()) return 0;
  auto const id_of = [](fs::path const& one) { return std::atoi(one.filename().c_str()); };
  auto const is_it = [&](auto const& file) {
    auto error = std::error_code();
    return fs::read_symlink(file, error) == socket;
  };
  return id_of(first_in("/proc", [&](auto const& one) {
    auto const id = id_of(one);
    return id != 0 && find_process(id).name == "srun" && !first_in(one / "fd", is_it).empty();
  }));
}

auto columns_at(int file) -> std::size_t {
  auto size = winsize();
  return ::ioctl(file, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

struct character {
  std::size_t bytes;
  std::size_t columns;
};

/// Whether these code points are shown in the place of no column, or of two.
struct span_of_points {
  char32_t first;
  char32_t last;
  std::size_t columns;
};
constexpr auto not_one_column = std::array{
    span_of_points{0x300, 0x36f, 0},      // marks on the character before
    span_of_points{0x1100, 0x115f, 2},    // Hangul
    span_of_points{0x1ab0, 0x1aff, 0},    // marks
    span_of_points{0x1dc0, 0x1dff, 0},    // marks
    span_of_points{0x200b, 0x200f, 0},    // joiners and directions
    span_of_points{0x20d0, 0x20ff, 0},    // marks
    span_of_points{0x2e80, 0xa4cf, 2},    // Chinese, Japanese
    span_of_points{0xac00, 0xd7a3, 2},    // Hangul
    span_of_points{0xf900, 0xfaff, 2},    // Chinese
    span_of_points{0xfe00, 0xfe0f, 0},    // variants
    span_of_points{0xfe30, 0xfe6f, 2},    // Chinese punctuation
    span_of_points{0xff00, 0xff60, 2},    // wide Latin
    span_of_points{0xffe0, 0xffe6, 2},    // wide signs
    span_of_points{0x1f300, 0x1faff, 2},  // pictures
    span_of_points{0x20000, 0x3fffd, 2},  // Chinese
};

/// The character that a text begins with, which has one byte at least.
auto first_character(std::string_view text) -> character {
  auto const lead = static_cast<unsigned char>(text.front());
  auto const bytes = lead < 0xc0 ? 1U : lead < 0xe0 ? 2U : lead < 0xf0 ? 3U : 4U;
  if (bytes == 1 || lead > 0xf4 || bytes > text.size()) return {1, 1};
  auto point = static_cast<char32_t>(lead & (0x7fU >> bytes));
  for (auto const next : text.substr(1, bytes - 1)) {
    if ((next & 0xc0) != 0x80) return {1, 1};
    point = point << 6 | (static_cast<unsigned char>(next) & 0x3fU);
  }
  auto const* const odd = std::ranges::find_if(
      not_one_column, [&](auto const& one) { return one.first <= point && point <= one.last; });
  return {bytes, odd == not_one_column.end() ? 1 : odd->columns};
}

}  // namespace

auto terminal_of(int stream) -> std::string {
  auto own = target_of(::getpid(), stream);
  auto const is_one = ::isatty(stream) == 1;  // Open MPI gives one to a rank's stdout, all the same
  if (!is_one && !own.starts_with("pipe:")) return {};
  auto const shown_by = [stream](int launcher) {
    auto target = target_of(launcher, stream);
    return is_terminal(target) ? target : std::string();
  };
  // Else the rank's own shell has led it elsewhere. Stdin is not asked: mpiexec's goes to rank 0.
  auto is_read = stream == STDIN_FILENO && !is_one;
  auto below = ::getpid();
  for (auto id = ::getppid(); id > 1;) {
    auto const one = find_process(id);
    // It is root's, and nobody else sees what it reads: but it gives its child nothing else.
    if (one.name == "slurmstepd" && !is_one) {
      return target_of(below, stream) == own ? shown_by(find_srun()) : "";
    }
    auto const is_launcher = is_a_launcher(one.name);
    if (is_launcher || is_a_proxy(one.name)) {
      is_read |= is_one ? holds_the_other_end(id, own) : reads(id, own);
    }
    if (is_launcher && is_read) return shown_by(id);
    if (is_launcher) break;
    below = std::exchange(id, one.parent);
  }
  return is_one && !is_read ? own : "";
}

void wait_until_taken(int stream) {
  using namespace std::chrono_literals;
  struct stat kind = {};
  // Open MPI's mpiexec reads a rank's stdout through a terminal, which shows nobody that it has.
  static auto const out_is_read =
      ::isatty(STDOUT_FILENO) == 1 &&
      terminal_of(STDOUT_FILENO) != target_of(::getpid(), STDOUT_FILENO);
  if (stream == STDOUT_FILENO && out_is_read) return std::this_thread::sleep_for(2ms);
  if (::fstat(stream, &kind) != 0 || !S_ISFIFO(kind.st_mode)) return;
  auto unread = 0;
  for (auto looks = 0; looks != 1'000; ++looks) {
    if (::ioctl(stream, FIONREAD, &unread) != 0 || unread == 0) return;
    std::this_thread::sleep_for(100us);
  }
}

auto terminal_columns() -> std::size_t {
  constexpr auto as_ever = std::size_t{80};
  static auto const terminal = terminal_of(STDERR_FILENO);
  auto columns = columns_at(STDERR_FILENO);
  if (auto const file =
          columns == 0 ? ::open(terminal.c_str(), O_RDONLY | O_NOCTTY | O_CLOEXEC) : -1;
      file >= 0) {
    columns = columns_at(file);
    ::close(file);
  }
  auto const* const said = columns == 0 ? std::getenv("COLUMNS") : nullptr;
  if (said) columns = std::strtoul(said, nullptr, 10);
  return columns == 0 ? as_ever : columns;
}

auto columns_of(std::string_view text) -> std::size_t {
  auto columns = std::size_t{0};
  while (!text.empty()) {
    auto const next = first_character(text);
    columns += next.columns;
    text.remove_prefix(next.bytes);
  }
  return columns;
}

auto cut_to(std::size_t columns, std::string_view text) -> std::string_view {
  auto size = std::size_t{0};
  while (size != text.size()) {
    auto const next = first_character(text.substr(size));
    if (next.columns > columns) break;
    columns -= next.columns;
    size += next.bytes;
  }
  return text.substr(0, size);
}

}  // namespace dlp::detail
