// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <concepts>
#include <functional>
#include <initializer_list>
#include <vector>

#include <dlp/core/index_range.hpp>
#include <dlp/task/grid.hpp>

namespace dlp {

/// Which cells of its grid a sweep computes, as the option `only` says it: those that the same grid
/// keeps with a `where`, as `grid.where(keep)`, or those of some numbers, as `{3, 17}`.
class cell_choice {
 public:
  /// All.
  cell_choice() = default;
  /// Those that this grid keeps.
  template <class S, class... Ts>
  cell_choice(grid<S, Ts...> const& kept)
      : dimensions_(kept.dimensions()), has_([kept](index_t cell) { return kept.keeps(cell); }) {}
  /// Those of these numbers in the whole grid.
  cell_choice(std::vector<index_t> cells);
  /// The same.
  cell_choice(std::initializer_list<index_t> cells) : cell_choice(std::vector(cells)) {}
  /// What is no choice: the compiler says so.
  template <class T>
    requires(!std::convertible_to<T, std::vector<index_t>>)
  cell_choice(T const&) {
    static_assert(detail::is_grid<T>,
                  "dlp::sweep: only is the grid with a where, or a list of the numbers of cells");
  }

  /// Whether it has all cells because nobody has chosen.
  [[nodiscard]] auto is_all() const noexcept -> bool { return !has_; }
  /// Whether it has this one.
  [[nodiscard]] auto has(index_t cell) const -> bool { return !has_ || has_(cell); }

  /// Throws: usage_error where it is of a grid with other dimensions than these, or has a cell that
  /// one with these does not have.
  void require_of(std::vector<index_t> const& dimensions) const;

 private:
  std::vector<index_t> dimensions_ = {};  // of a grid
  std::vector<index_t> cells_ = {};       // by their numbers
  std::function<bool(index_t)> has_ = {};
};

}  // namespace dlp
