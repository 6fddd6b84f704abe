// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include <dlp/core/bytes.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/dispatch/item.hpp>

namespace dlp::detail {

struct loop_terms;
struct progress_options;
class context;

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

  /// On the root, in a handler: books a failure of its own, as of a result that it cannot read.
  void fail_at(item_path const& path);

  /// The most items that have waited at a time; seeds do not count.
  [[nodiscard]] auto most_waiting() const noexcept -> std::size_t;

 private:
  struct part;
  std::unique_ptr<part> part_;
};

}  // namespace dlp::detail
