// SPDX-License-Identifier: BSL-1.0
#include <each/child_process.hpp>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <each/child_environment.hpp>

BOOST_AUTO_TEST_SUITE(child_process_test)

using namespace dlp::detail;
using namespace std::chrono_literals;

namespace {

struct ended {
  child_end end;
  std::string out;
  std::string err;
};

auto run(std::string const& command, std::optional<std::chrono::duration<double>> timeout = {},
         bool is_unwanted = false) -> ended {
  auto all = ended();
  all.end =
      run_child({.shell = "/bin/sh",
                 .command = command,
                 .environment = environment_of_child({}),
                 .timeout = timeout},
                {.wrote = [&](int stream, auto text) { (stream == 1 ? all.out : all.err) += text; },
                 .is_unwanted = [&] { return is_unwanted; }});
  return all;
}

/// Whether nothing of it runs any more; not at once, as a parent of its own has to ask for it.
auto is_gone(std::string const& process) -> bool {
  auto const number = static_cast<::pid_t>(std::stol(process));
  for (auto i = 0; i != 500; ++i) {
    auto const state = run("cut -d ' ' -f 3 /proc/" + std::to_string(number) + "/stat 2>/dev/null");
    if (state.out.empty() || state.out == "Z\n") return true;
    ::usleep(10'000);
  }
  return false;
}

}  // namespace

BOOST_AUTO_TEST_CASE(code_signal_and_outputs_come_back) {
  auto const good = run("echo out; echo err >&2");
  BOOST_TEST(good.end.code == 0);
  BOOST_TEST(good.out == "out\n");
  BOOST_TEST(good.err == "err\n");
  BOOST_TEST(good.end.began > 1e9);
  BOOST_TEST(run("exit 7").end.code == 7);
  auto const killed = run("kill -9 $$");
  BOOST_TEST(killed.end.signal == SIGKILL);
  BOOST_TEST(killed.end.code == 0);
}

BOOST_AUTO_TEST_CASE(all_of_a_large_output_comes_and_in_its_order) {
  auto const large = run("seq 200000");
  BOOST_TEST(large.out.size() == 1'288'895U);
  BOOST_TEST(large.out.ends_with("199999\n200000\n"));
}

BOOST_AUTO_TEST_CASE(stdin_is_empty) {
  auto const it = run("readlink /proc/self/fd/0; cat");
  BOOST_TEST(it.out == "/dev/null\n");
}

BOOST_AUTO_TEST_CASE(no_file_that_is_open_here_is_open_there) {
  auto const inherited = ::open("/etc/passwd", O_RDONLY);  // without O_CLOEXEC
  auto const high = ::dup2(inherited, 200);
  auto const it = run("for n in 3 4 5 6 7 8 9 200 " + std::to_string(inherited) +
                      "; do [ -e /proc/$$/fd/$n ] && echo $n; done");
  BOOST_TEST(it.out.empty());
  ::close(inherited);
  ::close(high);
}

BOOST_AUTO_TEST_CASE(signals_are_as_a_shell_expects_them) {
  auto const before = std::signal(SIGPIPE, SIG_IGN);
  auto const it = run("yes | head -n 1; sed -n 's/^SigIgn:.//p' /proc/self/status");
  std::signal(SIGPIPE, before);
  BOOST_REQUIRE(it.out.starts_with("y\n"));
  constexpr auto standard = 0x7fffffffUL;  // of those behind glibc keeps two for itself
  BOOST_TEST((std::stoul(it.out.substr(2), nullptr, 16) & standard) == 0U);
}

BOOST_AUTO_TEST_CASE(it_is_ended_when_its_time_is_over_with_all_that_it_has_started) {
  auto const late = run("echo before; sleep 1000 & echo $!; wait", 0.2s);
  BOOST_TEST(late.end.is_timed_out);
  BOOST_TEST(late.end.code == -1);
  BOOST_TEST(late.end.signal == SIGTERM);
  BOOST_TEST(late.out.starts_with("before\n"));
  BOOST_TEST(is_gone(late.out.substr(7)));
  BOOST_TEST(!run("true", 100s).end.is_timed_out);
}

BOOST_AUTO_TEST_CASE(what_does_not_mind_sigterm_is_killed) {
  auto const late = run("trap '' TERM; sleep 1000 & echo $!; while :; do wait; done", 0.1s);
  BOOST_TEST(late.end.signal == SIGKILL);
  BOOST_TEST(is_gone(late.out));
}

BOOST_AUTO_TEST_CASE(what_it_has_started_has_time_to_end_in_order) {
  auto has_ended = false;  // a busy machine may take its time away
  for (auto i = 0; i != 10 && !has_ended; ++i) {
    auto const late = run(
        "(trap 'trap \"\" TERM; sleep 0.05; echo in order; exit' TERM; while :; do sleep 1; done) &"
        "wait",
        0.1s);
    BOOST_TEST(late.end.signal == SIGTERM);
    has_ended = late.out == "in order\n";
  }
  BOOST_TEST(has_ended);
}

BOOST_AUTO_TEST_CASE(it_is_ended_when_it_is_unwanted) {
  auto const it = run("exec sleep 1000", {}, true);
  BOOST_TEST(!it.end.is_timed_out);
  BOOST_TEST(it.end.code == -1);
  BOOST_TEST(it.end.signal == SIGTERM);
}

BOOST_AUTO_TEST_CASE(nothing_of_it_stays_where_who_watches_throws) {
  auto process = std::string();
  auto const throws = [&](int /*stream*/, std::string_view text) {
    process = text;
    throw std::runtime_error("no room");
  };
  BOOST_CHECK_THROW(
      static_cast<void>(run_child({.shell = "/bin/sh", .command = "sleep 1000 & echo $!; wait"},
                                  {.wrote = throws, .is_unwanted = [] { return false; }})),
      std::runtime_error);
  BOOST_TEST(is_gone(process));
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_what_it_leaves_behind) {
  auto const it = run("sleep 60 & echo $!");
  BOOST_TEST(it.end.code == 0);
  BOOST_TEST(it.end.seconds < 30);
  ::kill(static_cast<::pid_t>(std::stol(it.out)), SIGKILL);
}

BOOST_AUTO_TEST_CASE(of_what_writes_behind_it_for_ever_one_pipe_is_read) {
  auto process = ::pid_t{0};
  auto behind = std::size_t{0};  // is read after its end
  auto const wrote = [&](int /*stream*/, std::string_view text) {
    if (process == 0) process = static_cast<::pid_t>(std::stol(std::string(text.substr(0, 10))));
    if (::kill(process, 0) != 0) behind += text.size();
    if (behind > std::size_t{1} << 20U) throw std::runtime_error("it is read for ever");
    ::usleep(2'000);  // in which the pipe is full again
  };
  auto const end = run_child({.shell = "/bin/sh", .command = "echo $$; yes & exit 3"},
                             {.wrote = wrote, .is_unwanted = [] { return false; }});
  BOOST_TEST(end.code == 3);
  BOOST_TEST(behind <= 65'536U);
}

BOOST_AUTO_TEST_CASE(a_shell_that_is_not_there_is_said) {
  auto const end = run_child({.shell = "/no/shell", .command = "true"}, {});
  BOOST_TEST(end.code == -1);
  BOOST_TEST(end.why == "/no/shell cannot be started: No such file or directory");
}

BOOST_AUTO_TEST_CASE(only_shells_of_bournes_kind_are_taken) {
  auto const* const had = std::getenv("SHELL");
  auto const before = std::string(had ? had : "");
  ::unsetenv("PARALLEL_SHELL");
  ::setenv("SHELL", "/bin/bash", 1);
  BOOST_TEST(shell_for_children() == "/bin/bash");
  for (auto const* other : {"/bin/tcsh", "/no/such/bash", ""}) {
    ::setenv("SHELL", other, 1);
    BOOST_TEST(shell_for_children() == "/bin/sh");
  }
  ::setenv("PARALLEL_SHELL", "/bin/dash", 1);
  BOOST_TEST(shell_for_children() == "/bin/dash");
  ::unsetenv("PARALLEL_SHELL");
  ::setenv("SHELL", before.c_str(), 1);
}

BOOST_AUTO_TEST_SUITE_END()
