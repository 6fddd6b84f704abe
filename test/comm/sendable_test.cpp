// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/sendable.hpp>

#include <complex>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include <boost/serialization/access.hpp>
#include <boost/serialization/map.hpp>
#include <boost/serialization/shared_ptr.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/tracking.hpp>
#include <boost/serialization/unique_ptr.hpp>
#include <boost/serialization/utility.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/smart_ptr/scoped_ptr.hpp>
#include <boost/test/unit_test.hpp>

#include "../support/serialized.hpp"
#include "../support/structs.hpp"

BOOST_AUTO_TEST_SUITE(sendable_test)

namespace app {

struct as_it_lies {
  int a;
  double b;
};

struct without_serialize {
  std::string text;
};

class with_a_private_member {
  friend class boost::serialization::access;
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & text_;
  }
  std::string text_;
};

struct with_a_function {
  std::string text;
};
template <class Archive>
void serialize(Archive& archive, with_a_function& value, unsigned) {
  archive & value.text;
}

struct with_a_function_in_boost {
  std::string text;
};

enum class colour { red, green };

// What holds an address, and where.
struct outcome {
  std::error_code why;
  double value;
};
struct labelled {
  char const* label;
  double value;
};
struct viewed {
  std::string_view text;
  int number;
};
struct holds_an_array_of_them {
  labelled all[2];
};
struct holds_them_in_a_container {
  std::string name;
  std::vector<std::optional<viewed>> all;
};
struct holds_a_reference {
  int& a;
  double b;
};
struct inherits_one : labelled {
  int more;
};
struct has_one_beside_bits {
  int a : 3;
  char const* b;
};

// What has no address.
class hides_what_it_has {
 public:
  explicit hides_what_it_has(int) {}

 private:
  int* place_ = nullptr;
};
struct bits {
  int a : 3;
  int b : 4;
};
struct nameless_union {
  union {
    int a;
    float b;
  };
  int which;
};
union may_be_a_text {
  int a;
  char const* b;
};
struct nameless_union_with_a_text {
  int which;
  union {
    int a;
    char const* b;
  };
};
struct nameless_struct {
  int which;
  __extension__ struct {
    int a, b;
  };
};
struct member_of_a_nameless_type_and_text {
  std::string text;
  struct {
    int a, b;
  } pair;
  struct {
    std::string text;
  } more;
};
struct inherits : as_it_lies {
  int more;
};
struct constant {
  int const a;
};

// What cannot be taken apart.
struct bits_and_text {
  int a : 3;
  std::string text;
};
struct constant_and_text {
  int const a;
  std::string text;
};
struct is_a_vector : std::vector<double> {};
struct nameless_union_and_text {
  union {
    int a;
    double b;
  };
  std::string text;
};

struct untracked {
  int number;
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & number;
  }
};

struct tree {
  std::vector<tree> children;
  std::string name;
};
struct tree_with_a_pointer {
  std::vector<tree_with_a_pointer> children;
  std::string name;
  tree_with_a_pointer* parent;
};

/// Has a serialize and is trivially copyable: its bytes are not what it says it is.
struct says_what_it_is {
  int* place;
  double value;
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & value;
  }
};
struct holds_one_that_says {
  says_what_it_is one;
  int number;
};

}  // namespace app

BOOST_AUTO_TEST_SUITE_END()

namespace boost::serialization {
template <class Archive>
void serialize(Archive& archive, sendable_test::app::with_a_function_in_boost& value, unsigned) {
  archive & value.text;
}
}  // namespace boost::serialization

BOOST_CLASS_TRACKING(sendable_test::app::untracked, boost::serialization::track_never)

BOOST_AUTO_TEST_SUITE(sendable_test)

using dlp::detail::plain;
using dlp::detail::sendable;

// contract: M3
static_assert(plain<int> && plain<bool> && plain<app::colour> && plain<app::as_it_lies>);
static_assert(plain<std::complex<double>>);
static_assert(!plain<int*> && !plain<std::string> && !plain<int app::as_it_lies::*>);

static_assert(sendable<app::as_it_lies> && sendable<dlp_test::with_a_serialize> &&
              sendable<app::with_a_private_member>);
static_assert(sendable<app::with_a_function> && sendable<app::with_a_function_in_boost>);
static_assert(sendable<std::string> && sendable<std::vector<std::string>> &&
              sendable<std::vector<bool>>);
static_assert(sendable<std::map<std::string, std::vector<double>>> &&
              sendable<std::pair<int, std::string>>);
