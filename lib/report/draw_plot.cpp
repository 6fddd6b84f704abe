// SPDX-License-Identifier: BSL-1.0
#include <report/draw_plot.hpp>

#include <array>
#include <cerrno>
#include <exception>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <dlp/core/error.hpp>
#include <task/saved_file.hpp>

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

constexpr auto not_there = 127;  // as shells say it

/// What is thrown where there is no gnuplot.
struct no_gnuplot : std::exception {};

/// What gnuplot ends with, which reads the script and draws into a file.
auto run_gnuplot(std::filesystem::path const& script, std::filesystem::path const& to) -> int {
  auto const child = ::fork();
  if (child == 0) {
    auto const out =
        ::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
    if (out < 0 || ::dup2(out, STDOUT_FILENO) < 0) ::_exit(1);
    ::execlp("gnuplot", "gnuplot", script.c_str(), nullptr);
    ::_exit(not_there);
  }
  auto status = 0;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/// A file that is gone in the end.
struct passing_file {
  std::filesystem::path name;

  explicit passing_file(std::filesystem::path called) : name(std::move(called)) {}
  passing_file(passing_file const&) = delete;
  auto operator=(passing_file const&) -> passing_file& = delete;
  ~passing_file() {
    auto ignored = std::error_code();
    std::filesystem::remove(name, ignored);
  }
};

auto path_for_gnuplot(std::string const& name) -> std::string {
  auto text = std::string("'");
  for (auto const c : name) text += c == '\'' ? "''" : std::string(1, c);
  return text + "'";
}

/// Writes the commands for a picture beside it.
auto leave_script(std::string const& script, std::filesystem::path const& picture)
    -> std::filesystem::path {
  auto left = picture;
  left.replace_extension(".gp");
  if (std::filesystem::exists(left))
    throw usage_error("dlp-sweep: there is no gnuplot here, and " + left.string() +
                      ", which would be its script, is there already: delete it, or give the "
                      "picture another name by -o");
  save_file(left, [&](std::filesystem::path const& beside) { write_whole(beside, script); });
  return left;
}

}  // namespace

void require_picture(std::filesystem::path const& file) {
  static_cast<void>(picture_format_of(file));
}

auto draw_plot(std::string const& script, std::filesystem::path const& file)
    -> std::filesystem::path {
  auto const terminal = std::string(picture_format_of(file).terminal);
  try {
    save_file(file, [&](std::filesystem::path const& picture) {
      // A whole path, for what begins with - is an option of gnuplot.
      auto const commands = passing_file(std::filesystem::absolute(picture.string() + ".gp"));
      write_whole(commands.name, terminal + script);
      auto const code = run_gnuplot(commands.name, picture);
      if (code == not_there) throw no_gnuplot();
      if (code != 0 || std::filesystem::is_empty(picture))
        throw error("dlp-sweep: gnuplot has not drawn " + file.string());
    });
    return file;
  } catch (no_gnuplot const& /*thrown*/) {
    return leave_script(terminal + "set output " + path_for_gnuplot(file.string()) + '\n' + script,
                        file);
  }
}

}  // namespace dlp::detail
