// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>

#include <dlp/adaptor/options.hpp>
#include <dlp/adaptor/split_view.hpp>
#include <dlp/comm/private_communicator.hpp>
#include <dlp/dispatch/managed_loop.hpp>

namespace dlp::detail {

/// The type of a loop's results, where it has any, and whether workers get work ahead of time.
struct loop_kind {
  std::string name;
  std::string result = {};
  bool look_ahead = false;
};

/// Opens a managed loop over `base`: checks the options, and joins the other ranks.
/// Throws: usage_error on every rank, before the first message; what `size()` of the range throws,
/// after the other ranks have been told.
template <class Base>
[[nodiscard]] auto open_loop(Base& base, managed_options const& options, loop_kind kind)
    -> std::unique_ptr<managed_loop> {
  require_usable(options.comm);
  require_root(options.root, options.comm);
  require_chunk(options.schedule);
  auto* const talk = shared_context(options.comm);
  auto terms = loop_terms{.name = std::move(kind.name),
                          .result = std::move(kind.result),
                          .size = {},
                          .schedule = options.schedule,
                          .root = options.root,
                          .single_pass = !std::ranges::forward_range<Base>,
                          .look_ahead = kind.look_ahead};
  try {
    terms.size = size_of(base);
  } catch (...) {
    managed_loop::cannot_begin(talk, terms);
    throw;
  }
  return std::make_unique<managed_loop>(talk, std::move(terms), options.stop,
                                        meter_options{options.progress, options.label});
}

}  // namespace dlp::detail
