// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/bytes.hpp>

#include <cstdint>
#include <string>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(bytes_test)

using dlp::detail::append;
using dlp::detail::byte_reader;

namespace {

struct point {
  double x;
  std::int16_t n;

  friend auto operator==(point, point) -> bool = default;
};

struct no_empty_value {
  explicit no_empty_value(int v) : number(v) {}
  int number;
};

}  // namespace

BOOST_AUTO_TEST_CASE(what_was_appended_is_read_back_in_its_order) {
  auto data = dlp::bytes();
  append(data, std::uint8_t{200});
  append(data, point{1.5, -3});
  append(data, std::string("with a \0 in it", 14));
  append(data, std::string_view());
  append(data, no_empty_value(7));

  auto reader = byte_reader(data);
  BOOST_TEST(reader.take<std::uint8_t>() == 200);
  BOOST_TEST((reader.take<point>() == point{1.5, -3}));
  BOOST_TEST(reader.take_text() == std::string("with a \0 in it", 14));
  BOOST_TEST(reader.take_text() == "");
  BOOST_TEST(reader.take<no_empty_value>().number == 7);
  BOOST_TEST(reader.done());
}

BOOST_AUTO_TEST_CASE(a_piece_is_as_long_as_the_size_in_front_of_it_says) {
  auto data = dlp::bytes();
  append(data, std::string_view("abc"));
  append(data, std::uint8_t{7});
  auto reader = byte_reader(data);
  BOOST_TEST(reader.take_sized().size() == 3U);
  BOOST_TEST(reader.take<std::uint8_t>() == 7);
}

BOOST_AUTO_TEST_CASE(a_value_takes_no_more_than_its_size) {
  auto data = dlp::bytes();
  append(data, std::uint32_t{1});
  BOOST_TEST(data.size() == 4U);
  append(data, std::string_view("four"));
  BOOST_TEST(data.size() == 4U + 8U + 4U);
}

BOOST_AUTO_TEST_CASE(a_piece_is_read_where_it_lies) {
  auto data = dlp::bytes(10);
  auto reader = byte_reader(data);
  BOOST_TEST(reader.take(4).data() == data.data());
  BOOST_TEST(reader.take(6).data() == data.data() + 4);
  BOOST_TEST(reader.take(0).empty());
  BOOST_TEST(reader.done());
}

BOOST_AUTO_TEST_CASE(every_truncation_of_a_message_is_found) {
  auto data = dlp::bytes();
  append(data, std::uint64_t{5});
  append(data, std::string_view("text"));
  for (auto size = std::size_t{0}; size != data.size(); ++size) {
    auto const cut = dlp::bytes(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(size));
    auto const read = [&] {
      auto reader = byte_reader(cut);
      static_cast<void>(reader.take<std::uint64_t>());
      return reader.take_text();
    };
    BOOST_CHECK_THROW(read(), dlp::error);
  }
}

BOOST_AUTO_TEST_CASE(an_absurd_length_is_an_error_that_says_how_much_is_missing) {
  auto const data = dlp::bytes(3);
  auto reader = byte_reader(data);
  auto const says = [](std::string_view part) {
    return [part](dlp::error const& e) {
      return std::string(e.what()).find(part) != std::string::npos;
    };
  };
  BOOST_CHECK_EXCEPTION(reader.take(~std::uint64_t{0}), dlp::error,
                        says("18446744073709551612 bytes"));
  BOOST_CHECK_EXCEPTION(reader.take(4), dlp::error, says("1 byte"));
  BOOST_TEST(reader.take(3).size() == 3U);  // a refused piece is not lost
}

BOOST_AUTO_TEST_SUITE_END()
