// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/pack.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/serialization/map.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/core/heap_slot.hpp>

#include "../support/memory_taken.hpp"
#include "../support/packed.hpp"

BOOST_AUTO_TEST_SUITE(pack_test)

namespace detail = dlp::detail;
using dlp_test::comes_back;
using dlp_test::packed;
using dlp_test::refuses_every_truncation;

namespace {

struct point {
  double x;
  std::int16_t n;

  friend auto operator==(point const&, point const&) -> bool = default;
};

struct no_empty_value {
  explicit no_empty_value(int v) : number(v) {}
  int number;

  friend auto operator==(no_empty_value const&, no_empty_value const&) -> bool = default;
};

struct person {
  std::string name;
  std::vector<std::map<int, std::string>> letters;

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & name & letters;
  }
  friend auto operator==(person const&, person const&) -> bool = default;
};

struct refuses {
  std::string text;
  bool when_loading = false;

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & text & when_loading;
    if (Archive::is_loading::value == when_loading) throw std::domain_error("cannot be archived");
  }
};

static_assert(detail::plain<point> && detail::plain<no_empty_value> && detail::plain<bool>);
static_assert(!detail::plain<int*> && !detail::plain<int point::*> && !detail::plain<std::string>);
static_assert(detail::is_plain_vector<std::vector<point>>);
static_assert(!detail::is_plain_vector<std::vector<bool>>);
static_assert(!detail::is_plain_vector<std::vector<int*>>);
static_assert(!detail::is_plain_vector<std::vector<std::string>>);

}  // namespace

// contract: M3
BOOST_AUTO_TEST_CASE(plain_values_come_back) {
  BOOST_TEST(comes_back(42));
  BOOST_TEST(comes_back(true));
  BOOST_TEST(comes_back(point{1.5, -3}));
  BOOST_TEST(comes_back(no_empty_value(7)));
  BOOST_TEST(comes_back(std::array<point, 3>{{{1, 2}, {3, 4}, {5, 6}}}));
}

// contract: M3
BOOST_AUTO_TEST_CASE(plain_values_travel_without_an_archive) {
  BOOST_TEST(packed(42).size() == sizeof(int));
  BOOST_TEST(packed(point{1.5, -3}).size() == sizeof(point));
  BOOST_TEST(packed(std::vector<double>(100)).size() == 8 + 100 * sizeof(double));
  BOOST_TEST(packed(std::string("four")).size() == 8U + 4U);
}

// contract: M3
BOOST_AUTO_TEST_CASE(texts_come_back_with_all_their_characters) {
  BOOST_TEST(comes_back(std::string()));
  BOOST_TEST(comes_back(std::string("a\0b\n\xff", 5)));
  BOOST_TEST(comes_back(std::string(1'000'000, 'x')));
}

// contract: M3
BOOST_AUTO_TEST_CASE(vectors_come_back) {
  BOOST_TEST(comes_back(std::vector<int>()));
  BOOST_TEST(comes_back(std::vector<int>{1, 2, 3}));
  BOOST_TEST(comes_back(std::vector<point>{{1.5, 2}, {2.5, 3}}));
  BOOST_TEST(comes_back(std::vector<bool>()));
  BOOST_TEST(
      comes_back(std::vector<bool>{true, false, true, true, false, true, true, true, false}));
  BOOST_TEST(comes_back(std::vector<std::string>()));
  BOOST_TEST(comes_back(std::vector<std::string>{"", "one", std::string("\0", 1)}));
  BOOST_TEST(comes_back(std::vector<std::vector<int>>{{}, {1}, {2, 3}}));
}

// contract: M3
BOOST_AUTO_TEST_CASE(maps_and_nested_types_come_back) {
  BOOST_TEST(comes_back(std::map<std::string, std::vector<int>>()));
  BOOST_TEST(comes_back(std::map<std::string, std::vector<int>>{{"a", {}}, {"b", {1, 2}}}));
  BOOST_TEST(comes_back(person{"Ada", {{}, {{1, "one"}, {2, ""}}}}));
  BOOST_TEST(comes_back(std::vector<person>(3, {"Ada", {{{1, "one"}}}})));
}

BOOST_AUTO_TEST_CASE(values_with_their_sizes_in_front_come_one_after_the_other) {
  auto data = dlp::bytes(3);
  detail::pack_sized(data, person{"Ada", {}});
  detail::pack_sized(data, 7);
  auto reader = detail::byte_reader(std::span(data).subspan(3));
  BOOST_TEST((detail::unpack<person>(reader.take_sized()) == person{"Ada", {}}));
  BOOST_TEST(detail::unpack<int>(reader.take_sized()) == 7);
  BOOST_TEST(reader.done());
}

BOOST_AUTO_TEST_CASE(a_value_is_appended_to_what_is_there) {
  auto data = packed(1);
  detail::pack(data, std::map<int, int>{{2, 3}});
  BOOST_TEST(detail::unpack<int>(data) == 1);
  auto const rest = std::span(data).subspan(sizeof(int));
  BOOST_TEST((detail::unpack<std::map<int, int>>(rest) == std::map<int, int>{{2, 3}}));
}

namespace {

/// Larger than a stack, each in a way of its own.
constexpr auto beyond_a_stack = std::size_t{16} << 20;
struct huge {
  char all[beyond_a_stack];
};
struct huge_without_empty_value {
  explicit huge_without_empty_value(char c) { std::ranges::fill(all, c); }
  char all[beyond_a_stack];
};
struct huge_and_archived {
  char all[beyond_a_stack];
  std::string text;

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & all & text;
  }
};

