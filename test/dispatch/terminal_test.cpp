// SPDX-License-Identifier: BSL-1.0
#include <dispatch/progress/terminal.hpp>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "../support/temporary_folder.hpp"
#include "../support/which_mpi.hpp"
#include "screen.hpp"

BOOST_AUTO_TEST_SUITE(terminal_test)

namespace {

/// What `command` says on the given stderr, which stays open here at the other end.
auto says(std::string const& command, int standard_error) -> std::string {
  int out[2];
  if (::pipe(out) != 0) return "no pipe";
  auto const child = ::fork();
  if (child == 0) {
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(standard_error, STDERR_FILENO);
    ::close(out[0]);
    ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(out[1]);
  auto text = std::string();
  char buffer[256];
  for (auto n = ssize_t{0}; (n = ::read(out[0], buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<std::size_t>(n));
  }
  ::close(out[0]);
  ::waitpid(child, nullptr, 0);
  return text;
}

/// Starts one rank.
auto mpiexec() -> std::string {
  auto const* const named = std::getenv("DLP_MPIEXEC");
  return std::string(named ? named : "mpiexec.mpich") + " -np 1 ";
}

auto myself(std::string const& asked = "1") -> std::string {
  char path[4096];
  auto const length = ::readlink("/proc/self/exe", path, sizeof path);
  return "env DLP_TEST_ASKED=" + asked + " " + std::string(path, static_cast<std::size_t>(length));
}

/// A terminal that nobody sits at.
struct terminal {
  int const other_end = ::posix_openpt(O_RDWR | O_NOCTTY);
  int const end = (::grantpt(other_end), ::unlockpt(other_end),
                   ::open(::ptsname(other_end), O_RDWR | O_NOCTTY));
  void resize(unsigned short columns) const {
    auto const size = winsize{.ws_row = 25, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    ::ioctl(end, TIOCSWINSZ, &size);
  }
  ~terminal() {
    ::close(end);
    ::close(other_end);
  }
};

/// Writes by std::cout between two states of a line, and right after the last one.
void write_with_a_line() {
  auto const write = [](int stream, std::string_view text) {
    static_cast<void>(!::write(stream, text.data(), text.size()));
  };
  std::cout << "begin" << std::endl;  // before it, what Boost.Test says
  auto line = std::optional<dlp::detail::rewritten_line>(std::in_place, write,
                                                         [] { return std::size_t{80}; });
  line->draw("38/40, as long as it may be");
  std::cout << "a row" << std::endl;
  line->draw("39/40, and a bit longer than it was");
  line->draw("40/40");
  line.reset();
  std::cout << "the sum" << std::endl;
}

auto after_begin(std::string const& text) -> std::string {
  auto const begin = text.find("begin\n");
  return begin == text.npos ? text : text.substr(begin + 6);
}

/// All that comes to the terminal that is the stdout and stderr of `command`.
auto comes_to_a_terminal(std::string const& command) -> std::string {
  auto const tty = terminal();
  auto text = std::string();
  auto const child = ::fork();
  if (child == 0) {
    ::dup2(tty.end, STDOUT_FILENO);
    ::dup2(tty.end, STDERR_FILENO);
    ::execl("/bin/sh", "sh", "-c", (command + " </dev/null; echo END").c_str(), nullptr);
    ::_exit(127);
  }
  char buffer[256];
  for (auto n = ssize_t{1}; n > 0 && !text.ends_with("END\r\n");) {
    n = ::read(tty.other_end, buffer, sizeof buffer);
    text.append(buffer, static_cast<std::size_t>(n > 0 ? n : 0));
  }
  ::waitpid(child, nullptr, 0);
  return text.substr(0, text.rfind("END"));
}

/// Run by the tests below, in the way that they ask about.
struct answers_when_asked {
  answers_when_asked() {
    auto const* const asked = std::getenv("DLP_TEST_ASKED");
    if (!asked) return;
    if (std::string_view(asked) == "line") {
      write_with_a_line();
      std::_Exit(0);
    }
    auto const is_one = !dlp::detail::terminal_of(STDERR_FILENO).empty();
    std::printf("%zu columns\n%s\n", dlp::detail::terminal_columns(),
                is_one ? "a terminal" : "no terminal");
    std::fflush(stdout);
    std::_Exit(0);
  }
};
BOOST_TEST_GLOBAL_FIXTURE(answers_when_asked);

}  // namespace

BOOST_AUTO_TEST_CASE(a_terminal_is_one_and_a_file_is_none) {
  auto const tty = terminal();
  auto const file = ::open("/dev/null", O_WRONLY);
  BOOST_TEST(says(myself(), tty.end).ends_with("a terminal\n"));
  BOOST_TEST(says(myself(), file).ends_with("no terminal\n"));
  ::close(file);
}

BOOST_AUTO_TEST_CASE(behind_mpiexec_the_stderr_of_mpiexec_counts) {
  auto const tty = terminal();
  auto const file = ::open("/dev/null", O_WRONLY);
  auto names = std::vector{mpiexec()};
  if (dlp_test::is_mpich) names.push_back("mpirun.mpich -np 1 ");  // by any of its names
  for (auto const& launcher : names) {
    auto const command = "exec " + launcher + myself() + " </dev/null";
    BOOST_TEST(says(command, tty.end).ends_with("a terminal\n"), launcher);
    BOOST_TEST(says(command, file).ends_with("no terminal\n"), launcher);
  }
  ::close(file);
}

BOOST_AUTO_TEST_CASE(what_the_shell_of_a_rank_leads_elsewhere_is_on_no_terminal) {
  auto const tty = terminal();
  for (auto const* const elsewhere : {" 2>/dev/null", " 2>&1 >&3 | cat"}) {
    auto const command = "exec " + mpiexec() + "sh -c 'exec 3>&1; " + myself() + elsewhere + "'";
    BOOST_TEST(says(command + " </dev/null", tty.end).ends_with("no terminal\n"), elsewhere);
  }
}

BOOST_AUTO_TEST_CASE(a_line_and_what_the_process_writes_come_in_their_order) {
  auto const all = std::string("a row\n40/40\nthe sum\n");
  for (auto const& launcher : {std::string(), mpiexec()}) {
    for (auto run = 0; run != 20; ++run) {
      auto const text = comes_to_a_terminal(launcher + myself("line"));
      BOOST_TEST(after_begin(dlp_test::seen_on_screen(text)) == all, text);
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_of_a_line_gets_into_a_file) {
  auto const tty = terminal();
  auto const all = std::string("a row\nthe sum\n");
  for (auto const& launcher : {std::string(), mpiexec()}) {
    BOOST_TEST(after_begin(says(launcher + myself("line") + " </dev/null", tty.end)) == all);
  }
  auto const folder = dlp_test::temporary_folder();
  auto const file = (folder / "file").string();
  for (auto const* const shell : {" >", " | cat >"}) {  // under a terminal, but led elsewhere
    auto const rank = mpiexec() + "sh -c '" + myself("line") + shell + file + "' </dev/null";
    BOOST_TEST(after_begin(says(rank + " 1>&2; cat " + file, tty.end)) == all, shell);
  }
}

BOOST_AUTO_TEST_CASE(a_terminal_says_how_wide_it_is) {
  auto const tty = terminal();
  for (auto const columns : {40, 132}) {
    tty.resize(static_cast<unsigned short>(columns));
    auto const text = "\n" + std::to_string(columns) + " columns\n";
    for (auto const& under : {std::string("COLUMNS=50 "), "exec " + mpiexec()}) {
      auto const said = says(under + myself() + " </dev/null", tty.end);
      BOOST_TEST(said.find(text) != said.npos, said);
    }
  }
}

BOOST_AUTO_TEST_CASE(where_it_does_not_say_columns_does) {
  auto const tty = terminal();  // 0 wide
  auto const with = [&](std::string const& variable) {
    return says("env " + variable + " " + myself(), tty.end);
  };
  BOOST_TEST(with("COLUMNS=50").find("\n50 columns") != std::string::npos);
  BOOST_TEST(with("-u COLUMNS").find("\n80 columns") != std::string::npos);
  BOOST_TEST(with("COLUMNS=wide").find("\n80 columns") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_text_takes_the_columns_of_its_characters) {
  using dlp::detail::columns_of;
  BOOST_TEST(columns_of("") == 0U);
  BOOST_TEST(columns_of("sweep") == 5U);
  BOOST_TEST(columns_of("Größe") == 5U);
  BOOST_TEST(columns_of("o\xcc\x88") == 1U);  // with a mark
  BOOST_TEST(columns_of("振り子") == 6U);
  BOOST_TEST(columns_of("🚀") == 2U);
  BOOST_TEST(columns_of("\xff\x80 \xe6\x8c") == 5U);  // no UTF-8
}

BOOST_AUTO_TEST_CASE(a_text_is_cut_between_characters) {
  using dlp::detail::cut_to;
  BOOST_TEST(cut_to(3, "sweep") == "swe");
  BOOST_TEST(cut_to(9, "sweep") == "sweep");
  BOOST_TEST(cut_to(0, "sweep") == "");
  BOOST_TEST(cut_to(3, "Größe") == "Grö");
  BOOST_TEST(cut_to(3, "振り子") == "振");
  BOOST_TEST(cut_to(2, "no\xcc\x88") == "no\xcc\x88");
}

BOOST_AUTO_TEST_SUITE_END()
