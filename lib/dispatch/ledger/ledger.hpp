// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <dispatch/ledger/losses.hpp>
#include <dispatch/ledger/outcome.hpp>
#include <dispatch/ledger/range_end.hpp>
#include <dispatch/ledger/retries.hpp>
#include <dispatch/ledger/supply.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/dispatch/on_error.hpp>

namespace dlp::detail {

/// The account of a loop: which of its items nobody has, which are with whom, and what becomes of
/// those that fail, come back, or are lost with who had them. It knows no message, no clock and no
/// MPI: whoever serves a loop asks it, and says what has happened.
///
/// An item is an index, or its position where the loop goes by cost. Who has items is a number
/// below `holders`, as a rank is.
class ledger {
 public:
  enum class kind {
    fresh,
    failed,   ///< it is tried again
    suspect,  ///< it was lost with who had it
    probe,    ///< where the range ends for another holder; nobody is to visit it
  };
  struct chunk {
    index_range range;
    kind is = kind::fresh;
  };
  using chunks = std::vector<chunk>;

  /// `deaths`: see `survive`. `done`: items that need not be visited, as those of an earlier run;
  /// in order, and none twice. `not_chosen`: how many of them do not count.
  ledger(std::optional<index_t> size, error_policy const& on_error, int holders = 1,
         index_t deaths = 1, std::span<index_range const> done = {}, index_t not_chosen = 0);

  // What nobody has.

  /// The next items, at most so many, that are nothing special: `who` has them now.
  auto take(int who, index_t most) -> index_range;

  /// One that has failed, for a holder where it has not, if there is one; or else one that was lost
  /// with its holder.
  auto take_again(int who) -> std::optional<chunk>;

  /// The item where the range ends for others, if `who` has nothing to do, and has not come to its
  /// own end: in a loop that comes to a good end all have found the same one.
  auto take_probe(int who) -> std::optional<chunk>;

  /// The next items, for one who keeps his own account of them, and gives back what is not visited.
  auto lend(index_t most) -> index_range { return supply_.take(most); }
  void give_back(index_range rest) { supply_.give_back(rest); }

  /// So many items more, which come after the last one.
  auto add(index_t count) -> index_range;

  /// The first of the items that `take` gives next, where there are any.
  [[nodiscard]] auto next() const noexcept -> index_t { return supply_.next(); }

  /// How many items there are to `take`, and whether there is any to be had at all.
  [[nodiscard]] auto remaining() const noexcept -> index_t { return supply_.remaining(); }
  [[nodiscard]] auto has_work() const noexcept -> bool { return remaining() != 0 || has_again(); }
  /// Whether there is any to `take_again`, for one holder or another.
  [[nodiscard]] auto has_again() const noexcept -> bool {
    return !retries_.empty() || !losses_.empty();
  }
  /// How many nobody has, and somebody may have: those of `has_work`.
  [[nodiscard]] auto left_over() const noexcept -> index_t;
  /// How many have been taken at least once.
  [[nodiscard]] auto begun() const noexcept -> index_t { return supply_.begun(); }

  /// The lowest item that is begun and not done: somebody has it, or it is to be given again. None
  /// where nothing is.
  [[nodiscard]] auto lowest_open() const -> std::optional<index_t>;

  // What a holder has.

  [[nodiscard]] auto with(int who) const -> chunks const& { return at(who).has; }

  /// How many holders have anything, and how many may be given something.
  [[nodiscard]] auto busy() const noexcept -> int { return busy_; }
  [[nodiscard]] auto present() const noexcept -> int { return present_; }
  [[nodiscard]] auto is_present(int who) const -> bool { return at(who).is_present; }

  /// It is through with its first chunk, of which it has visited the items in `visited`; `ended`
  /// says that its range has no more than `visited.last`. What it has not visited goes to others.
  void done(int who, index_range visited, bool ended = false);

  /// What it has not begun of one of its chunks, the items from `from` on, goes to others.
  void recall(int who, std::size_t place, index_t from);

  /// It takes nothing more, and has visited these of its first chunk.
  void leaves(int who, index_range visited = {});

  /// The result of an item of its first chunk has come: should it be lost, that is not visited
  /// again.
  void settled(int who, index_t item) { at(who).settled.push_back(item); }

