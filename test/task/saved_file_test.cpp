// SPDX-License-Identifier: BSL-1.0
#include <task/saved_file.hpp>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/no_more_files.hpp"
#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(saved_file_test)

using dlp::detail::save_file;
using dlp::detail::write_whole;
using dlp_test::read_file;
using dlp_test::text_of;
using path = std::filesystem::path;

auto write_half(path const& beside) { std::ofstream(beside) << "new"; }

BOOST_AUTO_TEST_CASE(what_is_written_takes_the_place_of_the_file) {
  auto const in = dlp_test::temporary_folder();
  std::ofstream(in / "a") << "old";
  save_file(in / "a", [&](path const& beside) {
    write_half(beside);
    BOOST_TEST(beside.parent_path() == in.path());
    BOOST_TEST(read_file(in / "a") == "old");
  });
  BOOST_TEST(read_file(in / "a") == "new");
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(in.path()), {}) == 1);
}

BOOST_AUTO_TEST_CASE(a_whole_file_is_written_or_the_system_says_why_not) {
  auto const in = dlp_test::temporary_folder();
  auto const content = std::string("a\0b\r\n", 5);
  std::ofstream(in / "a") << "something longer";
  write_whole(in / "a", content);
  BOOST_TEST(read_file(in / "a") == content);
  BOOST_TEST(text_of<std::system_error>([&] { write_whole(in / "none/a", content); }) ==
             "No such file or directory");
  BOOST_TEST(text_of<std::system_error>([] { write_whole("/dev/full", "a"); }) ==
             "No space left on device");
  write_whole(in / "a", [](std::ostream& to) { to << "x = " << 17; });
  BOOST_TEST(read_file(in / "a") == "x = 17");
  BOOST_TEST(text_of<std::system_error>([] {
               write_whole("/dev/full", [](std::ostream& to) { to << 17; });
             }) == "No space left on device");
  for (auto const* file :
       {"/dev/full", "/none/a"}) {  // what comes after the first failure is not it
    auto written = 0;
    auto const text = text_of<std::system_error>([&] {
      write_whole(file, [&](std::ostream& to) {
        to << std::string(1 << 20U, 'x');
        errno = 0;
        ++written;
      });
    });
    BOOST_TEST(text == (std::string_view(file) == "/dev/full" ? "No space left on device"
                                                              : "No such file or directory"));
    BOOST_TEST(written == 0);
  }
}

BOOST_AUTO_TEST_CASE(the_file_stays_where_that_fails_and_nothing_lies_beside_it) {
  auto const in = dlp_test::temporary_folder();
  auto const file = in / "a";
  std::ofstream(file) << "old";
  BOOST_TEST(text_of<dlp::error>([&] {
               save_file(file, [](path const& beside) {
                 write_half(beside);
                 throw std::system_error(ENOSPC, std::generic_category());
               });
             }) == "dlp: " + file.string() + " cannot be written: No space left on device");
  BOOST_TEST(text_of<std::logic_error>([&] {
               save_file(file, [](path const& beside) {
                 write_half(beside);
                 throw std::logic_error("of the writer");
               });
             }) == "of the writer");
  BOOST_TEST(read_file(file) == "old");
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(in.path()), {}) == 1);
}

BOOST_AUTO_TEST_CASE(what_is_there_is_shown_and_not_replaced) {
  auto const in = dlp_test::temporary_folder();
  auto const file = in / "a";
  BOOST_TEST(!dlp::detail::has_content(file));
  BOOST_TEST(!dlp::detail::has_content(in.path()));
  std::ofstream(file).flush();
  BOOST_TEST(!dlp::detail::has_content(file));
  BOOST_TEST(dlp::detail::beginning_of(file) == "\"\"");
  std::ofstream(file) << "a\tb\r\nc\n";
  BOOST_TEST(dlp::detail::has_content(file));
  BOOST_TEST(dlp::detail::beginning_of(file) == "\"a\\tb\"");
  {
    auto const none = dlp_test::no_more_files();
    BOOST_TEST(text_of<dlp::usage_error>([&] { return dlp::detail::beginning_of(file); }) ==
               "dlp: " + file.string() +
                   " is not replaced: it cannot be read: Too many open files. Save this "
                   "elsewhere, or remove that file");
  }
  BOOST_TEST(text_of<dlp::usage_error>([&] { return dlp::detail::beginning_of(in.path()); }) ==
             "dlp: " + in.path().string() +
                 " is not replaced: it cannot be read: Is a directory. Save this elsewhere, or "
                 "remove that file");
  std::ofstream(file) << std::string(100, 'x');
  BOOST_TEST(dlp::detail::first_bytes(file, 3) == "xxx");
  BOOST_TEST(dlp::detail::first_bytes(file, 200) == std::string(100, 'x'));
  BOOST_TEST(dlp::detail::beginning_of(file) == '"' + std::string(60, 'x') + '"');
  BOOST_TEST(text_of<dlp::usage_error>([&] {
               dlp::detail::refuse_to_replace(file, "it is old");
             }) == "dlp: " + file.string() +
                       " is not replaced: it is old. Save this elsewhere, or remove that file");
}

BOOST_AUTO_TEST_SUITE_END()
