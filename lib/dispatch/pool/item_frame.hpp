// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>

#include <dlp/core/bytes.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/dispatch/item.hpp>

namespace dlp::detail {

/// An item as the task that travels: its path, and what was added.
[[nodiscard]] auto frame_of(given_item const& item) -> bytes;
[[nodiscard]] auto item_in(std::span<std::byte const> frame) -> given_item;

/// Has a failure say of which item it is.
void name(failure& what, item_path const& path);

/// What has been made of an item, as it comes back.
void append(bytes& to, made_of_item const& made);

/// Reads that: `child(number, data)` for each that was added.
/// Returns: the bytes of the result.
template <class Child>
auto read_made(std::span<std::byte const> packed, Child child) -> std::span<std::byte const> {
  auto from = byte_reader(packed);
  auto const count = from.take<index_t>();
  auto used = sizeof(index_t);
  for (auto i = index_t{0}; i != count; ++i) {
    auto const its_number = from.take<index_t>();
    auto const data = from.take_sized();
    used += sizeof(index_t) + sizeof(std::uint64_t) + data.size();
    child(its_number, data);
  }
  return packed.subspan(used);
}

}  // namespace dlp::detail
