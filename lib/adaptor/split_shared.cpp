// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/split_shared.hpp>

#include <vector>

#include <comm/call/private_communicator.hpp>
#include <dispatch/progress/observer.hpp>
#include <dispatch/shared/shared_order.hpp>
#include <schedule/longest_first.hpp>

namespace dlp::detail {

auto shared_site(managed_options const& options, std::string const& name)
    -> std::optional<loop_site> {
  if (!shared_context(options.comm)) return loop_site();
  auto& own = private_of(options.comm);
  auto* const service = service_of(own, name, options.root);
  if (service && !is_usable(*service)) return std::nullopt;
  return loop_site{&own.talk, own.counters, own.here.ranks(), service};
}

auto join_shared_loop(loop_site const& site, loop_terms terms, managed_options const& options,
                      size_question const& size) -> std::unique_ptr<shared_loop> {
  try {
    terms.size = size();
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

}  // namespace dlp::detail
