// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/parameter_hash.hpp>

namespace dlp::detail {
namespace {

/// The end of SplitMix64.
auto scattered(std::uint64_t bits) noexcept -> std::uint64_t {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
  return bits ^ (bits >> 31);
}

}  // namespace

auto text_hash::value() const noexcept -> std::uint64_t { return scattered(hash_); }

auto parameter_hash::value() const noexcept -> std::uint64_t { return scattered(sum_); }

}  // namespace dlp::detail
