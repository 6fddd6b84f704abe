// SPDX-License-Identifier: BSL-1.0
#define XXH_INLINE_ALL  // its code goes in here: who links this library needs no other
#include <dlp/core/checksum.hpp>

#include <boost/crc.hpp>
#include <xxhash.h>

namespace dlp::detail {

auto checksum(std::span<std::byte const> of) noexcept -> std::uint32_t {
  auto sum = boost::crc_32_type();
  sum.process_bytes(of.data(), of.size());
  return sum.checksum();
}

auto digest_of(std::span<std::byte const> what, std::uint64_t before) noexcept -> std::uint64_t {
  return XXH3_64bits_withSeed(what.data(), what.size(), before);
}

}  // namespace dlp::detail
