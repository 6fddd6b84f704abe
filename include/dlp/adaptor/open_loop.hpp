// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <dlp/adaptor/options.hpp>
#include <dlp/adaptor/split_view.hpp>
#include <dlp/comm/private_communicator.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/managed_loop.hpp>

namespace dlp::detail {

/// The word that the user typed, the type of the results, where there are any, and whether the body
/// is the user's own, so that an exception is the user's as well.
struct loop_kind {
  std::string name;
  std::string result = {};
  bool bare = false;
};

/// Opens a managed loop over `base`: checks the options, and joins the other ranks.
/// Throws: usage_error on every rank, before the first message; where `size()` of the range or `cost`
/// throws, after the other ranks have been told, that exception in a bare loop, else a task_error.
template <class Base>
[[nodiscard]] auto open_loop(Base& base, managed_options const& options, loop_kind kind)
    -> std::unique_ptr<managed_loop> {
  require_usable(options.comm);
  require_root(options.root, options.comm);
  require_chunk(options.schedule);
  if (options.cost && !(std::ranges::sized_range<Base> && std::ranges::forward_range<Base>)) {
    throw usage_error("dlp: " + kind.name +
                      ": cost needs a range that knows its size and can be walked again");
  }
  if (std::holds_alternative<retry>(options.on_error) && !std::ranges::forward_range<Base>) {
    throw usage_error("dlp: " + kind.name + ": retry needs a range that can be walked again");
  }
  if (options.survive) {
    require_sense(*options.survive);
    if (kind.name == "split_shared") {
      throw usage_error("dlp: split_shared cannot survive the loss of a rank: split_managed can");
    }
    if (!std::ranges::forward_range<Base>) {
      throw usage_error("dlp: " + kind.name + ": survive needs a range that can be walked again");
    }
  }
  auto* const talk = shared_context(options.comm);
  auto terms = loop_terms{.name = std::move(kind.name),
                          .result = std::move(kind.result),
                          .size = {},
                          .schedule = options.schedule,
                          .on_error = options.on_error,
                          .root = options.root,
                          .single_pass = !std::ranges::forward_range<Base>,
                          .longest_first = static_cast<bool>(options.cost),
                          .survive = options.survive,
                          .where = options.where};
  auto order = std::vector<index_t>();
  try {
    terms.size = size_of(base);
    auto const hands_out = !talk || talk->rank() == options.root;
    if (options.cost && hands_out) order = longest_first(options.cost, *terms.size);
  } catch (...) {
    auto why = managed_loop::cannot_begin(talk, terms);
    if (kind.bare) throw;
    throw task_error(to_string(terms), std::move(why));
  }
  return std::make_unique<managed_loop>(talk, std::move(terms), options.stop,
                                        meter_options{options.progress, options.label},
                                        std::move(order));
}

}  // namespace dlp::detail