static_assert(sendable<std::vector<dlp_test::with_a_serialize>>);
static_assert(sendable<dlp_test::by_constrained_function> &&
              !plain<dlp_test::by_constrained_function>);
static_assert(sendable<dlp_test::adds_nothing> && sendable<dlp_test::knows_its_heir>);
static_assert(!sendable<dlp_test::adds_something>);
static_assert(sendable<dlp_test::nothing_derives_from_it> &&
              !plain<dlp_test::nothing_derives_from_it>);
static_assert(plain<dlp_test::serialize_is_data> && plain<dlp_test::serialize_is_anothers>);

static_assert(sendable<app::without_serialize> && !plain<app::without_serialize>);
static_assert(sendable<std::vector<app::without_serialize>> && sendable<app::tree>);

static_assert(!sendable<app::outcome> && !sendable<app::labelled> && !sendable<app::viewed>);
static_assert(!sendable<app::holds_an_array_of_them> && !sendable<app::holds_them_in_a_container>);
static_assert(!sendable<app::holds_a_reference> && !sendable<app::inherits_one>);
static_assert(!sendable<app::has_one_beside_bits> && !sendable<app::tree_with_a_pointer>);
static_assert(!sendable<int*> && !sendable<void (*)()> && !sendable<int app::as_it_lies::*>);
static_assert(!sendable<std::vector<int>::iterator> && !sendable<std::vector<char const*>>);
static_assert(!sendable<std::optional<char const*>> && !sendable<std::pair<int, int*>>);
static_assert(!sendable<std::variant<int, std::error_code>>);
static_assert(!sendable<std::map<int, int, bool (*)(int, int)>>);

static_assert(sendable<std::unique_ptr<dlp_test::with_a_serialize>>);
static_assert(sendable<std::unique_ptr<std::vector<int>>>);
static_assert(sendable<boost::shared_ptr<dlp_test::with_a_serialize>>);
static_assert(sendable<std::unique_ptr<app::untracked>>);
static_assert(!sendable<std::unique_ptr<int>> && !sendable<std::unique_ptr<app::colour>>);
static_assert(!sendable<std::unique_ptr<std::string>>);  // which is primitive for Boost
static_assert(!sendable<std::unique_ptr<dlp_test::with_a_serialize[]>>);
static_assert(!sendable<std::unique_ptr<std::unique_ptr<double const>>>);
static_assert(!sendable<std::vector<std::unique_ptr<bool>>>);
static_assert(!sendable<boost::shared_ptr<int>> && !sendable<boost::shared_ptr<app::untracked>>);
static_assert(!sendable<std::unique_ptr<app::as_it_lies>>);  // Boost's archive does not take it

static_assert(plain<app::hides_what_it_has> && plain<app::bits> && plain<app::nameless_union>);
static_assert(plain<app::nameless_struct> && sendable<app::member_of_a_nameless_type_and_text>);
static_assert(!sendable<app::may_be_a_text> && !sendable<app::nameless_union_with_a_text>);
static_assert(plain<app::inherits> && plain<app::constant> && plain<std::optional<int>>);
static_assert(!sendable<app::bits_and_text> && !sendable<app::constant_and_text>);
static_assert(!sendable<app::is_a_vector> && !sendable<app::nameless_union_and_text>);

static_assert(sendable<app::says_what_it_is> && !plain<app::says_what_it_is>);
static_assert(sendable<app::holds_one_that_says> && !plain<app::holds_one_that_says>);
static_assert(!sendable<std::string_view> && !sendable<std::span<int>>);
static_assert(sendable<std::shared_ptr<dlp_test::with_a_serialize>> &&
              !sendable<std::shared_ptr<int>>);
static_assert(
    !sendable<boost::scoped_ptr<dlp_test::with_a_serialize>>);  // its header is not included

BOOST_AUTO_TEST_CASE(what_can_travel_is_known_when_the_program_is_compiled) {
  BOOST_TEST(sendable<int>);
  auto number = 1;
  auto const refers = [&number] { return number; };
  auto const copies = [number](std::vector<int>::iterator) { return number; };
  auto const captures_nothing = [](int x) { return x; };
  BOOST_TEST(!sendable<decltype(refers)>);
  BOOST_TEST(!sendable<decltype(copies)>);
  BOOST_TEST((!sendable<std::pair<int, decltype(copies)>>));
  BOOST_TEST(sendable<decltype(captures_nothing)>);
}

BOOST_AUTO_TEST_SUITE_END()
