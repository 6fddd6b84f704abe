// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <dlp/adaptor/local_share.hpp>
#include <dlp/adaptor/options.hpp>
#include <dlp/adaptor/split_view.hpp>
#include <dlp/schedule/round_robin.hpp>

namespace dlp {
namespace detail {

struct round_robin {
  using options = split_options;
  static constexpr auto name = "split_round_robin";
  static constexpr auto needs_size = false;

  template <class Base>
  [[nodiscard]] static auto open(Base& base, options const& options) {
    compare_at_the_beginning(base, loop_to_compare(options, name));
    auto const place = place_in(options.comm);
    return local_share(
        [share = round_robin_share(place.rank, place.ranks)]() mutable { return share.next(); },
        size_of(base).value_or(no_end), place, options, "split_round_robin");
  }
};

}  // namespace detail

/// Splits a loop without a message: rank r of P visits the examples r, r + P, r + 2P, …
///
/// Parallel: the body runs on every rank. Communicates: nothing. Collective: no.
/// With `DLP_CHECK=1` ranks compare their ranges: then it is collective, as the managed loops are.
/// Right for examples that all cost about the same. An unsized range is walked by each rank.
/// Throws: usage_error when MPI is not up or the communicator is null.
inline constexpr detail::split_fn<detail::round_robin> split_round_robin{};

}  // namespace dlp
