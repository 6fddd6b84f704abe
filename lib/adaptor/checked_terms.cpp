// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/checked_terms.hpp>

#include <comm/call/private_communicator.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {

auto checked_terms(managed_options const& options, loop_kind kind, range_abilities range)
    -> loop_terms {
  auto const require = [&](bool is, std::string const& what) {
    if (!is) throw usage_error("dlp: " + kind.name + what);
  };
  require_usable(options.comm);
  require_root(options.root, options.comm);
  require_chunk(options.schedule);
  require(!options.cost || (range.multi_pass && range.sized),
          ": cost needs a range that knows its size and can be walked again");
  require(!goes_back(options.on_error) || range.multi_pass,
          ": retry needs a range that can be walked again");
  if (options.survive) {
    require_sense(*options.survive);
    require(kind.name != "split_shared", " cannot survive the loss of a rank: split_managed can");
    require(range.multi_pass, ": survive needs a range that can be walked again");
  }
  return {.name = std::move(kind.name),
          .result = std::move(kind.result),
          .size = {},
          .schedule = options.schedule,
          .on_error = options.on_error,
          .root = options.root,
          .single_pass = !range.multi_pass,
          .longest_first = static_cast<bool>(options.cost),
          .survive = options.survive,
          .where = options.where,
          .lone = lone_context(options.comm)};
}

}  // namespace dlp::detail
