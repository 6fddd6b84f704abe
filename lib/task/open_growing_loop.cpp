// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/open_growing_loop.hpp>

#include <comm/call/private_communicator.hpp>
#include <dispatch/progress/observer.hpp>
#include <dlp/adaptor/checked_terms.hpp>
#include <dlp/adaptor/options.hpp>

namespace dlp::detail {

auto open_growing_loop(std::string name, std::string result, index_t size,
                       feeder_options const& options, growing_loop::body body)
    -> std::unique_ptr<growing_loop> {
  auto const loop = options_of_loop<managed_options>(options);
  auto terms = checked_terms(loop, {.name = std::move(name), .result = std::move(result)},
                             {.multi_pass = true, .sized = true});
  terms.size = size;
  return std::make_unique<growing_loop>(
      shared_context(options.comm), std::move(terms),
      options.breadth_first ? item_order::breadth_first : item_order::depth_first, options.stop,
      progress_options{options.progress, options.label}, std::move(body));
}

}  // namespace dlp::detail
