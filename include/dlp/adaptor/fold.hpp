// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <map>
#include <type_traits>
#include <utility>

#include <dlp/adaptor/associative.hpp>
#include <dlp/core/heap_slot.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/core/merge_tree.hpp>
#include <dlp/core/number_loss.hpp>
#include <dlp/dispatch/managed_loop.hpp>

namespace dlp::detail {

/// total = op(total, value)
template <class T, class Op, class Result>
void fold(T& total, Op& op, Result&& value) {
  auto const made = [&]() -> decltype(auto) {
    return std::invoke(op, std::move(total), std::forward<Result>(value));
  };
  if constexpr (heap_slot<T>::is_large) {
    auto next = heap_slot<T>();
    total = std::move(next.emplace_with(made));
  } else {
    total = static_cast<T>(made());
  }
}

template <class T, class Op, class Value>
concept folds = requires(Op& op, T&& total, Value&& value) {
  total = static_cast<T>(std::invoke(op, std::move(total), std::move(value)));
};

/// Folds results into a total from left to right, whatever the order of their arrival.
template <class T, class Op, class Result>
class fold_in_order {
 public:
  fold_in_order(managed_loop& loop, T& total, Op& op) : loop_(loop), total_(total), op_(op) {}

  void operator()(index_t index, Result&& value) {
    at_ = index;
    if (index != turn_) {
      early_.emplace(index, std::move(value));
      return take_early();  // what is due may have been left out meanwhile
    }
    take_next(std::move(value));
    take_early();
  }

  /// The index that it is at, or was when `op` threw: not always that of what has come.
  [[nodiscard]] auto at() const noexcept -> index_t { return at_; }

  /// Those behind an index that has no result: it was left out, or not begun after a stop.
  void finish() {
    for (auto& [index, value] : early_) fold(total_, op_, std::move(value));
  }

 private:
  void take_early() {
    while (!early_.empty()) {
      if (auto const next = early_.begin(); next->first == turn_) {
        auto due = early_.extract(next);
        take_next(std::move(due.mapped()));
      } else if (loop_.passes_over(turn_)) {
        ++turn_;
      } else {
        return;
      }
    }
  }
  void take_next(Result&& value) {
    at_ = turn_++;  // whatever `op` throws: this result comes no second time
    if (loop_.manages()) loop_.turns_to(at_);
    fold(total_, op_, std::move(value));
  }

  managed_loop& loop_;
  T& total_;
  Op& op_;
  std::map<index_t, Result> early_;  // results that have come before their turn
  index_t turn_ = 0;                 // the index of the next result for `op`
  index_t at_ = 0;
};

/// Folds them in a tree over their indices, and then into a total.
template <class T, class Op, class Result>
class fold_in_tree {
 public:
  fold_in_tree(managed_loop&, T& total, associative<Op>& op)
      : total_(total), op_(op.op), tree_(merge{&op.op}) {}

  void operator()(index_t index, Result&& value) {
    auto place = heap_slot<T>();
    place.emplace_with([&]() -> Result&& { return std::move(value); });
    tree_.add(index, std::move(place));
  }

  void finish() {
    if (auto all = std::move(tree_).total()) fold(total_, op_, std::move(**all));
  }

 private:
  struct merge {
    Op* op;
    auto operator()(heap_slot<T> left, heap_slot<T> right) const -> heap_slot<T> {
      fold(*left, *op, std::move(*right));
      return left;
    }
  };

  T& total_;
  Op& op_;
  merge_tree<heap_slot<T>, merge> tree_;
};

/// Whether numbers stay what they are; where not, the compiler says why.
template <bool loses_none, class T, class Op, class Result>
consteval auto keeps_numbers() -> bool {
  static_assert(loses_none,
                "dlp::map_reduce: init, or what op takes, is no number that can hold what f and "
                "op return: for a sum of doubles write 0.0 and not 0, for a count 0, not false");
  return loses_none;
}

/// Whether `op` can put results of type Result into a T; where not, the compiler says why.
template <class T, class Op, class Result>
struct fold_by {
  using type = fold_in_order<T, Op, Result>;
  static constexpr auto in_order = true;
  static consteval auto is_right() -> bool {
    constexpr auto can = folds<T, Op, Result>;
    static_assert(
        can,
        "dlp::map_reduce: op cannot be called with init and a result of f, or what it "
        "returns is no new init: the order is map_reduce(f, range, init, op), the two are "
        "of one type where op wants that, and op gets whole results, not their elements");
    if constexpr (can) return keeps_numbers<!loses_in<Op, T, Result>(), T, Op, Result>();
    return false;
  }
};
template <class T, class Op, class Result>
struct fold_by<T, associative<Op>, Result> {
  using type = fold_in_tree<T, Op, Result>;
  static constexpr auto in_order = false;
  static consteval auto is_right() -> bool {
    constexpr auto can = folds<T, Op, T> && std::is_convertible_v<Result, T>;
    static_assert(can,
                  "dlp::associative: op takes two values of what init is, and returns one, and a "
                  "result of f becomes one: where op puts what is of another type into init, leave "
                  "out associative");
    if constexpr (can)
      return keeps_numbers<!loses<T, Result> && !loses_in<Op, T, T>(), T, Op, Result>();
    return false;
  }
};

}  // namespace dlp::detail
