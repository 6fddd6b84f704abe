// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/pieces.hpp>

#include <atomic>

#include <sys/mman.h>
#include <unistd.h>

#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

std::atomic<std::uint64_t> largest_piece = std::uint64_t{1} << 30;

/// Tells the system what is to become of the whole pages in `memory`. An advice: where it is not
/// taken, all stays as it is.
void advise(std::span<std::byte const> memory, std::uintptr_t page, int what) noexcept {
  auto const begin = reinterpret_cast<std::uintptr_t>(memory.data());
  auto const first = (begin + page - 1) / page * page;
  auto const last = (begin + memory.size()) / page * page;
  if (first < last) ::madvise(reinterpret_cast<void*>(first), last - first, what);
}

}  // namespace

auto piece_limit() noexcept -> std::uint64_t { return largest_piece; }
void set_piece_limit(std::uint64_t bytes) noexcept { largest_piece = bytes; }

void give_back_pages(std::span<std::byte const> used) noexcept {
  static auto const page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  advise(used, page, MADV_DONTNEED);
}

void ask_for_large_pages(std::span<std::byte> fresh) noexcept {
  constexpr auto large_page = std::uintptr_t{2} << 20;
  advise(fresh, large_page, MADV_HUGEPAGE);
}

auto byte_source::underflow() -> int_type {
  if (rest_.empty()) return traits_type::eof();
  if (then_ == after_reading::give_back) give_back_pages(piece_);
  piece_ = take_piece(rest_);
  auto* const first = const_cast<char*>(reinterpret_cast<char const*>(piece_.data()));
  setg(first, first, first + piece_.size());
  return traits_type::to_int_type(*first);
}

void byte_source::read_pieces(void* to, std::uint64_t size) {
  if (size > left()) throw error("dlp: a value arrived damaged");
  sgetn(static_cast<char*>(to), static_cast<std::streamsize>(size));
}

}  // namespace dlp::detail
