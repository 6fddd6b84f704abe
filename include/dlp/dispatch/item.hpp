// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <dlp/core/bytes.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/dispatch/kept_values.hpp>

namespace dlp::detail {

/// Where an item of a growing loop comes from: the index of its seed, and then at each level which
/// child of the one before it is.
using item_path = std::vector<index_t>;

/// In words: "3.0.1".
[[nodiscard]] auto to_string(item_path const& path) -> std::string;

/// An item that a body has added: which child of its own it is, and its bytes.
struct added_item {
  index_t number = 0;
  bytes data;
};

/// An item as the body gets it: the seed of that index, or what a body has added.
struct given_item {
  item_path path;
  bool is_seed = true;
  std::span<std::byte const> data = {};  ///< of what was added
  kept_values* told = nullptr;           ///< what the root has told, as `told_number`
  /// Hands an item over at once; none where the loop cannot have that.
  std::function<void(added_item)> add_now = {};
};

/// The number of what the root tells last.
inline constexpr auto told_number = std::uint64_t{0};

/// What the body has made of an item.
struct made_of_item {
  std::vector<added_item> added = {};
  index_t children = 0;  ///< that there have been, with those that were handed over at once
  bytes result = {};
  std::string example = {};  ///< what a failure may say of the item itself
};

}  // namespace dlp::detail
