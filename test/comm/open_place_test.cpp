// SPDX-License-Identifier: BSL-1.0
#include <comm/job/open_place.hpp>

#include <chrono>
#include <memory>
#include <source_location>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(open_place_test)

using namespace dlp::detail;
using namespace std::chrono_literals;
using dlp::failure;
using dlp::index_t;

namespace {

struct loop {
  loop_moment now = {};
  static auto index(void const* its) noexcept -> index_t {
    return static_cast<loop const*>(its)->now.index;
  }
  static auto moment(void const* its) noexcept -> loop_moment {
    return static_cast<loop const*>(its)->now;
  }
};

auto where() -> std::string { return std::string(where_this_thread_is(0).text.text()); }

auto since(std::chrono::seconds time) { return std::chrono::steady_clock::now() - time; }

}  // namespace

BOOST_AUTO_TEST_CASE(without_a_loop_there_is_nothing_to_say) {
  BOOST_TEST(where() == "");
  BOOST_TEST(open_loops() == "");
  BOOST_TEST((place_of_crash() == nullptr));
}

BOOST_AUTO_TEST_CASE(a_loop_is_named_with_its_line_as_long_as_it_is_open) {
  auto its = loop{{.index = 7}};
  auto const line = std::source_location::current();
  auto place = open_place("map over 9 examples", line, &its, loop::index);
  auto const name = "index 7 of map at open_place_test.cpp:" + std::to_string(line.line());
  BOOST_TEST(open_loops() == name);
  BOOST_TEST(where() == "in " + name + " for 0 s at most");
  place.close();
  BOOST_TEST(where() == "");
}

BOOST_AUTO_TEST_CASE(each_activity_has_its_words) {
  auto its = loop{{.index = 7, .since = since(67s), .is_exact = true}};
  auto const place = open_place("map", {}, &its, loop::index, loop::moment);
  BOOST_TEST(where() == "in index 7 of map for 1 min 07 s");
  its.now.index = failure::no_index;
  BOOST_TEST(where() == "in map for 1 min 07 s");
  its.now.what = activity::waiting;
  BOOST_TEST(where() == "waits for work in map for 1 min 07 s");
  its.now = {.index = 7, .what = activity::result, .done = 3, .total = 9};
  BOOST_TEST(where() == "at the result of index 7 of map, 3 of 9 done");
  its.now.what = activity::serving;
  BOOST_TEST(where() == "hands out in map, 3 of 9 done");
  its.now.total.reset();
  BOOST_TEST(where() == "hands out in map, 3 done");
  its.now.what = activity::holding;
  BOOST_TEST(where() == "in no call, has open map, 3 done");
}

BOOST_AUTO_TEST_CASE(a_call_that_is_no_loop_is_no_place_of_a_crash) {
  auto const call = open_place("gather of int, root 0", {});
  BOOST_TEST(where().starts_with("in gather of int for "));
  BOOST_TEST(!where().ends_with(" at most"));
  BOOST_TEST(open_loops() == "");
  BOOST_TEST((place_of_crash() == nullptr));
}

BOOST_AUTO_TEST_CASE(the_innermost_comes_first_whichever_is_closed_first) {
  auto outer = loop{{.index = 1}};
  auto inner = loop{{.index = 2}};
  auto first =
      std::make_unique<open_place>("split_shared", std::source_location(), &outer, loop::index);
  auto const second = open_place("map", {}, &inner, loop::index);
  BOOST_TEST(open_loops() == "index 2 of map, in index 1 of split_shared");
  BOOST_TEST(where() ==
             "in index 2 of map for 0 s at most, in index 1 of split_shared for 0 s at most");
  first.reset();
  BOOST_TEST(open_loops() == "index 2 of map");
}

BOOST_AUTO_TEST_CASE(another_thread_is_named_where_this_one_is_nowhere) {
  auto its = loop{{.index = 7}};
  auto const place = open_place("map", {}, &its, loop::index);
  BOOST_TEST(!where_this_thread_is(0).is_handed_on);
  std::thread([&] {
    BOOST_TEST(where_this_thread_is(0).is_handed_on);
    BOOST_TEST(where() == "");
    BOOST_TEST((place_of_crash() == &place), "a crash names what there is");
  }).join();
}

BOOST_AUTO_TEST_SUITE_END()
