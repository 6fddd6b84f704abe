// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/value_reader.hpp>

#include <array>
#include <bitset>
#include <chrono>
#include <complex>
#include <deque>
#include <filesystem>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <valarray>
#include <variant>
#include <vector>

#include <boost/serialization/unique_ptr.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/comm/pack.hpp>
#include <dlp/core/heap_slot.hpp>

#include "../support/packed.hpp"

BOOST_AUTO_TEST_SUITE(value_reader_test)

namespace detail = dlp::detail;
using dlp_test::packed;
using dlp_test::travels;

namespace {

struct vec {
  double x, y, z;
  auto operator==(vec const&) const -> bool = default;
};
/// Has no data, and lies where the text lies.
struct ordered_text {
  [[no_unique_address]] std::less<> order = {};
  std::string text;
  auto operator==(ordered_text const& other) const -> bool { return text == other.text; }
};
/// Has no data, and is asked all the same.
struct counts_its_travels {
  template <class Archive>
  void serialize(Archive&, unsigned) {
    ++all;
  }
  inline static int all = 0;
};
struct tree {
  std::vector<tree> children;
  std::string name;
  auto operator==(tree const&) const -> bool = default;
};
struct with_arrays {
  int counts[3];
  std::string names[2];
  auto operator==(with_arrays const&) const -> bool = default;
};
/// Holds an address, and knows it.
struct knows_itself {
  double value = 0;
  double* place = &value;
  knows_itself() = default;
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & value;
    place = nullptr;
  }
  auto operator==(knows_itself const& other) const -> bool { return value == other.value; }
};
struct knows_itself_and_is_plain {
  double* place = nullptr;
  double value = 0;
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & value;
  }
  auto operator==(knows_itself_and_is_plain const& other) const -> bool {
    return value == other.value && other.place == nullptr;
  }
};
struct holds_those {
  knows_itself_and_is_plain one;
  std::optional<knows_itself_and_is_plain> two;
  int number;
  auto operator==(holds_those const&) const -> bool = default;
};
struct all_at_once {
  std::map<std::string, std::vector<std::pair<int, vec>>> table;
  std::optional<std::variant<int, std::string>> choice;
  std::tuple<int, std::string, vec> row;
  auto operator==(all_at_once const&) const -> bool = default;
};

}  // namespace

// contract: M3
BOOST_AUTO_TEST_CASE(containers_of_structs_travel) {
  travels(std::vector<std::vector<vec>>{{{1, 2, 3}}, {}});
  travels(std::list<vec>{{1, 2, 3}, {4, 5, 6}});
  travels(std::forward_list<std::string>{"a", "b"});
  travels(std::deque<vec>{{1, 2, 3}});
  travels(std::array<std::string, 3>{"a", "b", "c"});
  travels(std::map<std::string, vec>{{"a", {1, 2, 3}}, {"b", {}}});
  travels(std::multimap<int, std::string>{{1, "b"}, {1, "a"}, {0, "z"}});
  travels(std::set<std::string>{"a", "b"});
  travels(std::unordered_set<std::string>{"a", "b"});
  travels(std::unordered_multimap<int, std::string>{{1, "a"}, {1, "b"}});
  travels(std::vector<std::vector<bool>>{{true}, {false, true}});
  travels(std::vector<std::tuple<>>(5));
  auto const numbers = std::valarray<std::string>{"1", "2", "3"};
  auto const back = detail::unpack<std::valarray<std::string>>(packed(numbers));
  BOOST_TEST(back.size() == 3u);
  BOOST_TEST(back[2] == "3");
}

// contract: M3
BOOST_AUTO_TEST_CASE(standard_types_that_are_no_containers_travel) {
  travels(std::pair<int, vec>(3, {1, 2, 3}));
  travels(std::tuple<int, std::string>(3, "x"));
  travels(std::optional<std::string>("x"));
  travels(std::optional<std::string>());
  travels(std::variant<std::monostate, std::string>("x"));
  travels(std::variant<std::monostate, std::string>());
  travels(std::filesystem::path("/a/b"));
  travels(std::bitset<70>(5));
  travels(std::complex<double>(1, 2));
  travels(std::chrono::milliseconds(5));
  travels(std::chrono::system_clock::now());
  travels(std::wstring(L"wide"));
}

// contract: M3
BOOST_AUTO_TEST_CASE(structs_travel_member_by_member) {
  travels(tree{{{{}, "a"}, {{{{}, "b"}}, "c"}}, "d"});
  travels(with_arrays{{1, 2, 3}, {"a", "b"}});
  travels(
      all_at_once{{{"a", {{1, {1, 2, 3}}}}}, std::variant<int, std::string>("s"), {1, "x", {}}});
}

// contract: M3
BOOST_AUTO_TEST_CASE(a_part_without_data_leaves_alone_what_lies_in_its_place) {
  travels(ordered_text{{}, "a text that is too long to lie in the object itself"});
  auto const packed_text = packed(std::tuple(std::less<>(), std::string(40, 'x')));
  auto back = std::tuple(std::less<>(), std::string());
  detail::unpack_into(back, packed_text);
  BOOST_TEST(get<1>(back) == std::string(40, 'x'));
}

