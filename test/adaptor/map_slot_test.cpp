// SPDX-License-Identifier: BSL-1.0
//
// What the compiler says of what a slot refuses is in compile_errors_test.
#include <dlp/adaptor/map_slot.hpp>

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(map_slot_test)

namespace {

/// Writes down what a slot does to its map.
struct diary {
  std::vector<std::string> lines;

  auto operator[](int key) -> dlp::detail::map_slot<diary, int, long> { return {*this, key}; }
  void insert(int key, long value) { note("=", key, value); }
  void add(std::string const& spelling, int key, long value) { note(spelling, key, value); }
  void note(std::string const& spelling, int key, long value) {
    lines.push_back(std::to_string(key) + " " + spelling + " " + std::to_string(value));
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(each_way_to_write_to_a_key_is_told_to_the_map) {
  auto map = diary();
  auto const four = 4L;
  map[1] = 2;
  map[1] = four;
  map[2] += 3;
  map[2] += four;
  ++map[3];
  map[4]++;
  auto const expected =
      std::vector<std::string>{"1 = 2", "1 = 4", "2 += 3", "2 += 4", "3 ++ 1", "4 ++ 1"};
  BOOST_TEST(map.lines == expected);
}

BOOST_AUTO_TEST_SUITE_END()
