// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pool/task_chunk.hpp>

#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(task_chunk_test)

using namespace dlp::detail;

namespace {

auto adds(std::string const& text) {
  return [text](dlp::bytes& to) {
    for (auto const c : text) to.push_back(static_cast<std::byte>(c));
    return true;
  };
}

/// The tasks in what travels.
auto texts_in(std::span<std::byte const> frames) -> std::string {
  auto text = std::string();
  for (auto from = byte_reader(frames); !from.done();) text += from.take_text() + ".";
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(tasks_stand_in_it_as_they_travel_and_some_of_them_too) {
  auto chunk = task_chunk();
  for (auto const* const text : {"a", "", "bcd", "e"}) BOOST_TEST(chunk.add(adds(text)));
  BOOST_TEST(chunk.size() == 4u);
  BOOST_TEST(chunk.byte_count() == 4 * 8 + 5u);
  BOOST_TEST(texts_in(chunk.frames(0, 4)) == "a..bcd.e.");
  BOOST_TEST(texts_in(chunk.frames(2, 3)) == "bcd.");
  BOOST_TEST(texts_in(chunk.frames(3, 3)) == "");
}

BOOST_AUTO_TEST_CASE(of_one_that_cannot_be_made_nothing_stays) {
  auto chunk = task_chunk();
  BOOST_TEST(chunk.add(adds("a")));
  BOOST_TEST(!chunk.add([](dlp::bytes& to) {
    to.resize(to.size() + 100);
    return false;
  }));
  BOOST_TEST(chunk.add(adds("b")));
  BOOST_TEST(texts_in(chunk.frames(0, chunk.size())) == "a.b.");
}

BOOST_AUTO_TEST_CASE(those_of_a_series_are_numbered_and_one_alone_is_not) {
  auto chunk = task_chunk();
  BOOST_TEST(chunk.tag(0) == dlp::failure::no_index);
  chunk.first_tag = 7;
  BOOST_TEST(chunk.tag(0) == 7u);
  BOOST_TEST(chunk.tag(3) == 10u);
}

BOOST_AUTO_TEST_SUITE_END()
