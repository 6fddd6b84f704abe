// SPDX-License-Identifier: BSL-1.0
#include <task/saved_file.hpp>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(saved_file_test)

using dlp::detail::save_file;
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

BOOST_AUTO_TEST_SUITE_END()
