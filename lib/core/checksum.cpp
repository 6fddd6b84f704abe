// SPDX-License-Identifier: BSL-1.0
#include <core/checksum.hpp>

#include <boost/crc.hpp>

namespace dlp::detail {

auto checksum(std::span<std::byte const> of) noexcept -> std::uint32_t {
  auto sum = boost::crc_32_type();
  sum.process_bytes(of.data(), of.size());
  return sum.checksum();
}

}  // namespace dlp::detail
