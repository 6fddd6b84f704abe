// SPDX-License-Identifier: BSL-1.0
#include <dispatch/trace/chunk_name.hpp>

namespace dlp::detail {

auto way_there(chunk_name const& chunk) -> std::string {
  return std::to_string(chunk.root) + '.' + std::to_string(chunk.call) + '.' +
         std::to_string(chunk.rank) + '.' + std::to_string(chunk.number);
}

auto way_back(chunk_name const& chunk) -> std::string { return way_there(chunk) + ".back"; }

}  // namespace dlp::detail
