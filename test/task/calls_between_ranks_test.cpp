// SPDX-License-Identifier: BSL-1.0
//
// Calls that the root alone has put into bytes are made on every rank.
#include <cmath>
#include <complex>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <boost/serialization/map.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/all_gather.hpp>
#include <dlp/adaptor/broadcast.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/task/bind_front.hpp>
#include <dlp/task/call_frame.hpp>

BOOST_AUTO_TEST_SUITE(calls_between_ranks_test)

namespace {

/// Every rank makes the call that the root sends: each gets what the root gets without it.
template <class F, class... Args>
void is_the_same_everywhere(F&& f, Args&&... args) {
  using frame = dlp::detail::call_frame_of<F, Args...>;
  auto sent = dlp::bytes();
  if (dlp::is_root()) frame::put(sent, f, args...);
  dlp::broadcast(sent);
  auto result = dlp::bytes();
  auto from = dlp::detail::byte_reader(sent);
  dlp::detail::run_call(from, result);

  auto const expected = std::invoke(std::decay_t<F>(f), dlp::detail::argument_of<Args>(args)...);
  for (auto const& one : dlp::all_gather(result))
    BOOST_TEST((dlp::detail::unpack<typename frame::result>(one) == expected));
}

auto of_the_program(int x) -> int { return 3 * x + 1; }
template <int n>
auto of_a_template(int x) -> int {
  return n * x;
}
struct with_statics {
  static auto call(int x) -> int { return x - 1; }
};

struct base {
  int number = 7;
  virtual ~base() = default;
  [[nodiscard]] virtual auto kind() const -> std::string { return "base"; }
  [[nodiscard]] auto plus(int x) const -> int { return number + x; }
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive & number;
  }
};
struct derived : base {
  [[nodiscard]] auto kind() const -> std::string override { return "derived"; }
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive & number;
  }
};

struct scaled {
  double by = 0;
  std::vector<double> offsets;
  auto operator()(double x) const -> double { return by * x + offsets.back(); }
};
class polynomial {
 public:
  polynomial() = default;
  explicit polynomial(std::map<int, double> terms) : terms_(std::move(terms)) {}
  auto operator()(double x) const -> double {
    auto sum = 0.0;
    for (auto const& [power, factor] : terms_) sum += factor * std::pow(x, power);
    return sum;
  }
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive & terms_;
  }

 private:
  std::map<int, double> terms_;
};

auto const of_a_namespace = [](int x) { return x + 40; };
inline constexpr auto inline_lambda = [](int x) { return x + 50; };

}  // namespace

BOOST_AUTO_TEST_CASE(functions) {
  is_the_same_everywhere(of_the_program, 4);
  is_the_same_everywhere(&of_the_program, short{4});
  is_the_same_everywhere(of_a_template<3>, 4);
  is_the_same_everywhere(of_a_template<5>, 4);
  is_the_same_everywhere(&with_statics::call, 4);
  is_the_same_everywhere(static_cast<int (*)(std::string const&, std::size_t*, int)>(&std::stoi),
                         "77", nullptr, 8);
}

BOOST_AUTO_TEST_CASE(lambdas) {
  is_the_same_everywhere([](int x) { return x + 1; }, 1);
  is_the_same_everywhere([](int x) { return x + 2; }, 1);  // of the same type but for its place
  is_the_same_everywhere([](auto const& all) { return all.size(); }, std::string("abc"));
  is_the_same_everywhere([](double x) { return std::sin(x); }, 0.5);
  is_the_same_everywhere(of_a_namespace, 1);
  is_the_same_everywhere(inline_lambda, 1);
  is_the_same_everywhere([](std::string_view text) { return text.size(); }, "abc");
  is_the_same_everywhere(
      [](std::vector<double>&& all) { return std::accumulate(all.begin(), all.end(), 0.0); },
      std::vector{1.0, 2.5});
  is_the_same_everywhere([](std::optional<int> a, std::tuple<int, char> b,
                            std::complex<double> c) { return *a + get<0>(b) + c.real(); },
                         std::optional(1), std::tuple(2, 'c'), std::complex(0.5, 1.0));
}

BOOST_AUTO_TEST_CASE(members) {
  is_the_same_everywhere(&base::plus, base(), 4);
  is_the_same_everywhere(&base::kind, derived());
  is_the_same_everywhere(&base::number, base());
  is_the_same_everywhere(&std::string::substr, std::string("abcd"), 1, 2);
}

BOOST_AUTO_TEST_CASE(function_objects) {
  is_the_same_everywhere(std::plus<>(), 1, 2.5);
  is_the_same_everywhere(std::less<std::string>(), "a", "b");
  is_the_same_everywhere(scaled{2.0, {1.0, 3.0}}, 0.5);
  is_the_same_everywhere(polynomial({{0, 1.0}, {2, 0.5}}), 3.0);
}

BOOST_AUTO_TEST_CASE(what_captures_by_bind_front) {
  is_the_same_everywhere(dlp::bind_front(of_the_program, 4));
  is_the_same_everywhere(dlp::bind_front(&base::plus, base()), 4);
  is_the_same_everywhere(dlp::bind_front(scaled{2.0, {1.0}}), 0.5);
  is_the_same_everywhere(dlp::bind_front([](std::string const& a, auto b) { return a + b; }, "a"),
                         "b");
  is_the_same_everywhere(dlp::bind_front(dlp::bind_front(std::minus<>(), 5), 0.5));
}

BOOST_AUTO_TEST_SUITE_END()
