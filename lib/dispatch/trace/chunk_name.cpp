// SPDX-License-Identifier: BSL-1.0
#include <dispatch/trace/chunk_name.hpp>

#include <span>

#include <dlp/core/digest.hpp>

namespace dlp::detail {
namespace {

auto number_of(chunk_name const& chunk, std::uint64_t way) -> std::uint64_t {
  std::uint64_t const its[] = {static_cast<std::uint64_t>(chunk.root), chunk.call,
                               static_cast<std::uint64_t>(chunk.rank), chunk.number, way};
  return digest_of(std::as_bytes(std::span(its)));
}

}  // namespace

auto way_there(chunk_name const& chunk) -> std::uint64_t { return number_of(chunk, 0); }

auto way_back(chunk_name const& chunk) -> std::uint64_t { return number_of(chunk, 1); }

}  // namespace dlp::detail
