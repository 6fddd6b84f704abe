// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/call_frame.hpp>

#include <array>
#include <concepts>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

BOOST_AUTO_TEST_SUITE(call_frame_test)

namespace {

namespace detail = dlp::detail;

template <class F, class... Args>
auto frame_of(F&& f, Args&&... args) -> dlp::bytes {
  auto frame = dlp::bytes();
  detail::call_frame_of<F, Args...>::put(frame, f, args...);
  return frame;
}

/// What a call returns that goes the way over bytes.
template <class F, class... Args>
auto called(F&& f, Args&&... args) {
  auto const frame = frame_of(f, args...);
  auto result = dlp::bytes();
  auto from = detail::byte_reader(frame);
  detail::run_call(from, result);
  BOOST_TEST(from.done());
  using kept = typename detail::call_frame_of<F, Args...>::result;
  if constexpr (std::is_void_v<kept>)
    BOOST_TEST(result.empty());
  else
    return detail::unpack<kept>(result);
}

auto sum(int a, double b) -> double { return a + b; }
auto longest(std::vector<std::string> const& all) -> std::string const& { return all.back(); }

auto calls = 0;
void count() { ++calls; }

/// Counts how often it is copied on its way.
struct counted {
  int copies = 0;
  counted() = default;
  counted(counted const& other) : copies(other.copies + 1) {}
  counted(counted&&) = default;
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive & copies;
  }
};

struct once {
  auto operator()(int x) && -> int { return x; }
};

/// As large as half of a stack.
struct huge {
  std::array<double, 1 << 19> all;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_call_returns_what_the_function_does) {
  BOOST_TEST(called(sum, 1, 0.5) == 1.5);
  BOOST_TEST(called(&sum, 1, 2) == 3.0);
  BOOST_TEST(called(longest, std::vector<std::string>{"a", "b"}) == "b");
  BOOST_TEST(called([](auto x, auto y) { return x * y; }, 3, 0.5) == 1.5);
}

// The result is a value.
static_assert(
    std::same_as<detail::call_frame_of<decltype(longest), std::vector<std::string>>::result,
                 std::string>);
static_assert(std::same_as<detail::call_frame_of<decltype(count)>::result, void>);

BOOST_AUTO_TEST_CASE(a_function_that_returns_nothing_is_called) {
  calls = 0;
  called(count);
  BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(arguments_are_moved_into_the_function) {
  BOOST_TEST(called([](counted one) { return one.copies; }, counted()) == 0);
  BOOST_TEST(called([](std::vector<double>&& all) { return all[1]; }, std::vector{1.0, 2.0}) ==
             2.0);
  BOOST_TEST(called(once(), 3) == 3);
}

BOOST_AUTO_TEST_CASE(a_text_is_a_string) {
  auto const size = [](std::string_view text) { return text.size(); };
  char text[] = "abcd";
  BOOST_TEST(called(size, "abc") == 3u);
  BOOST_TEST(called(size, text) == 4u);
  BOOST_TEST(called(size, static_cast<char const*>(text)) == 4u);
}

BOOST_AUTO_TEST_CASE(calls_stand_one_behind_the_other) {
  auto frames = dlp::bytes();
  detail::call_frame_of<decltype(sum), int, double>::put(frames, sum, 1, 0.5);
  detail::call_frame_of<decltype(sum), int, double>::put(frames, sum, 2, 0.5);
  auto from = detail::byte_reader(frames);
  for (auto const expected : {1.5, 2.5}) {
    auto result = dlp::bytes();
    detail::run_call(from, result);
    BOOST_TEST(detail::unpack<double>(result) == expected);
  }
  BOOST_TEST(from.done());
}

BOOST_AUTO_TEST_CASE(what_the_function_throws_comes_through) {
  auto const broken = [](int x) -> int { throw std::domain_error(std::to_string(x)); };
  BOOST_CHECK_EXCEPTION(called(broken, 3), std::domain_error,
                        [](auto const& e) { return std::string(e.what()) == "3"; });
}

BOOST_AUTO_TEST_CASE(every_beginning_of_a_frame_is_refused) {
  auto frame = frame_of(longest, std::vector<std::string>{"a", "b"});
  for (frame.pop_back(); !frame.empty(); frame.pop_back()) {
    auto result = dlp::bytes();
    auto from = detail::byte_reader(frame);
    BOOST_CHECK_THROW(detail::run_call(from, result), dlp::error);
  }
}

BOOST_AUTO_TEST_CASE(a_null_pointer_is_refused_before_it_is_sent) {
  BOOST_CHECK_THROW(frame_of(static_cast<int (*)()>(nullptr)), dlp::usage_error);
}

// contract: M4
BOOST_AUTO_TEST_CASE(large_arguments_are_not_on_the_stack) {
  auto const all = std::make_unique<huge>();
  all->all.back() = 0.5;
  auto const last = [](huge const& a, huge const& b, huge const& c) {
    return a.all.back() + b.all.back() + c.all.back();
  };
  BOOST_TEST(called(last, *all, *all, *all) == 1.5);
}

BOOST_AUTO_TEST_SUITE_END()
