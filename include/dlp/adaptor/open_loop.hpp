// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <dlp/adaptor/checked_terms.hpp>
#include <dlp/adaptor/compared_range.hpp>
#include <dlp/adaptor/options.hpp>
#include <dlp/adaptor/split_view.hpp>
#include <dlp/comm/private_communicator.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/managed_loop.hpp>

namespace dlp::detail {

/// Opens a managed loop over `base`: checks the options, and joins the other ranks.
/// Throws: usage_error on every rank, before the first message; where `size()` of the range or
/// `cost` throws, after the other ranks have been told, that exception in a bare loop, else a
/// task_error.
template <class Base>
[[nodiscard]] auto open_loop(Base& base, managed_options const& options, loop_kind kind)
    -> std::unique_ptr<managed_loop> {
  auto const bare = kind.bare;
  auto terms = checked_terms<Base>(options, std::move(kind));
  compare_at_the_beginning(base, loop_to_compare(options, terms.name.c_str(), says_size<Base>));
  auto* const talk = shared_context(options.comm);
  auto order = std::vector<index_t>();
  try {
    terms.size = size_of(base);
    auto const hands_out = !talk || talk->rank() == options.root;
    if (options.cost && hands_out) order = longest_first(options.cost, *terms.size);
  } catch (...) {
    auto why = managed_loop::cannot_begin(talk, terms);
    if (bare) throw;
    throw task_error(to_string(terms), std::move(why));
  }
  return std::make_unique<managed_loop>(talk, std::move(terms), options.stop,
                                        progress_options{options.progress, options.label},
                                        std::move(order));
}

}  // namespace dlp::detail
