// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>
#include <ranges>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <dlp/adaptor/product.hpp>
#include <dlp/adaptor/product_element.hpp>
#include <dlp/task/axis_of.hpp>
#include <dlp/task/described_axis.hpp>
#include <dlp/task/grid_element.hpp>
#include <dlp/task/parameter_hash.hpp>
#include <dlp/task/position_iterator.hpp>

namespace dlp {

/// The cells of a sweep: the combinations of the values of axes, of which `where` may leave some
/// out. It is a range of the cells that are kept, for every loop and map:
/// `for (auto [gamma, omega] : grid | dlp::split_managed)`. A cell has a position in that range,
/// and a number in the whole grid, which is the same whatever is left out. Cells are computed when
/// they are asked for; copies share the values of the axes, and the numbers of the cells that are
/// kept, 8 bytes each, which only a grid with a `where` has. `dlp::product` and its neighbours make
/// it. Of axes that are members of an S its cells are such structs; else S is void.
template <class S, class... Ts>
class grid : public std::ranges::view_interface<grid<S, Ts...>> {
  static constexpr auto count = sizeof...(Ts);
  using axes_t = std::tuple<axis_of<Ts, S>...>;

 public:
  class iterator;
  /// A cell, as the body of a loop gets it: the values by reference, or the struct.
  using element = typename detail::grid_element<S, Ts...>::reference;

  /// Of axes of which those in the same dimension go together, as `zip` has them. The last
  /// dimension varies fastest. Throws: usage_error where two have one name, or the cells cannot be
  /// numbered.
  grid(axes_t axes, std::array<std::size_t, count> dimensions)
      : axes_(std::make_shared<axes_t>(std::move(axes))) {
    auto const names = [](auto const&... axis) { return std::vector{axis.name()...}; };
    detail::check_axis_names(std::apply(names, *axes_));
    auto const sizes = std::apply(
        [](auto const&... axis) { return std::array{index_t{axis.values().size()}...}; }, *axes_);
    cells_ = detail::place_axes(dimensions, sizes, places_);
  }

  /// At the first cell that is kept.
  [[nodiscard]] auto begin() const -> iterator { return iterator(*this, 0); }
  /// Behind the last one.
  [[nodiscard]] auto end() const -> iterator { return iterator(*this, size()); }
  /// How many cells are kept.
  [[nodiscard]] auto size() const noexcept -> index_t { return kept_ ? kept_->size() : cells_; }
  /// How many cells the whole grid has.
  [[nodiscard]] auto cells() const noexcept -> index_t { return cells_; }

  /// The number of the cell at a position.
  [[nodiscard]] auto cell_at(index_t position) const -> index_t {
    return kept_ ? (*kept_)[position] : position;
  }
  /// The position of a cell; none where it is left out.
  [[nodiscard]] auto position_of(index_t cell) const -> std::optional<index_t> {
    if (!kept_) return cell < cells_ ? std::optional(cell) : std::nullopt;
    auto const at = std::ranges::lower_bound(*kept_, cell);
    if (at == kept_->end() || *at != cell) return std::nullopt;
    return static_cast<index_t>(at - kept_->begin());
  }
  /// Whether a cell is kept.
  [[nodiscard]] auto keeps(index_t cell) const -> bool { return position_of(cell).has_value(); }

  /// The parameters of a cell of the whole grid, kept or not.
  [[nodiscard]] auto at(index_t cell) const -> element {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      auto const value = [&](auto i) -> auto const& {
        return std::get<i>(*axes_).values()[places_[i].index(cell)];
      };
      return detail::grid_element<S, Ts...>::make(
          *axes_, value(std::integral_constant<std::size_t, I>())...);
    }(std::index_sequence_for<Ts...>());
  }
  /// For each axis which of its values a cell has.
  [[nodiscard]] auto indices_of(index_t cell) const -> std::array<index_t, count> {
    auto indices = std::array<index_t, count>();
    std::ranges::transform(places_, indices.begin(),
                           [&](auto const& place) { return place.index(cell); });
    return indices;
  }
  /// A hash of the parameters of a cell: dlp::cell says what it stands for.
  [[nodiscard]] auto hash_of(index_t cell) const -> std::uint64_t {
    auto hash = detail::parameter_hash();
    detail::for_each_of(*axes_, [&, i = std::size_t{0}](auto const& axis) mutable {
      hash.add(axis.name(), axis.values()[places_[i++].index(cell)]);
    });
    return hash.value();
  }

  /// The axes with their values, and the dimension that each lies in.
  [[nodiscard]] auto axes() const -> std::vector<described_axis> {
    auto all = std::vector<described_axis>();
    detail::for_each_of(*axes_, [&](auto const& axis) {
      all.push_back(detail::describe_axis(axis, places_[all.size()].dimension));
    });
    return all;
  }
  /// How many cells the grid has in each dimension: the whole one has the product of them.
  [[nodiscard]] auto dimensions() const -> std::vector<index_t> {
    return detail::dimensions_of(places_);
  }

  /// The grid without the cells for which `keep`, which is called with the parameters as the body
  /// is, returns false. The number of each cell stays. Throws: what `keep` throws.
  template <class Keep>
  [[nodiscard]] auto where(Keep keep) const -> grid {
    constexpr auto right = detail::grid_element<S, Ts...>::template is_predicate<Keep>;
    static_assert(right,
                  "dlp: where takes a function of the parameters of a cell that says by a "
                  "bool whether the cell is kept");
    auto left = *this;
    if constexpr (right) {
      auto kept = std::make_shared<std::vector<index_t>>();
      for (auto position = index_t{0}; position != size(); ++position) {
        auto const cell = cell_at(position);
        if (detail::call_with(keep, at(cell))) kept->push_back(cell);
      }
      kept->shrink_to_fit();
      left.kept_ = std::move(kept);
    }
    return left;
  }

  /// Writes the axes with their units and values, and how many cells there are.
  friend auto operator<<(std::ostream& out, grid const& what) -> std::ostream& {
    return detail::write_grid(out, what.axes(), what.cells(), what.size());
  }

 private:
  friend struct detail::grid_parts;

  std::shared_ptr<axes_t const> axes_;
  std::array<detail::axis_place, count> places_ = {};
  index_t cells_ = 0;
  std::shared_ptr<std::vector<index_t> const> kept_;  // null where all are
};

template <class S, class... Ts>
inline constexpr bool detail::is_grid<grid<S, Ts...>> = true;

/// Goes from one cell that is kept to the next.
template <class S, class... Ts>
class grid<S, Ts...>::iterator : public detail::position_iterator<iterator, grid> {
 public:
  using value_type = typename detail::grid_element<S, Ts...>::value;
  using reference = element;

  using detail::position_iterator<iterator, grid>::position_iterator;

  [[nodiscard]] auto operator*() const -> element {
    return this->of().at(this->of().cell_at(this->position()));
  }
};

}  // namespace dlp
