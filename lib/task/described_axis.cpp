// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/described_axis.hpp>

#include <algorithm>
#include <complex>
#include <type_traits>
#include <variant>

#include <core/number_text.hpp>
#include <dlp/core/printable_text.hpp>

namespace dlp::detail {
namespace {

/// A number in the fewest digits that make it again, or a text that can stand in a line.
template <class T>
auto text_of_value(T const& value, column_kind kind) -> std::string {
  if constexpr (std::is_arithmetic_v<T>) {
    if (kind == column_kind::boolean) return value != 0 ? "true" : "false";
    return text_of_number(value);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return printable_text(value);
  } else {
    return {};  // no axis is complex
  }
}

/// "0.1, 0.2, 0.3, 0.4, …, 2".
template <class T>
auto in_short(std::vector<T> const& values, column_kind kind) -> std::string {
  constexpr auto most = std::size_t{6};
  auto text = text_of_value(values.front(), kind);
  for (auto i = std::size_t{1}; i != values.size(); ++i) {
    if (values.size() > most && i == most - 2) {
      text += ", …";
      i = values.size() - 1;
    }
    text += ", " + text_of_value(values[i], kind);
  }
  return text;
}
auto in_short(std::monostate, column_kind) -> std::string { return {}; }

auto padded(std::string text, std::size_t width) -> std::string {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

}  // namespace

auto value_in_words(described_axis const& axis, std::size_t place) -> std::string {
  return std::visit(
      [&](auto const& all) {
        if constexpr (std::is_same_v<decltype(all), std::monostate const&>)
          return std::string();
        else
          return text_of_value(all[place], axis.what.kind);
      },
      axis.values.values);
}

auto write_grid(std::ostream& out, std::vector<described_axis> const& axes, index_t cells,
                index_t kept) -> std::ostream& {
  auto const label = [](described_axis const& axis) {
    return axis.what.name + (axis.what.unit.empty() ? "" : " [" + axis.what.unit + "]");
  };
  auto width = std::size_t{0};
  for (auto const& axis : axes) width = std::max(width, label(axis).size());
  auto sizes = std::string();
  for (auto i = std::size_t{0}; i != axes.size(); ++i) {
    auto const& axis = axes[i];
    auto const size = std::to_string(axis.values.shape[0]);
    auto const goes_along = i != 0 && axis.dimension == axes[i - 1].dimension;
    out << padded(label(axis), width) << "  " << size << (size == "1" ? " value: " : " values: ")
        << std::visit([&](auto const& all) { return in_short(all, axis.what.kind); },
                      axis.values.values)
        << (goes_along ? ", with " + axes[i - 1].what.name : "") << '\n';
    if (!goes_along) sizes += (sizes.empty() ? "" : " x ") + size;
  }
  auto const total = std::to_string(cells);
  out << (sizes == total ? "" : sizes + " = ") << total << (cells == 1 ? " cell" : " cells");
  if (kept != cells) out << ", " << kept << " without those that are left out";
  return out << '\n';
}

}  // namespace dlp::detail
