// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/attribute.hpp>

#include <cstdint>
#include <limits>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include "../support/packed.hpp"

BOOST_AUTO_TEST_SUITE(attribute_test)

namespace {

constexpr auto largest = std::numeric_limits<std::uint64_t>::max();

struct limited {
  dlp::attribute limit = 3;

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & limit;
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(it_is_a_text_or_a_number) {
  BOOST_TEST(std::get<std::string>(dlp::attribute("energy").value) == "energy");
  BOOST_TEST(std::get<std::int64_t>(dlp::attribute(-3).value) == -3);
  BOOST_TEST(std::get<std::int64_t>(dlp::attribute(std::size_t{3}).value) == 3);
  BOOST_TEST(std::get<std::int64_t>(dlp::attribute(true).value) == 1);
  BOOST_TEST(std::get<std::uint64_t>(dlp::attribute(largest).value) == largest);
  BOOST_TEST(std::get<double>(dlp::attribute(0.5F).value) == 0.5);
}

BOOST_AUTO_TEST_CASE(a_whole_number_is_not_a_real_one) {
  BOOST_TEST(dlp::attribute(1) == 1);
  BOOST_TEST(dlp::attribute(1) != 1.0);
  BOOST_TEST(dlp::attribute("1") != 1);
}

BOOST_AUTO_TEST_CASE(what_is_no_number_is_the_same_as_itself) {
  constexpr auto none = std::numeric_limits<double>::quiet_NaN();
  BOOST_TEST(dlp::attribute(none) == dlp::attribute(none));
  BOOST_TEST(dlp::attribute(none) != dlp::attribute(0.0));
}

BOOST_AUTO_TEST_CASE(it_is_written_as_what_it_is) {
  auto text = std::ostringstream();
  text << dlp::attribute("a b") << ' ' << dlp::attribute(2) << ' ' << dlp::attribute(0.5);
  BOOST_TEST(text.str() == "a b 2 0.5");
}

BOOST_AUTO_TEST_CASE(all_of_it_travels) {
  static_assert(dlp::detail::sendable<dlp::attribute>);
  for (auto const& one : {dlp::attribute("text"), dlp::attribute(-1), dlp::attribute(0.1),
                          dlp::attribute(largest), dlp::attribute()})
    BOOST_TEST(dlp::detail::unpack<dlp::attribute>(dlp_test::packed(one)) == one);
}

BOOST_AUTO_TEST_CASE(it_takes_the_place_of_one_of_another_kind) {
  auto const sent = limited{"none"};
  BOOST_TEST(dlp::detail::unpack<limited>(dlp_test::packed(sent)).limit == "none");
}

BOOST_AUTO_TEST_SUITE_END()
