// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <memory>
#include <utility>
#include <vector>

#include <dlp/adaptor/checked_terms.hpp>
#include <dlp/adaptor/open_loop.hpp>
#include <dlp/adaptor/options.hpp>
#include <dlp/adaptor/split_view.hpp>
#include <dlp/dispatch/shared_loop.hpp>
#include <dlp/dispatch/shared_order.hpp>

namespace dlp {
namespace detail {

struct shared {
  using options = managed_options;
  static constexpr auto name = "split_shared";
  static constexpr auto needs_size = false;

  template <class Base>
  [[nodiscard]] static auto open(Base& base, options const& options)
      -> std::unique_ptr<shared_loop> {
    auto const kind = loop_kind{.name = name, .result = {}, .bare = true};
    auto terms = checked_terms<Base>(options, kind);
    auto site = loop_site();
    if (shared_context(options.comm)) {
      auto& own = private_of(options.comm);
      auto* const service = service_of(own, kind.name, options.root);
      if (service && !is_usable(*service)) {
        return std::make_unique<shared_loop>(open_loop(base, options, kind));
      }
      site = {&own.talk, own.counters, own.here.ranks(), service};
    }
    compare_at_the_beginning(base, loop_to_compare(options, name, says_size<Base>));
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
                                         progress_options{options.progress, options.label},
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
