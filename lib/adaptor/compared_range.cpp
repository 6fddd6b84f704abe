// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/compared_range.hpp>

#include <comm/call/private_communicator.hpp>
#include <comm/call/range_check.hpp>

namespace dlp::detail {

auto loop_to_compare(communicator const& comm, char const* name, bool tells_sizes_apart)
    -> compared_loop {
  auto loop = compared_loop();
  if (!ranges_are_compared() || uncompared_body::is_open()) return loop;
  require_usable(comm);
  loop.talk = shared_context(comm);
  loop.name = name;
  loop.says_size = tells_sizes_apart;
  return loop;
}

}  // namespace dlp::detail
