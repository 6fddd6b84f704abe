// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/spaced_values.hpp>

#include <cmath>
#include <initializer_list>
#include <string>
#include <utility>

#include <dlp/core/error.hpp>

namespace dlp {
namespace {

/// The product, rounded: with the sum behind it a compiler may make one operation of both, which
/// has other bits.
auto rounded_product(double a, double b) -> double {
  double const volatile product = a * b;
  return product;
}

void check_finite(std::string const& call, std::initializer_list<double> numbers) {
  for (auto const number : numbers) {
    if (!std::isfinite(number)) throw usage_error("dlp::" + call + ": a number is not finite");
  }
}

auto spaced(std::string const& call, double first, double last, std::int64_t count)
    -> std::vector<double> {
  check_finite(call, {first, last});
  if (count < 0)
    throw usage_error("dlp::" + call + ": " + std::to_string(count) + " values cannot be");
  auto values = std::vector<double>(static_cast<std::size_t>(count));
  auto const steps = static_cast<double>(count - 1);
  auto const span = last - first;
  auto const step = count > 1 ? span / steps : 0;
  auto i = 0.0;
  for (auto& value : values) {
    // A step so small that it is 0 is taken at the end.
    value = first +
            (step == 0 && count > 1 ? rounded_product(i / steps, span) : rounded_product(i, step));
    ++i;
  }
  if (count > 1) values.back() = last;
  return values;
}

}  // namespace

auto linspace(double first, double last, std::int64_t count) -> std::vector<double> {
  return spaced("linspace", first, last, count);
}

auto logspace(double first, double last, std::int64_t count, double base) -> std::vector<double> {
  auto values = spaced("logspace", first, last, count);
  for (auto& value : values) value = std::pow(base, value);
  return values;
}

namespace detail {

auto real_arange(double first, double end, double step) -> std::vector<double> {
  check_finite("arange", {first, end, step});
  if (step == 0) throw usage_error("dlp::arange: the step is 0");
  auto const steps = (end - first) / step;
  // So small a part of a step that it is 0 is still one value, as in numpy.
  auto const count =
      steps == 0 && end != first ? (std::signbit(steps) ? 0.0 : 1.0) : std::ceil(steps);
  if (count <= 0) return {};
  auto values = std::vector<double>(static_cast<std::size_t>(count));
  double const volatile second = first + step;
  auto const between = second - first;
  auto i = 0.0;
  for (auto& value : values) value = first + rounded_product(i++, between);
  values.front() = first;  // -0.0 has lost its sign
  if (values.size() > 1) values[1] = second;
  return values;
}

auto as_signed(std::uint64_t number) -> std::int64_t {
  if (!std::in_range<std::int64_t>(number))
    throw usage_error("dlp::arange: " + std::to_string(number) + " is 2^63 or more");
  return static_cast<std::int64_t>(number);
}

auto integer_count(std::int64_t first, std::int64_t end, std::int64_t step) -> std::uint64_t {
  if (step == 0) throw usage_error("dlp::arange: the step is 0");
  if (step > 0 ? first >= end : first <= end) return 0;
  auto const [low, high] = step > 0 ? std::pair(first, end) : std::pair(end, first);
  auto const distance = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
  auto const by = step > 0 ? static_cast<std::uint64_t>(step) : -static_cast<std::uint64_t>(step);
  return (distance - 1) / by + 1;
}

}  // namespace detail
}  // namespace dlp
