// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/judge.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/sendable.hpp>

#include "../support/structs.hpp"

BOOST_AUTO_TEST_SUITE(judge_test)

using namespace dlp::detail;

namespace {

struct as_it_lies {
  int a;
  double b;
};
struct with_text {
  int a;
  std::string text;
};
struct without_empty_value {
  explicit without_empty_value(int) {}
  template <class Archive>
  void serialize(Archive&, unsigned) {}
};
struct unmovable {
  explicit unmovable(int) {}
  unmovable(unmovable const&) = delete;
};

// What has many members, or some that nobody can make from nothing.
#define APP_16(type, name)                                                                       \
  type name##0, name##1, name##2, name##3, name##4, name##5, name##6, name##7, name##8, name##9, \
      name##a, name##b, name##c, name##d, name##e, name##f;
#define APP_64(type, name) \
  APP_16(type, name##0) APP_16(type, name##1) APP_16(type, name##2) APP_16(type, name##3)
#define APP_256(type, name) \
  APP_64(type, name##0) APP_64(type, name##1) APP_64(type, name##2) APP_64(type, name##3)
template <class T>
using some = T[3];
struct of_48 {
  APP_16(double, a)
  APP_16(some<double>, b)
  APP_16(as_it_lies, c)
};
struct of_256 {
  APP_256(double, a)
};
struct of_257_floats {
  APP_256(float, a)
  float last;
};
struct of_257 {
  APP_256(double, a)
  double last;
};
struct address_33rd {
  APP_16(double, a)
  APP_16(double, b)
  std::string const* place;
};
struct view_45th {
  APP_16(some<double>, a)
  APP_16(int, b)
  int c0 : 3, c1 : 4, c2, c3, c4, c5, c6, c7, c8, c9, ca, cb;
  std::string_view text;
  int d;
};
struct address_256th : as_it_lies {
  APP_64(double, a)
  APP_64(int, b)
  APP_64(some<char>, c)
  APP_16(float, d0)
  APP_16(float, d1)
  APP_16(float, d2)
  int e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, ea, eb, ec, ed;
  char const* place;
};
struct holds_an_address_33rd {
  address_33rd one;
  int number;
};
struct needs_an_argument {
  explicit needs_an_argument(double x) : value(x) {}
  double value;
};
struct bits_after_it {
  needs_an_argument one;
  double two;
  int a : 3;
};
struct address_after_it {
  needs_an_argument one;
  int a : 3;
  char const* place;
};
struct address_after_an_array_and_it {
  int numbers[3];
  needs_an_argument one;
  char const* place;
};
struct reference_after_bits {
  int a : 3;
  int& place;
};
struct inherits_one_that_needs_it : needs_an_argument {
  double two;
};
struct inherits_it_and_has_an_address : needs_an_argument {
  char const* place;
};

template <class T, class Verdict>
constexpr auto is_judged = std::is_same_v<verdict_on<T>, Verdict>;

// contract: M3
static_assert(is_judged<int, as_bytes> && is_judged<int const, as_bytes>);
static_assert(is_judged<as_it_lies, as_bytes> && is_judged<as_it_lies[2], as_bytes>);
static_assert(is_judged<with_text, by_fields> && is_judged<dlp_test::with_a_serialize, by_archive>);
static_assert(is_judged<std::string, by_parts> && is_judged<std::vector<with_text>, by_parts>);

static_assert(is_judged<int*, refused<obstacle::address, int*>>);
static_assert(is_judged<without_empty_value, refused<obstacle::constructor, without_empty_value>>);
static_assert(is_judged<unmovable, refused<obstacle::unmovable, unmovable>>);
static_assert(is_judged<std::vector<int*>, refused<obstacle::address, std::vector<int*>, int*>>);

static_assert(plain<of_48> && plain<of_256> && plain<of_257_floats>);
static_assert(!sendable<address_33rd> && !sendable<holds_an_address_33rd>);
static_assert(!sendable<view_45th> && !sendable<address_256th>);
static_assert(!sendable<of_257>);  // nobody knows whether it has one
static_assert(plain<bits_after_it> && plain<inherits_one_that_needs_it>);
static_assert(!sendable<address_after_it> && !sendable<reference_after_bits>);
static_assert(!sendable<address_after_an_array_and_it>);
static_assert(!sendable<inherits_it_and_has_an_address>);

}  // namespace

BOOST_AUTO_TEST_CASE(a_closure_is_judged_by_what_it_captures) {
  auto number = 1;
  auto const copies = [number](int) { return number; };
  auto const captures_nothing = [](int x) { return x; };
  using closure = std::remove_const_t<decltype(copies)>;
  BOOST_TEST((is_judged<closure, refused<obstacle::captures, closure>>));
  BOOST_TEST((is_judged<decltype(captures_nothing), as_bytes>));
  BOOST_TEST(copies(0) == captures_nothing(1));
}

BOOST_AUTO_TEST_SUITE_END()
