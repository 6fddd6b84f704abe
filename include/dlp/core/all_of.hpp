// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <tuple>
#include <utility>

#include <dlp/core/accumulator.hpp>

namespace dlp {

/// Several accumulators of the same values: `dlp::all_of<dlp::moments, dlp::extremes>`. Each is
/// given what is put in, and is merged with its like.
template <class... Accumulators>
class all_of {
 public:
  all_of() = default;
  /// Those that are not empty from the start, or have to be told something, as a histogram.
  explicit all_of(Accumulators... parts)
    requires(sizeof...(Accumulators) > 0)
      : parts_(std::move(parts)...) {}

  /// Puts a value in.
  template <class Value>
    requires(detail::takes_value<Accumulators, Value const&> && ...)
  void operator()(Value const& value) {
    std::apply([&](auto&... part) { (detail::put_in(part, value), ...); }, parts_);
  }
  /// Puts in values that go together, as the parts of a pair.
  template <class First, class... More>
    requires(sizeof...(More) > 0 && (detail::takes_together<Accumulators, First, More...> && ...))
  void operator()(First const& first, More const&... more) {
    std::apply([&](auto&... part) { (detail::put_in_together(part, first, more...), ...); },
               parts_);
  }

  /// Adds what `other` has.
  void merge(all_of const& other) {
    [&]<std::size_t... i>(std::index_sequence<i...>) {
      (detail::merge_into(std::get<i>(parts_), std::get<i>(other.parts_)), ...);
    }(std::index_sequence_for<Accumulators...>());
  }

  /// The accumulator of this type, of which there is one.
  template <class Accumulator>
  [[nodiscard]] auto get() const noexcept -> Accumulator const& {
    return std::get<Accumulator>(parts_);
  }
  /// The one at this place.
  template <std::size_t place>
  [[nodiscard]] auto get() const noexcept -> auto const& {
    return std::get<place>(parts_);
  }

  /// Whether all of both have the same.
  [[nodiscard]] friend auto operator==(all_of const&, all_of const&) -> bool = default;

  /// For the archives of Boost.Serialization.
  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    std::apply([&](auto&... part) { (static_cast<void>(archive & part), ...); }, parts_);
  }

 private:
  std::tuple<Accumulators...> parts_;
};

}  // namespace dlp
