// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/kept_memory.hpp>

#include <cstddef>
#include <cstdlib>

namespace dlp::detail {
namespace {

// glibc's M_MMAP_THRESHOLD grows to the size of a block that is freed, where that is no larger than
// 32 MiB, its head included; M_TRIM_THRESHOLD is twice that.
constexpr auto largest_kept = (std::size_t{32} << 20) - (std::size_t{64} << 10);

}  // namespace

void keep_freed_memory() noexcept {
  static auto const freed = [] {
    auto* const volatile block = std::malloc(largest_kept);  // volatile: else it is optimized away
    std::free(block);
    return true;
  }();
  static_cast<void>(freed);
}

}  // namespace dlp::detail
