// SPDX-License-Identifier: BSL-1.0
//
// Accumulators to be tested with: one whose bits tell one order from another, and one that says in
// words what was merged with what.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/serialization/string.hpp>

#include <dlp/core/index_range.hpp>
#include <dlp/core/random_stream.hpp>

namespace dlp_test {

struct tally {
  dlp::index_t values = 0;
  double sum = 0;
  double squares = 0;

  void operator()(double value) {
    ++values;
    sum += value;
    squares += value * value;
  }
  void merge(tally const& more) {
    values += more.values;
    sum += more.sum;
    squares += more.squares;
  }
  [[nodiscard]] auto standard_error() const -> double {
    auto const count = static_cast<double>(values);
    return std::sqrt((squares / count - sum / count * (sum / count)) / count);
  }
  [[nodiscard]] auto bits() const -> std::vector<std::uint64_t> {
    return {values, std::bit_cast<std::uint64_t>(sum), std::bit_cast<std::uint64_t>(squares)};
  }
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive & values & sum & squares;
  }
};

/// "(1,2,|3,)": after 1 and 2 came one that 3 was put into.
struct spelled {
  std::string text = {};

  void add(dlp::index_t value) { text += std::to_string(value) + ","; }
  auto operator+=(spelled const& more) -> spelled& {
    text = "(" + text + "|" + more.text + ")";
    return *this;
  }
  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive & text;
  }
};

/// A number of a trajectory whose sums are not exact.
inline auto number_drawn(dlp::random_stream& draw) -> double {
  return std::sin(static_cast<double>(draw() >> 11U) * 0x1p-50);
}

/// What trajectories accumulate to, without the library: batches of so many, merged as the tree
/// over their numbers.
inline auto tree_of(std::vector<double> const& values, std::size_t batch_size) -> tally {
  auto level = std::vector<tally>();
  for (auto first = std::size_t{0}; first < values.size(); first += batch_size) {
    level.emplace_back();
    for (auto i = first; i != values.size() && i != first + batch_size; ++i)
      level.back()(values[i]);
  }
  auto rest = std::vector<tally>();  // what has no neighbour on its level, from the right
  for (; !level.empty();) {
    if (level.size() % 2 == 1) {
      rest.push_back(level.back());
      level.pop_back();
    }
    auto above = std::vector<tally>();
    for (auto i = std::size_t{0}; i != level.size(); i += 2) {
      above.push_back(level[i]);
      above.back().merge(level[i + 1]);
    }
    level = above;
  }
  auto all = rest.back();
  for (auto i = rest.size() - 1; i-- != 0;) all.merge(rest[i]);
  return all;
}

/// The numbers of the trajectories of a seed.
inline auto numbers_of(std::uint64_t seed, dlp::index_t count) -> std::vector<double> {
  auto all = std::vector<double>();
  for (auto i = dlp::index_t{0}; i != count; ++i) {
    auto draw = dlp::random_stream(seed, i);
    all.push_back(number_drawn(draw));
  }
  return all;
}

}  // namespace dlp_test
