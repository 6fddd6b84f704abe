// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstdint>
#include <vector>

#include <boost/histogram.hpp>
#include <boost/histogram/serialization.hpp>

namespace dlp {

/// An accumulator of how often numbers fall into each of `bins` of one width between two limits:
/// one of Boost.Histogram, where `h(x)` puts a number in, `h += other` adds what other ranks have
/// put in, and `h.at(i)` is the count of a bin. Numbers outside are in `h.at(-1)` and `h.at(bins)`,
/// those that are NaN in the latter.
///
/// Other axes, and more of them, are Boost's own: `boost::histogram::make_histogram(…)` is an
/// accumulator as this one is. Of what its `at` returns take `double(h.at(i))`: Boost 1.74 compares
/// it with a number in an endless recursion under C++20.
[[nodiscard]] inline auto histogram(unsigned bins, double from, double to) {
  return boost::histogram::make_histogram_with(std::vector<std::uint64_t>(),
                                               boost::histogram::axis::regular<>(bins, from, to));
}

}  // namespace dlp