  /// It is lost. Of each of its chunks it may have begun the items below a number in
  /// `begun_below`. Where it is known what it was lost with, and that is not to be given again, the
  /// failure.
  auto lost(losses::lost_rank const& who, std::span<index_t const> begun_below = {})
      -> std::optional<failure>;

  /// One that was lost, or has left, takes part again.
  void returns(int who);

  /// It has looked at its range, of unknown size: whether that is empty. So has the root.
  void looked(int who, bool finds_none);
  void root_looked(int root, bool finds_none) { end_.root_looked(root, finds_none); }

  // What fails.

  /// The body has thrown at an item, or before it came to one.
  auto failed(failure what, std::optional<index_t> item) -> after_failure;
  /// The body has thrown at an item whose rank a signal had told to stop: the item is as if it had
  /// not been begun, where the loop is interrupted.
  void cut_short(failure what, index_t item) { retries_.keep(item, std::move(what)); }
  /// An item has failed, and is not to be tried again.
  auto spoiled(failure what) -> after_failure;
  /// What no policy leaves out or tries again.
  auto broken(failure what) -> after_failure;

  /// Nothing more is to be begun. Whether that is news.
  auto stop() -> bool;
  [[nodiscard]] auto stopped() const noexcept -> bool { return stopped_; }

  // The whole.

  [[nodiscard]] auto size() const noexcept -> std::optional<index_t> { return supply_.size(); }
  /// The end of a range that did not know it, as a holder has found it, or the end of what one has
  /// visited: -1 where it is not known which.
  void ends_at(index_t size, int who);
  void seen(index_t end, int who = -1) { end_.seen(end, who); }

  /// Where two holders contradict each other about the range, a sentence; else it is empty. Where
  /// something failed, that says more.
  [[nodiscard]] auto contradiction() const -> std::string;

  /// How many items there are, where that is known, without those that are not chosen.
  [[nodiscard]] auto total() const noexcept -> std::optional<index_t> {
    auto const all = size();
    return all ? std::optional(*all - not_chosen_) : std::nullopt;
  }

  /// How many visits there have been; items that failed are visited again.
  [[nodiscard]] auto visits() const noexcept -> index_t { return visits_; }

  /// Whether nobody has anything, and nobody is to be given anything.
  [[nodiscard]] auto over() const noexcept -> bool;

  /// How a loop ended.
  struct ending {
    std::string by = {};             ///< what interrupted it; empty where nothing has
    bool is_kept = false;            ///< what failed of its examples runs again, by its journal
    bool has_work = false;           ///< something is left to do
    std::optional<index_t> of = {};  ///< how many items there are, where that is known
    bool returns = false;            ///< stopped with work left it returns what is done
  };

  /// The loop is over: books what becomes of items that are still to be tried again. They count as
  /// failed; but where it was stopped with work left, and is interrupted or returns what is done,
  /// they are as if they had not been begun. Failures stand before an interruption, unless all are
  /// of examples that will run again.
  void end(ending const& how);
  [[nodiscard]] auto outcome() const noexcept -> loop_outcome const& { return outcome_; }

 private:
  struct holder {
    chunks has;
    std::vector<index_t> settled;
    bool is_present = true;
    bool has_found_end = false;
  };

  [[nodiscard]] auto at(int who) -> holder& { return holders_[static_cast<std::size_t>(who)]; }
  [[nodiscard]] auto at(int who) const -> holder const& {
    return holders_[static_cast<std::size_t>(who)];
  }
  void hand(holder& to, chunk what);
  void put_back(chunk const& rest);
  void count_visits(index_range visited, int who);
  [[nodiscard]] auto unsettled(holder const& who, index_range had) -> std::vector<index_range>;
  [[nodiscard]] auto after_the_last() const noexcept -> after_failure;
  [[nodiscard]] auto leaves_failures(bool is_kept) const noexcept -> bool {
    return outcome_.failures.empty() || (is_kept && !is_broken_ && !ends_loop(on_error_));
  }

  error_policy on_error_;
  bool knew_size_;
  std::vector<holder> holders_;
  int present_;
  int busy_ = 0;
  supply supply_;
  retries retries_;
  losses losses_;
  range_end end_;
  index_t not_chosen_;
  index_t visits_;
  bool stopped_ = false;
  bool is_broken_ = false;  // something failed that is no example
  loop_outcome outcome_;
};

}  // namespace dlp::detail
