// SPDX-License-Identifier: BSL-1.0
#include <report/draw_plot.hpp>

#include <array>
#include <cerrno>
#include <fstream>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

struct picture_format {
  std::string_view suffix;
  std::string_view terminal;
};

constexpr auto picture_formats = std::array{
    picture_format{".svg", "set terminal svg size 800,600 noenhanced background 'white'\n"},
    picture_format{".png", "set terminal pngcairo size 1200,900 noenhanced\n"}};

auto picture_format_of(std::filesystem::path const& file) -> picture_format const& {
  auto all = std::string();
  for (auto const& one : picture_formats) {
    if (file.extension() == one.suffix) return one;
    all += (all.empty() ? "*" : ", *") + std::string(one.suffix);
  }
  throw usage_error("dlp-sweep: a plot is drawn as " + all + ", and " + file.string() + " is none");
}

[[noreturn]] void refuse_to_write(std::filesystem::path const& file, std::string const& why) {
  throw error("dlp-sweep: " + file.string() + " cannot be written: " + why);
}

void write_script(std::filesystem::path const& file, std::string const& text) {
  errno = 0;
  auto out = std::ofstream(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) refuse_to_write(file, std::generic_category().message(errno));
}

constexpr auto is_not_there = 127;  // as a shell says it

/// What gnuplot ends with, which reads the script and draws into a file.
auto run_gnuplot(std::filesystem::path const& script, std::filesystem::path const& to) -> int {
  auto const child = ::fork();
  if (child == 0) {
    auto const out =
        ::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
    if (out < 0 || ::dup2(out, STDOUT_FILENO) < 0) ::_exit(1);
    ::execlp("gnuplot", "gnuplot", script.c_str(), nullptr);
    ::_exit(errno == ENOENT ? is_not_there : 1);
  }
  auto status = 0;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/// A file that is gone in the end, unless it has got another name.
struct passing_file {
  std::filesystem::path name;

  passing_file(std::filesystem::path const& beside, char const* suffix)
      : name(beside.string() + '.' + std::to_string(::getpid()) + suffix) {}
  passing_file(passing_file const&) = delete;
  auto operator=(passing_file const&) -> passing_file& = delete;
  ~passing_file() {
    auto ignored = std::error_code();
    std::filesystem::remove(name, ignored);
  }

  void become(std::filesystem::path const& file) const {
    auto failed = std::error_code();
    std::filesystem::rename(name, file, failed);
    if (failed) refuse_to_write(file, failed.message());
  }
};

auto path_for_gnuplot(std::string const& name) -> std::string {
  auto text = std::string("'");
  for (auto const c : name) text += c == '\'' ? "''" : std::string(1, c);
  return text + "'";
}

}  // namespace

void require_picture(std::filesystem::path const& file) {
  static_cast<void>(picture_format_of(file));
}

auto draw_plot(std::string const& script, std::filesystem::path const& file)
    -> std::filesystem::path {
  auto const terminal = std::string(picture_format_of(file).terminal);
  auto const commands = passing_file(file, ".gp");
  auto const picture = passing_file(file, ".part");
  write_script(commands.name, terminal + script);
  auto const code = run_gnuplot(commands.name, picture.name);
  if (code == 0) {
    picture.become(file);
    return file;
  }
  if (code != is_not_there) throw error("dlp-sweep: gnuplot has not drawn " + file.string());
  auto left = file;
  left.replace_extension(".gp");
  write_script(commands.name,
               terminal + "set output " + path_for_gnuplot(file.string()) + '\n' + script);
  commands.become(left);
  return left;
}

}  // namespace dlp::detail
