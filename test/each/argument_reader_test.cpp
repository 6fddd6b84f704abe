// SPDX-License-Identifier: BSL-1.0
#include <each/argument_reader.hpp>

#include <chrono>
#include <csignal>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>
#include <each/stop_signal.hpp>

#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(argument_reader_test)

using dlp::detail::argument_reader;
using words = std::vector<std::string>;

namespace {

auto read_of(std::string const& text, char end = '\n') -> words {
  auto const folder = dlp_test::temporary_folder();
  dlp_test::write_file(folder / "in", text);
  auto reader = argument_reader((folder / "in").string(), end);
  auto all = words();
  while (auto one = reader.next(true)) all.push_back(*one);
  BOOST_TEST(reader.is_at_end());
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_line_is_an_argument) {
  BOOST_TEST(read_of("") == words());
  BOOST_TEST(read_of("a\n\nb c\n") == (words{"a", "", "b c"}));
  BOOST_TEST(read_of("a\nlast") == (words{"a", "last"}));
  BOOST_TEST(read_of("a\r\n") == words{"a\r"});
}

BOOST_AUTO_TEST_CASE(they_may_end_in_another_character) {
  auto const text = std::string("a\nb\0c", 5);
  BOOST_TEST(read_of(text, '\0') == (words{"a\nb", "c"}));
  BOOST_TEST(read_of("a,b\n", ',') == (words{"a", "b\n"}));
}

BOOST_AUTO_TEST_CASE(lines_longer_than_what_is_read_at_once_are_whole) {
  auto const large = std::string(200'000, 'x');
  BOOST_TEST((read_of(large + "\n" + large + "y\nz\n") == words{large, large + "y", "z"}));
}

BOOST_AUTO_TEST_CASE(of_a_pipe_what_has_come_is_there_before_its_end) {
  auto const folder = dlp_test::temporary_folder();
  auto const name = (folder / "pipe").string();
  BOOST_REQUIRE(::mkfifo(name.c_str(), 0600) == 0);
  auto const both = ::open(name.c_str(), O_RDWR);
  auto reader = argument_reader(name, '\n');
  BOOST_TEST(!reader.next(false));
  BOOST_TEST(::write(both, "a\nb", 3) == 3);
  BOOST_TEST(reader.next(false).value() == "a");
  BOOST_TEST(!reader.next(false));
  BOOST_TEST(::write(both, "c\n", 2) == 2);
  BOOST_TEST(reader.next(false).value() == "bc");
  BOOST_TEST(!reader.is_at_end());
  ::close(both);
  BOOST_TEST(!reader.next(false));
  BOOST_TEST(reader.is_at_end());
}

BOOST_AUTO_TEST_CASE(a_signal_ends_the_wait_for_more) {
  auto const folder = dlp_test::temporary_folder();
  auto const name = (folder / "pipe").string();
  BOOST_REQUIRE(::mkfifo(name.c_str(), 0600) == 0);
  auto const both = ::open(name.c_str(), O_RDWR);
  auto const child = ::fork();
  if (child == 0) {
    ::alarm(30);
    dlp::detail::note_stop_signals();
    auto reader = argument_reader(name, '\n');
    std::thread([me = ::getpid()] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      ::kill(me, SIGTERM);
    }).detach();
    ::_exit(reader.next(true) ? 1 : 0);
  }
  auto status = 0;
  BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
  BOOST_TEST(status == 0);
  ::close(both);
}

BOOST_AUTO_TEST_CASE(stdin_that_does_not_wait_is_waited_for) {
  int ends[2];
  BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
  auto const before = ::dup(STDIN_FILENO);
  ::dup2(ends[0], STDIN_FILENO);
  auto writing = std::thread([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    static_cast<void>(!::write(ends[1], "a\n", 2));
    ::close(ends[1]);
  });
  auto reader = argument_reader("-", '\n');
  auto const first = reader.next(true);
  writing.join();
  BOOST_TEST(first.value_or("none") == "a");
  BOOST_TEST(!reader.next(true));
  BOOST_TEST(reader.is_at_end());
  ::dup2(before, STDIN_FILENO);
  ::close(before);
  ::close(ends[0]);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_is_said) {
  auto const said =
      dlp_test::text_of<dlp::usage_error>([] { return argument_reader("/no/such", '\n'); });
  BOOST_TEST(said == "dlp-each: /no/such cannot be read: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
