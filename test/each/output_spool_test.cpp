// SPDX-License-Identifier: BSL-1.0
#include <each/output_spool.hpp>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(output_spool_test)

using dlp::detail::output_spool;
using dlp::detail::spill_file;

namespace {

auto all_of(output_spool const& spool) -> std::string {
  auto text = std::string();
  spool.read([&](std::string_view part) { text += part; });
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_appended_is_read_in_its_order) {
  auto beside = spill_file();
  auto spool = output_spool(beside);
  BOOST_TEST(all_of(spool).empty());
  spool.append("a");
  spool.append("bc");
  BOOST_TEST(all_of(spool) == "abc");
  auto moved = std::move(spool);
  BOOST_TEST(all_of(moved) == "abc");
  moved.clear();
  BOOST_TEST(all_of(moved).empty());
  BOOST_TEST(beside.in_memory == 0U);
}

BOOST_AUTO_TEST_CASE(much_lies_in_a_file_whose_room_is_free_again) {
  auto beside = spill_file();
  auto expected = std::string();
  {
    auto small = output_spool(beside);
    auto large = output_spool(beside);
    small.append("small");
    for (auto i = 0; i != 200; ++i) {
      auto const part = std::string(1 << 20, static_cast<char>('a' + i % 26)) + "\n";
      large.append(part);
      expected += part;
      BOOST_REQUIRE(beside.in_memory <= output_spool::most_in_memory);
    }
    BOOST_TEST((all_of(large) == expected));
    BOOST_TEST(all_of(small) == "small");
  }
  BOOST_TEST(beside.in_memory == 0U);
  auto const again = beside.put("x");
  BOOST_TEST(again.begin == 0U);
  BOOST_TEST(beside.get(again) == "x");
}

BOOST_AUTO_TEST_CASE(the_file_lies_in_tmpdir_and_has_no_name) {
  auto const folder = dlp_test::temporary_folder();
  ::setenv("TMPDIR", folder.path().c_str(), 1);
  auto beside = spill_file();
  static_cast<void>(beside.put("x"));
  BOOST_TEST(folder.files().empty());
  ::setenv("TMPDIR", "/proc", 1);
  auto const said = dlp_test::text_of<dlp::error>([] { return spill_file().put("x"); });
  ::unsetenv("TMPDIR");
  BOOST_TEST(dlp_test::contains(said, "have no room in /proc"));
}

BOOST_AUTO_TEST_SUITE_END()
