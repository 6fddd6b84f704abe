// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/open_growing_loop.hpp>

#include <utility>

#include <comm/call/private_communicator.hpp>
#include <dispatch/ledger/loop_terms.hpp>
#include <dispatch/progress/observer.hpp>

namespace dlp::detail {

auto open_growing_loop(feeder_options const& options, loop_kind const& kind,
                       looped_range const& seeds, growing_loop::body body)
    -> std::unique_ptr<growing_loop> {
  auto terms = sized_terms(options_of_loop<managed_options>(options), kind, seeds);
  return std::make_unique<growing_loop>(
      shared_context(options.comm), std::move(terms),
      options.breadth_first ? item_order::breadth_first : item_order::depth_first, options.stop,
      progress_options{options.progress, options.label, options.report}, std::move(body));
}

void refuse_told(std::string const& asked, std::string const& told) {
  throw error("dlp: a feeder was asked for a " + asked + " that the root has told, which is a " +
              told);
}

}  // namespace dlp::detail
