// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/pieces.hpp>

#include <atomic>

#include <sys/mman.h>
#include <unistd.h>

namespace dlp::detail {
namespace {

std::atomic<std::uint64_t> largest_piece = std::uint64_t{1} << 30;

}  // namespace

auto piece_limit() noexcept -> std::uint64_t { return largest_piece; }
void set_piece_limit(std::uint64_t bytes) noexcept { largest_piece = bytes; }

void give_back_pages(std::span<std::byte const> used) noexcept {
  static auto const page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  auto const begin = reinterpret_cast<std::uintptr_t>(used.data());
  auto const first = (begin + page - 1) / page * page;
  auto const last = (begin + used.size()) / page * page;
  // An advice: where it is not taken, the memory stays until its owner frees it.
  if (first < last) ::madvise(reinterpret_cast<void*>(first), last - first, MADV_DONTNEED);
}

}  // namespace dlp::detail
