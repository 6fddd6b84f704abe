// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/terminal.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

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

auto myself() -> std::string {
  char path[4096];
  auto const length = ::readlink("/proc/self/exe", path, sizeof path);
  return "env DLP_TEST_ASKED=1 " + std::string(path, static_cast<std::size_t>(length));
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

/// Run by the tests below, in the way that they ask about.
struct answers_when_asked {
  answers_when_asked() {
    if (!std::getenv("DLP_TEST_ASKED")) return;
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
  auto const under_mpiexec = "exec mpiexec.mpich -np 1 " + myself() + " </dev/null";
  BOOST_TEST(says(under_mpiexec, tty.end).ends_with("a terminal\n"));
  BOOST_TEST(says(under_mpiexec, file).ends_with("no terminal\n"));
  ::close(file);
}

BOOST_AUTO_TEST_CASE(a_terminal_says_how_wide_it_is) {
  auto const tty = terminal();
  for (auto const columns : {40, 132}) {
    tty.resize(static_cast<unsigned short>(columns));
    auto const text = "\n" + std::to_string(columns) + " columns\n";
    for (auto const* const under : {"COLUMNS=50 ", "exec mpiexec.mpich -np 1 "}) {
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
