// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/open_loop.hpp>

#include <vector>

#include <comm/call/private_communicator.hpp>
#include <dispatch/progress/observer.hpp>
#include <dlp/core/error.hpp>
#include <schedule/longest_first.hpp>

namespace dlp::detail {

auto join_loop(loop_terms terms, managed_options const& options, bool bare,
               size_question const& size) -> std::unique_ptr<managed_loop> {
  auto* const talk = shared_context(options.comm);
  auto order = std::vector<index_t>();
  try {
    terms.size = size();
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
