// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pool/item_frame.hpp>

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(item_frame_test)

using namespace dlp::detail;
using dlp::index_t;

namespace {

auto bytes_of(std::string const& text) -> dlp::bytes {
  auto const raw = std::as_bytes(std::span(text));
  return {raw.begin(), raw.end()};
}
auto text_of(std::span<std::byte const> raw) -> std::string {
  return {reinterpret_cast<char const*>(raw.data()), raw.size()};
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_item_comes_back_from_its_frame) {
  auto const data = bytes_of("what was added");
  for (auto const is_seed : {true, false}) {
    for (auto const& path :
         {item_path{4}, item_path{4, 0, 17}, item_path{127, 128, 16383, 16384, ~index_t{0}}}) {
      auto const frame = frame_of({.path = path, .is_seed = is_seed, .data = data});
      auto const item = item_in(frame);
      BOOST_TEST((item.path == path));
      BOOST_TEST(item.is_seed == is_seed);
      BOOST_TEST(text_of(item.data) == "what was added");
    }
  }
}

BOOST_AUTO_TEST_CASE(what_was_made_comes_back_with_its_numbers) {
  auto packed = dlp::bytes();
  append(packed, made_of_item{.added = {{0, bytes_of("a")}, {2, bytes_of("")}},
                              .result = bytes_of("result")});
  auto children = std::vector<std::pair<dlp::index_t, std::string>>();
  auto const result = read_made(packed, [&](dlp::index_t number, std::span<std::byte const> data) {
    children.emplace_back(number, text_of(data));
  });
  BOOST_TEST(text_of(result) == "result");
  BOOST_TEST((children == std::vector<std::pair<dlp::index_t, std::string>>{{0, "a"}, {2, ""}}));
}

BOOST_AUTO_TEST_SUITE_END()
