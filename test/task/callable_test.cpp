// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/callable.hpp>

#include <functional>
#include <string>
#include <vector>

#include <boost/serialization/string.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(callable_test)

namespace {

namespace detail = dlp::detail;

auto twice(int x) -> int { return 2 * x; }
auto thrice(int x) noexcept -> int { return 3 * x; }

struct shape {
  virtual ~shape() = default;
  [[nodiscard]] virtual auto corners() const -> int { return 0; }
  [[nodiscard]] auto twice_the_corners() const -> int { return 2 * corners(); }
};
struct named {
  std::string name = "square";
  [[nodiscard]] virtual auto size() const -> std::size_t { return name.size(); }
  [[nodiscard]] auto with(std::string const& more) const -> std::string { return name + more; }
  virtual ~named() = default;
};
struct square : shape, named {
  int side = 3;
  [[nodiscard]] auto corners() const -> int override { return 4; }
  [[nodiscard]] auto area() const -> int { return side * side; }
};

struct plus_some {
  int some = 0;
  auto operator()(int x) const -> int { return x + some; }
};
struct greeting {
  std::string text;
  auto operator()(std::string const& name) const -> std::string { return text + name; }
};
class power {
 public:
  power() = default;
  explicit power(int exponent) : exponent_(exponent), unit_("m") {}
  auto operator()(int x) const -> std::string {
    auto result = 1;
    for (auto i = 0; i != exponent_; ++i) result *= x;
    return std::to_string(result) + unit_;
  }
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive & exponent_ & unit_;
  }

 private:
  int exponent_ = 0;
  std::string unit_;
};

template <class F>
auto sent(F const& f) -> F {
  auto data = dlp::bytes();
  detail::put_callable(data, f);
  auto from = detail::byte_reader(data);
  auto back = detail::take_callable<F>(from);
  BOOST_TEST(from.done());
  return back;
}

template <class F>
auto size_of(F const& f) -> std::size_t {
  auto data = dlp::bytes();
  detail::put_callable(data, f);
  return data.size();
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_pointer_to_a_function_comes_back) {
  BOOST_TEST(sent(&twice)(5) == 10);
  BOOST_TEST(sent(&thrice)(5) == 15);
}

BOOST_AUTO_TEST_CASE(a_null_pointer_is_an_error_before_it_is_sent) {
  using function = int (*)(int);
  using member = int (square::*)() const;
  BOOST_CHECK_THROW(size_of(function()), dlp::usage_error);
  BOOST_CHECK_THROW(size_of(member()), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(a_pointer_to_a_member_function_comes_back) {
  auto const one = square();
  BOOST_TEST(std::invoke(sent(&square::area), one) == 9);
  BOOST_TEST(std::invoke(sent(&shape::twice_the_corners), one) == 8);
}

BOOST_AUTO_TEST_CASE(that_of_a_base_class_in_the_middle_of_an_object_comes_back) {
  using member = std::string (square::*)(std::string const&) const;
  member const moved = &square::with;
  BOOST_TEST(std::invoke(sent(moved), square(), "s") == "squares");
}

BOOST_AUTO_TEST_CASE(that_of_a_virtual_function_comes_back_and_calls_the_overrider) {
  auto const one = square();
  BOOST_TEST(std::invoke(sent(&shape::corners), static_cast<shape const&>(one)) == 4);
  using member = std::size_t (square::*)() const;
  member const moved = &square::size;
  BOOST_TEST((sent(moved) == moved));  // GCC's sanitizer takes a call by it for a wrong one
  BOOST_TEST(size_of(&shape::corners) < size_of(&shape::twice_the_corners));
}

BOOST_AUTO_TEST_CASE(a_pointer_to_a_data_member_comes_back) {
  BOOST_TEST(std::invoke(sent(&square::side), square()) == 3);
  BOOST_TEST(std::invoke(sent(&named::name), square()) == "square");
}

BOOST_AUTO_TEST_CASE(what_has_no_state_takes_no_bytes) {
  auto const lambda = [](int x) { return x + 1; };
  auto const generic = [](auto const& x) { return x.size(); };
  BOOST_TEST(sent(lambda)(1) == 2);
  BOOST_TEST(sent(generic)(std::string("abc")) == 3u);
  BOOST_TEST(sent(std::plus<>())(1, 2) == 3);
  BOOST_TEST(size_of(lambda) + size_of(generic) + size_of(std::plus<>()) == 0u);
}

BOOST_AUTO_TEST_CASE(a_struct_that_is_a_function_comes_back_with_its_members) {
  BOOST_TEST(sent(plus_some{5})(1) == 6);
  BOOST_TEST(sent(greeting{"hello, "})("Ada") == "hello, Ada");
  BOOST_TEST(sent(power(3))(2) == "8m");
}

BOOST_AUTO_TEST_CASE(what_bind_front_captures_comes_back) {
  BOOST_TEST(sent(dlp::bind_front(&twice, 4))() == 8);
  BOOST_TEST(sent(dlp::bind_front(greeting{"hello, "}, "Ada"))() == "hello, Ada");
  BOOST_TEST(sent(dlp::bind_front(std::plus<>(), std::string("a")))("b") == "ab");
  BOOST_TEST(sent(dlp::bind_front(dlp::bind_front(std::minus<>(), 5), 3))() == 2);
  auto const sum = [](std::vector<double> const& all, double scale) { return all[1] * scale; };
  BOOST_TEST(sent(dlp::bind_front(sum, std::vector{1.0, 2.0}))(3.0) == 6.0);
  auto const nothing_captured = dlp::bind_front(&twice);
  BOOST_TEST(sent(nothing_captured)(2) == 4);
}

BOOST_AUTO_TEST_SUITE_END()
