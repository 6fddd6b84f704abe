// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/sendable.hpp>

#include <complex>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/serialization/access.hpp>
#include <boost/serialization/map.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/utility.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/test/unit_test.hpp>

namespace app {

struct as_it_lies {
  int a;
  double b;
};

struct without_serialize {
  std::string text;
};

struct with_a_member {
  std::string text;
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& text;
  }
};

class with_a_private_member {
  friend class boost::serialization::access;
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& text_;
  }
  std::string text_;
};

struct with_a_function {
  std::string text;
};
template <class Archive>
void serialize(Archive& archive, with_a_function& value, unsigned) {
  archive& value.text;
}

struct with_a_function_in_boost {
  std::string text;
};

enum class colour { red, green };

}  // namespace app

namespace boost::serialization {
template <class Archive>
void serialize(Archive& archive, app::with_a_function_in_boost& value, unsigned) {
  archive& value.text;
}
}  // namespace boost::serialization

using dlp::detail::plain;
using dlp::detail::sendable;

// contract: M3
static_assert(plain<int> && plain<bool> && plain<app::colour> && plain<app::as_it_lies>);
static_assert(plain<std::complex<double>>);
static_assert(!plain<int*> && !plain<std::string> && !plain<int app::as_it_lies::*>);

static_assert(sendable<app::as_it_lies> && sendable<app::with_a_member> &&
              sendable<app::with_a_private_member>);
static_assert(sendable<app::with_a_function> && sendable<app::with_a_function_in_boost>);
static_assert(sendable<std::string> && sendable<std::vector<std::string>> &&
              sendable<std::vector<bool>>);
static_assert(sendable<std::map<std::string, std::vector<double>>> &&
              sendable<std::pair<int, std::string>>);
static_assert(sendable<std::vector<app::with_a_member>>);

static_assert(!sendable<app::without_serialize>);
static_assert(!sendable<std::vector<app::without_serialize>>);
static_assert(!sendable<std::string_view> && !sendable<std::span<int>>);
static_assert(
    !sendable<std::unique_ptr<int>>);  // its header of Boost.Serialization is not included

BOOST_AUTO_TEST_CASE(what_can_travel_is_known_when_the_program_is_compiled) {
  BOOST_TEST(sendable<int>);
}
