// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/pieces.hpp>

#include <atomic>

#include <sys/mman.h>
#include <unistd.h>

#include <dlp/core/error.hpp>

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
