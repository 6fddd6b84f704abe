// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include <dlp/core/bytes.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/dispatch/kept_values.hpp>

namespace dlp::detail {

struct loop_terms;
struct progress_options;
class context;

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

/// The result of an item, at the root.
struct item_result {
  item_path path;
  bytes packed;
};

/// Which of the items that wait goes first.
enum class item_order {
  depth_first,   ///< that with the longest path: few wait at a time
  breadth_first  ///< that which came first
};

/// One rank's part in a loop whose items make further items: each is done once, by whoever is free,
/// and the loop ends when none is left. What a body adds is handed over with its result, so that
/// one that throws, or dies with its rank, has added nothing.
class growing_loop {
 public:
  using body = std::function<void(given_item const& item, made_of_item& made)>;

  /// Opens the loop; `terms.size`: of the seeds. `talk`: null where this rank runs it alone. On a
  /// worker that is all of it.
  growing_loop(context* talk, loop_terms terms, item_order order, std::stop_token stop,
               progress_options const& shown, body work);
  growing_loop(growing_loop const&) = delete;
  auto operator=(growing_loop const&) -> growing_loop& = delete;
  ~growing_loop();

  [[nodiscard]] auto is_root() const noexcept -> bool;

  /// On the root: the next result; none at the end of the loop.
  /// Throws: task_error, disagreement.
  [[nodiscard]] auto next_result() -> std::optional<item_result>;

  /// On the root: has every body that begins later, as soon as its rank has heard of it, know this.
  void tell(bytes packed);

  /// On the root: books a failure of its own, as of a result that it could not read.
  void fail(failure what);

  /// The most items that have waited at a time; seeds do not count.
  [[nodiscard]] auto most_waiting() const noexcept -> std::size_t;

 private:
  struct part;
  std::unique_ptr<part> part_;
};

}  // namespace dlp::detail
