// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <dlp/adaptor/local_share.hpp>
#include <dlp/adaptor/options.hpp>
#include <dlp/adaptor/split_view.hpp>
#include <dlp/schedule/block.hpp>

namespace dlp {
namespace detail {

struct block {
  using options = split_options;
  static constexpr auto name = "split_block";
  static constexpr auto needs_size = true;

  template <class Base>
  [[nodiscard]] static auto open(Base& base, options const& options) {
    compare_at_the_beginning(base, loop_to_compare(options, name));
    auto const place = place_in(options.comm);
    auto const total = static_cast<index_t>(std::ranges::distance(base));
    auto const share = block_share(total, place.rank, place.ranks);
    return local_share([next = share.first]() mutable { return next++; }, share.last, place,
                       options, "split_block");
  }
};

}  // namespace detail

/// Splits a loop without a message into contiguous shares: rank r of P visits the r-th of P equal
/// parts, which differ in size by at most one example.
///
/// Parallel: the body runs on every rank. Communicates: nothing. Collective: no.
/// With `DLP_CHECK=1` ranks compare their ranges: then it is collective, as the managed loops are.
/// Right for examples of equal cost whose neighbours share something, as pages of one file. The
/// share needs the size: an unsized range is walked once more for it, and one that can be walked
/// only once is kept in memory.
/// Throws: usage_error when MPI is not up or the communicator is null.
inline constexpr detail::split_fn<detail::block> split_block{};

}  // namespace dlp
