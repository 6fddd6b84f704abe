// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <tuple>
#include <utility>

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

  /// Puts values in.
  template <class... Values>
  void operator()(Values const&... values) {
    std::apply([&](auto&... part) { (static_cast<void>(part(values...)), ...); }, parts_);
  }

  /// Adds what `other` has.
  void merge(all_of const& other) {
    [&]<std::size_t... i>(std::index_sequence<i...>) {
      (merge_part(std::get<i>(parts_), std::get<i>(other.parts_)), ...);
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
  template <class Part>
  static void merge_part(Part& mine, Part const& theirs) {
    if constexpr (requires { mine.merge(theirs); }) {
      mine.merge(theirs);
    } else {
      mine += theirs;
    }
  }

  std::tuple<Accumulators...> parts_;
};

}  // namespace dlp
