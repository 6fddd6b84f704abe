// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/random_grid.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include <dlp/core/error.hpp>
#include <dlp/task/parameter_hash.hpp>

namespace dlp::detail {
namespace {

auto generator_of(std::uint64_t seed, std::string const& name) -> std::mt19937_64 {
  auto hash = text_hash();
  hash.add(seed);
  hash.add(name);
  return std::mt19937_64(hash.value());
}

/// 53 bits, as a number from 0 to below 1.
auto fraction_of(std::mt19937_64& numbers) -> double {
  return static_cast<double>(numbers() >> 11) * 0x1p-53;
}

}  // namespace

auto random_numbers(std::uint64_t seed, std::string const& name, std::size_t count)
    -> std::vector<double> {
  auto numbers = generator_of(seed, name);
  auto all = std::vector<double>(count);
  for (auto& one : all) one = fraction_of(numbers);
  return all;
}

auto stratified_numbers(std::uint64_t seed, std::string const& name, std::size_t count)
    -> std::vector<double> {
  auto numbers = generator_of(seed, name);
  auto all = std::vector<double>(count);
  for (auto i = std::size_t{0}; i != count; ++i) {
    auto const place = static_cast<double>(i) + fraction_of(numbers);
    all[i] = std::min(place / static_cast<double>(count), 1 - 0x1p-53);
  }
  for (auto left = count; left > 1; --left)  // by Fisher and Yates
    std::swap(all[left - 1], all[steps_at_fraction(left - 1, fraction_of(numbers))]);
  return all;
}

auto point_count(std::string_view call, std::int64_t count) -> std::size_t {
  if (count < 1)
    throw usage_error("dlp::" + std::string(call) + ": " + std::to_string(count) +
                      " points are none");
  return static_cast<std::size_t>(count);
}

void check_bounds(std::string_view call, std::string const& name, long double low,
                  long double high) {
  auto const called = "dlp::" + std::string(call) + ": the bounds of " + name;
  if (!std::isfinite(high - low)) throw usage_error(called + " are not finite");
  if (low > high) throw usage_error(called + " are in the wrong order");
}

auto at_fraction(double low, double high, double fraction) -> double {
  double const volatile part = (high - low) * fraction;  // else one operation with the sum
  return std::min(low + part, high);
}

auto steps_at_fraction(std::uint64_t last, double fraction) -> std::uint64_t {
  auto const at = std::floor((static_cast<double>(last) + 1) * fraction);
  return at < 0x1p64 ? std::min(static_cast<std::uint64_t>(at), last) : last;
}

}  // namespace dlp::detail
