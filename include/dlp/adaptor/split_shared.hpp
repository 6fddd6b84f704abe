// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include <dlp/adaptor/open_loop.hpp>
#include <dlp/adaptor/options.hpp>
#include <dlp/adaptor/split_view.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/shared_loop.hpp>
#include <dlp/dispatch/shared_order.hpp>

namespace dlp {
namespace detail {

struct shared {
  using options = managed_options;
  static constexpr auto needs_size = false;

  template <class Base>
  [[nodiscard]] static auto open(Base& base, options const& options)
      -> std::unique_ptr<shared_loop> {
    require_usable(options.comm);
    require_root(options.root, options.comm);
    require_chunk(options.schedule);
    constexpr auto can_be_ordered =
        std::ranges::sized_range<Base> && std::ranges::forward_range<Base>;
    if (options.cost && !can_be_ordered) {
      throw usage_error(
          "dlp: split_shared: cost needs a range that knows its size and can be walked again");
    }
    if (std::holds_alternative<retry>(options.on_error) && !std::ranges::forward_range<Base>) {
      throw usage_error("dlp: split_shared: retry needs a range that can be walked again");
    }
    if (options.survive) {
      throw usage_error("dlp: split_shared cannot survive the loss of a rank: split_managed can");
    }
    auto site = loop_site();
    if (shared_context(options.comm)) {
      auto& own = private_of(options.comm);
      auto* const service = service_of(own, "split_shared", options.root);
      if (service && !service->usable()) {
        auto kind = loop_kind{.name = "split_shared", .result = {}, .bare = true};
        return std::make_unique<shared_loop>(open_loop(base, options, std::move(kind)));
      }
      site = {&own.talk, own.counters, own.here.ranks(), service};
    }
    auto terms = loop_terms{.name = "split_shared",
                            .result = {},
                            .size = {},
                            .schedule = options.schedule,
                            .on_error = options.on_error,
                            .root = options.root,
                            .single_pass = !std::ranges::forward_range<Base>,
                            .longest_first = static_cast<bool>(options.cost),
                            .where = options.where};
    try {
      terms.size = size_of(base);
    } catch (...) {
      shared_loop::cannot_begin(site, terms);
      throw;
    }
    auto order = std::vector<index_t>();
    if (options.cost) {
      order = site.talk ? shared_order(options.comm, terms, options.cost)
                        : longest_first(options.cost, *terms.size);
    }
    return std::make_unique<shared_loop>(site, std::move(terms), options.stop,
                                         meter_options{options.progress, options.label},
                                         std::move(order));
  }
};

}  // namespace detail

/// Splits a loop so that every rank computes: on one node the ranks claim their indices from a
/// counter that they share. Of several nodes each has a counter, which a thread at the root fills
/// again: nobody waits for a rank that is in a long body, the root or another. One rank alone runs
/// the loop as it stands.
///
/// Parallel: the body runs on every rank; each index is visited once.
/// Communicates: on one node nothing, where all goes well and nobody is late. Of several nodes each
/// asks some 20 times a second, or once for each example that takes longer; with `cost`, 8 bytes
/// for each index go to each rank. Never an example.
/// Collective: begin() of the view, on every rank of the communicator. The loop is over for one
/// rank when it is over for all, unless its body leaves it: by `break` or `return`, which is no
/// error, or by an exception, which its rank sees itself and the others as a task_error. What such
/// a rank had been given and not begun goes to the others.
/// A range that can be walked only once is handed out one index at a time. Several nodes need an
/// MPI with MPI_THREAD_MULTIPLE, as dlp::environment asks for; without it the root manages the loop
/// and says so.
/// Throws: usage_error; disagreement; task_error.
inline constexpr detail::split_fn<detail::shared> split_shared{};

}  // namespace dlp