// contract: M3
BOOST_AUTO_TEST_CASE(what_a_type_says_of_itself_comes_before_what_it_looks_like) {
  travels(knows_itself());
  auto address = 1.0;
  auto const plain = knows_itself_and_is_plain{&address, 2.5};
  BOOST_TEST((detail::unpack<knows_itself_and_is_plain>(packed(plain)).place == nullptr));
  auto const back = detail::unpack<holds_those>(packed(holds_those{plain, plain, 3}));
  BOOST_TEST((back.one.place == nullptr && back.two->place == nullptr));
  BOOST_TEST((back.one.value == 2.5 && back.two->value == 2.5 && back.number == 3));
  travels(std::vector<knows_itself>(3));
  auto pointer = std::make_unique<knows_itself>();
  pointer->value = 3;
  BOOST_TEST(detail::unpack<std::unique_ptr<knows_itself>>(packed(pointer))->value == 3);
  using with_text = std::pair<counts_its_travels, std::string>;
  static_cast<void>(detail::unpack<with_text>(packed(with_text())));
  BOOST_TEST(counts_its_travels::all == 2);
}

namespace {
struct fragile {
  int value = 0;
  fragile() = default;
  fragile(fragile const&) { throw 1; }
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & value;
  }
};
}  // namespace

BOOST_AUTO_TEST_CASE(a_variant_without_a_value_is_an_error_where_it_is_sent) {
  auto value = std::variant<int, fragile>(1);
  BOOST_CHECK_THROW(value.emplace<1>(fragile()), int);
  BOOST_TEST(value.valueless_by_exception());
  BOOST_CHECK_THROW(packed(value), dlp::error);
}

namespace {
struct never_empty {
  std::vector<double> numbers = {1, 2};
  std::vector<std::string> words = {"a"};
  std::map<int, std::string> names = {{1, "a"}};
  auto operator==(never_empty const&) const -> bool = default;
};
}  // namespace

// contract: M3
BOOST_AUTO_TEST_CASE(what_a_type_is_filled_with_at_first_is_not_kept) {
  travels(never_empty{{3}, {"b"}, {{2, "b"}}});
  travels(never_empty{{}, {}, {}});
}

namespace {

/// Larger than a stack of 8 MiB: one that can be made empty, and one that cannot.
struct huge {
  std::string name;
  char all[10'000 * 1024] = {};
  auto operator==(huge const&) const -> bool = default;
};
struct huge_number {
  explicit huge_number(int v) { numbers[0] = numbers[2'499'999] = v; }
  int numbers[2'500'000] = {};
  auto operator==(huge_number const&) const -> bool = default;
};

template <class T>
void comes_back_on_the_heap(T const& value) {
  auto slot = detail::heap_slot<T>();
  slot.emplace_with([&] { return detail::unpack<T>(packed(value)); });
  BOOST_TEST((*slot == value), dlp::detail::type_name<T>());
  if constexpr (std::is_default_constructible_v<T>) {
    slot.emplace_with([] { return T(); });
    detail::unpack_into(*slot, packed(value));
    BOOST_TEST((*slot == value), dlp::detail::type_name<T>());
  }
}

template <class Container, class... From>
void comes_back_in(From const&... from) {
  auto some = Container();
  for (auto i = 0; i != 2; ++i) {
    if constexpr (requires { some.emplace_front(from...); })
      some.emplace_front(from...);
    else if constexpr (requires { some.emplace_back(from...); })
      some.emplace_back(from...);
    else
      some.emplace(std::piecewise_construct, std::tuple(i), std::tuple<From const&...>(from...));
  }
  comes_back_on_the_heap(some);
}

/// A struct that cannot be made empty, with a large member that can, and one that cannot.
struct holds_huge_ones {
  huge one;
  huge_number two;
  auto operator==(holds_huge_ones const&) const -> bool = default;
};

}  // namespace

// contract: M4
BOOST_AUTO_TEST_CASE(a_part_larger_than_a_stack_is_never_on_it) {
  comes_back_in<std::vector<huge>>();
  comes_back_in<std::list<huge>>();
  comes_back_in<std::deque<huge>>();
  comes_back_in<std::forward_list<huge>>();
  comes_back_in<std::map<int, huge>>();
  comes_back_in<std::multimap<int, huge>>();
  comes_back_in<std::unordered_map<int, huge>>();
  comes_back_in<std::vector<huge_number>>(3);
  comes_back_in<std::forward_list<huge_number>>(3);
  comes_back_in<std::map<int, huge_number>>(3);
  comes_back_in<std::unordered_multimap<int, huge_number>>(3);
  comes_back_in<std::vector<std::pair<int, huge_number>>>(1, 3);
  comes_back_in<std::vector<std::optional<huge_number>>>(std::in_place, 3);

  comes_back_on_the_heap(*std::make_unique<std::pair<huge_number, std::string>>(3, "x"));
  comes_back_on_the_heap(*std::make_unique<std::tuple<int, huge_number>>(1, 3));
  comes_back_on_the_heap(*std::make_unique<std::optional<huge_number>>(std::in_place, 3));
  using either = std::variant<huge_number, huge>;
  comes_back_on_the_heap(*std::make_unique<either>(std::in_place_index<0>, 3));
  comes_back_on_the_heap(*std::make_unique<either>(std::in_place_index<1>));
  using both = std::array<huge_number, 2>;
  comes_back_on_the_heap(*std::unique_ptr<both>(new both{{huge_number(3), huge_number(4)}}));
  comes_back_on_the_heap(
      *std::unique_ptr<holds_huge_ones>(new holds_huge_ones{huge(), huge_number(3)}));

  auto const all = std::valarray<huge>(2);
  auto const back = detail::unpack<std::valarray<huge>>(packed(all));
  BOOST_TEST((back.size() == 2 && back[1] == all[1]));
}

BOOST_AUTO_TEST_SUITE_END()