template <class T>
void comes_back_on_the_heap(T const& value) {
  auto slot = detail::heap_slot<T>();
  slot.emplace_with([&] { return detail::unpack<T>(packed(value)); });
  BOOST_TEST((std::ranges::equal(slot->all, value.all)));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_value_larger_than_a_stack_is_read_in_its_place) {
  auto const one = std::make_unique<huge>();
  std::ranges::fill(one->all, '1');
  comes_back_on_the_heap(*one);
  auto const other = std::make_unique<huge>();
  detail::unpack_into(*other, packed(*one));
  BOOST_TEST((std::ranges::equal(other->all, one->all)));

  comes_back_on_the_heap(*std::make_unique<huge_without_empty_value>('2'));

  auto const archived = std::make_unique<huge_and_archived>();
  std::ranges::fill(archived->all, '3');
  comes_back_on_the_heap(*archived);

  auto const either = std::make_unique<std::variant<int, huge_and_archived>>();
  either->emplace<1>();
  std::ranges::fill(get<1>(*either).all, '4');
  auto const back = std::make_unique<std::variant<int, huge_and_archived>>();
  detail::unpack_into(*back, packed(*either));
  BOOST_TEST((std::ranges::equal(get<1>(*back).all, get<1>(*either).all)));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_missing_are_an_error) {
  BOOST_TEST(refuses_every_truncation(42));
  BOOST_TEST(refuses_every_truncation(std::string("text")));
  BOOST_TEST(refuses_every_truncation(std::vector<int>{1, 2, 3}));
  BOOST_TEST(refuses_every_truncation(std::vector<bool>{true, false}));
  BOOST_TEST(refuses_every_truncation(std::vector<std::string>{"one", "two"}));
  BOOST_TEST(refuses_every_truncation(person{"Ada", {{}, {{1, "one"}}}}));
}

BOOST_AUTO_TEST_CASE(missing_bytes_are_an_error_of_dlp) {
  auto const empty = dlp::bytes();
  BOOST_CHECK_THROW(static_cast<void>(detail::unpack<int>(empty)), dlp::error);
  BOOST_CHECK_THROW(static_cast<void>(detail::unpack<std::vector<int>>(empty)), dlp::error);
  BOOST_CHECK_THROW(static_cast<void>(detail::unpack<std::string>(empty)), dlp::error);
}

BOOST_AUTO_TEST_CASE(an_archive_of_which_any_bit_is_wrong_is_an_error_before_it_is_read) {
  auto const whole = packed(person{"Ada", {{{1, "one"}}, {{2, "two"}}}});
  for (auto i = std::size_t{0}; i != whole.size(); ++i) {
    for (auto bit = 0; bit != 8; ++bit) {
      auto damaged = whole;
      damaged[i] ^= static_cast<std::byte>(1 << bit);
      BOOST_CHECK_THROW(static_cast<void>(detail::unpack<person>(damaged)), dlp::error);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_length_that_is_too_large_to_be_true_is_an_error_of_dlp) {
  for (auto const count : {~std::uint64_t{0}, std::uint64_t{1} << 62, std::uint64_t{5}}) {
    auto const data = packed(count);  // 2^62 elements of 4 bytes are 0 bytes in 64 bits
    BOOST_CHECK_THROW(static_cast<void>(detail::unpack<std::vector<int>>(data)), dlp::error);
    BOOST_CHECK_THROW(static_cast<void>(detail::unpack<std::string>(data)), dlp::error);
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(what_serialize_throws_comes_through) {
  auto data = dlp::bytes();
  BOOST_CHECK_THROW(detail::pack(data, refuses{"x", false}), std::domain_error);
  auto const loads = packed(refuses{"x", true});
  BOOST_CHECK_THROW(static_cast<void>(detail::unpack<refuses>(loads)), std::domain_error);
}

namespace {

constexpr auto large = std::size_t{128} << 20;

/// Is written from one text, and read to as many as make it large.
struct many_texts {
  std::string one = std::string(1 << 20, 'x');
  std::vector<std::string> all;

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    for (auto n = large / one.size(); n != 0; --n) {
      archive&(Archive::is_loading::value ? all.emplace_back() : one);
    }
  }
};

}  // namespace

// contract: M4
BOOST_AUTO_TEST_CASE(of_a_large_value_that_is_read_there_is_never_more_than_a_piece_twice) {
  auto const limit = detail::piece_limit();
  detail::set_piece_limit(1 << 20);
  auto raw = dlp::bytes(sizeof(std::uint64_t) + large, std::byte{7});
  auto const count = std::uint64_t{large};
  std::memcpy(raw.data(), &count, sizeof count);
  auto before = dlp_test::most_memory_taken();
  auto const plain = detail::unpack<dlp::bytes>(std::move(raw));
  auto const extra = dlp_test::most_memory_taken() - before;
  raw = dlp::bytes();

  auto archive = dlp::bytes();
  archive.reserve(large + (1 << 20));
  detail::pack(archive, many_texts());
  before = dlp_test::most_memory_taken();
  auto const texts = detail::unpack<many_texts>(std::move(archive));
  auto const extra_archived = dlp_test::most_memory_taken() - before;

  BOOST_TEST((plain == dlp::bytes(large, std::byte{7})));
  BOOST_TEST(texts.all.size() == 128u);
  for (auto const& one : texts.all) BOOST_TEST((one == texts.one));
  if (dlp_test::memory_is_the_programs_own) {
    BOOST_TEST(extra < 16 * 1024);
    BOOST_TEST(extra_archived < 16 * 1024);
  }
  detail::set_piece_limit(limit);
}

BOOST_AUTO_TEST_SUITE_END()
