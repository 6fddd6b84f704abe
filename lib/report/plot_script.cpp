// SPDX-License-Identifier: BSL-1.0
#include <report/plot_script.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>
#include <variant>
#include <vector>

#include <core/number_text.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/printable_text.hpp>
#include <task/stored_row.hpp>

namespace dlp::detail {
namespace {

[[noreturn]] void refuse_plot(std::string const& text) { throw usage_error(text); }

/// A text for gnuplot. Between these quotes it executes nothing.
auto text_for_gnuplot(std::string const& text) -> std::string {
  auto made = std::string("'");
  for (auto const c : printable_text(text)) made += c == '\'' ? "''" : std::string(1, c);
  return made + '\'';
}

auto with_unit(column const& what) -> std::string {
  return what.unit.empty() ? what.name : what.name + " (" + what.unit + ')';
}

auto length_of(described_axis const& axis) -> std::size_t { return axis.values.shape.front(); }

auto has_numbers(described_axis const& axis) -> bool {
  return axis.what.kind == column_kind::real || axis.what.kind == column_kind::integer;
}

/// None where it is no number.
auto number_in(stored_value const& value) -> std::optional<double> {
  if (auto const* const number = std::get_if<double>(&value)) return *number;
  if (auto const* const number = std::get_if<std::int64_t>(&value))
    return static_cast<double>(*number);
  return std::nullopt;
}

auto text_for_gnuplot(double number) -> std::string {
  return std::isfinite(number) ? text_of_number(number) : "NaN";
}

/// A value of an axis in a picture, where a number has at most six digits: "1.7", and not
/// "1.7000000000000002".
auto shown_value(described_axis const& axis, std::size_t place) -> std::string {
  auto const* const number = std::get_if<std::vector<double>>(&axis.values.values);
  if (!number) return value_in_words(axis, place);
  auto text = std::array<char, 32>();
  std::snprintf(text.data(), text.size(), "%.6g", (*number)[place]);
  return text.data();
}

/// Which place of an axis has the value that a person has written, or has read in a picture.
auto place_of(described_axis const& axis, std::string const& value) -> std::size_t {
  auto const number = has_numbers(axis) ? number_from<double>(value) : std::nullopt;
  for (auto place = std::size_t{0}; place != length_of(axis); ++place) {
    if (value_in_words(axis, place) == value) return place;
    if (number && number_in(stored_value_at(axis.values, place)) == number) return place;
  }
  auto places = std::vector<std::size_t>();
  for (auto place = std::size_t{0}; place != length_of(axis); ++place) {
    if (shown_value(axis, place) == value) places.push_back(place);
  }
  if (places.size() == 1) return places.front();
  refuse_plot("dlp-sweep: the axis " + axis.what.name + " has no value " + printable_text(value));
}

/// A name at a place of an axis. gnuplot prints a number by it, as printf does.
auto label(std::string const& name) -> std::string {
  auto made = std::string();
  for (auto const c : name) made += c == '%' ? "%%" : std::string(1, c);
  return text_for_gnuplot(made);
}

/// Names at the places of an axis, at most so many.
auto tics(char const* which, described_axis const& axis) -> std::string {
  constexpr auto most = std::size_t{12};
  auto const step = (length_of(axis) + most - 1) / most;
  auto text = std::string("set ") + which + " (";
  for (auto place = std::size_t{0}; place < length_of(axis); place += step) {
    text +=
        (place == 0 ? "" : ", ") + label(shown_value(axis, place)) + ' ' + std::to_string(place);
  }
  return text + ")\n";
}

/// A table of which one result is drawn.
class drawing {
 public:
  drawing(table_data const& of, plot_terms const& terms)
      : shape_(of.shape()), result_(of.named(terms.result)) {
    require_numbers();
    result_in_words_ = with_unit(result_->what);
    for (auto const& one : of.results()) {
      if (one.name == result_->what.name) result_in_words_ = with_unit(one);
    }
    for (auto const& name : terms.axes) along_.push_back(&axis_named(name));
    for (auto const& [name, value] : terms.at) {
      auto const& axis = axis_named(name);
      if (is_settled(axis))
        refuse_plot("dlp-sweep: --at has no use for " + printable_text(name) +
                    ": it is drawn or held already, or goes together with an axis that is");
      fixed_.push_back({&axis, place_of(axis, value)});
    }
    if (along_.empty()) along_ = first_of_several();
    for (auto const* const axis : along_) {
      if (length_of(*axis) < 2)
        refuse_plot("dlp-sweep: the axis " + axis->what.name + " has one value only");
    }
    if (along_.size() == 2 && along_[0]->dimension == along_[1]->dimension)
      refuse_plot("dlp-sweep: the axes of a heat map cannot go together");
  }

  [[nodiscard]] auto script() const -> std::string {
    return along_.size() == 1 ? lines() : heat_map();
  }

 private:
  struct fixed_axis {
    described_axis const* axis;
    std::size_t place;
  };

  void require_numbers() const {
    if (!std::holds_alternative<std::vector<std::string>>(result_->values)) return;
    refuse_plot("dlp-sweep: " + result_->what.name +
                " is a text, or an array, which cannot be drawn");
  }

  [[nodiscard]] auto axis_named(std::string const& name) const -> described_axis const& {
    auto all = std::string();
    for (auto const& axis : shape_.axes) {
      if (axis.what.name == name) return axis;
      all += (all.empty() ? "" : ", ") + axis.what.name;
    }
    refuse_plot("dlp-sweep: there is no axis " + printable_text(name) + ", but " + all);
  }

  [[nodiscard]] auto is_settled(described_axis const& axis) const -> bool {
    return std::ranges::any_of(
               fixed_, [&](auto const& one) { return one.axis->dimension == axis.dimension; }) ||
           std::ranges::any_of(along_,
                               [&](auto const* one) { return one->dimension == axis.dimension; });
  }

  /// Of each dimension that nothing is said of, and that has several values, an axis.
  [[nodiscard]] auto left_over() const -> std::vector<described_axis const*> {
    auto found = std::vector<described_axis const*>();
    for (auto const& axis : shape_.axes) {
      auto const is_new = found.empty() || found.back()->dimension != axis.dimension;
      if (is_new && length_of(axis) > 1 && !is_settled(axis)) found.push_back(&axis);
    }
    return found;
  }

  [[nodiscard]] auto first_of_several() const -> std::vector<described_axis const*> {
    auto const several = left_over();
    if (several.empty()) refuse_plot("dlp-sweep: there is no axis of several values to draw over");
    return {several.front()};
  }

  void require_at_most(std::size_t most, std::vector<described_axis const*> const& several) const {
    if (several.size() <= most) return;
    auto names = std::string();
    for (auto const* const axis : several) names += (names.empty() ? "" : ", ") + axis->what.name;
    refuse_plot("dlp-sweep: these axes have several values too: " + names + "; fix " +
                (most == 0 ? "them" : "all but one") + " by --at name=value");
  }

  /// The value that a cell has in the drawing.
  [[nodiscard]] auto value_at(index_t position) const -> std::optional<double> {
    if (!result_->there[position]) return std::nullopt;
    auto const cell = shape_.cell_at(position);
    for (auto const& [axis, place] : fixed_) {
      if (place_on_axis(shape_, *axis, cell) != place) return std::nullopt;
    }
    return std::visit(
        [&](auto const& values) -> std::optional<double> {
          if constexpr (std::is_same_v<decltype(values), std::vector<std::string> const&>)
            return std::nullopt;
          else
            return static_cast<double>(values[position]);
        },
        result_->values);
  }

  /// What is held.
  [[nodiscard]] auto title() const -> std::string {
    auto text = std::string();
    for (auto const& [axis, place] : fixed_)
      text += (text.empty() ? "" : ", ") + axis->what.name + " = " + shown_value(*axis, place);
    return text.empty() ? "" : "set title " + text_for_gnuplot(text) + '\n';
  }

  [[nodiscard]] auto lines() const -> std::string {
    auto const several = left_over();
    require_at_most(1, several);
    auto const& along = *along_.front();
    auto const* const each = several.empty() ? nullptr : several.front();
    using point = std::pair<double, double>;
    auto all = std::vector<std::vector<point>>(each ? length_of(*each) : 1);
    for (auto at = index_t{0}; at != shape_.size; ++at) {
      auto const value = value_at(at);
      if (!value) continue;
      auto const cell = shape_.cell_at(at);
      auto const place = place_on_axis(shape_, along, cell);
      auto const x = has_numbers(along) ? number_in(stored_value_at(along.values, place))
                                        : static_cast<double>(place);
      all[each ? place_on_axis(shape_, *each, cell) : 0].emplace_back(x.value_or(0), *value);
    }
    auto data = std::string();
    auto plots = std::string();
    for (auto i = std::size_t{0}; i != all.size(); ++i) {
      if (all[i].empty()) continue;
      std::ranges::stable_sort(all[i], {}, &point::first);
      auto const name = "$line" + std::to_string(i);
      data += name + " << end\n";
      for (auto const& [x, y] : all[i])
        data += text_for_gnuplot(x) + ' ' + text_for_gnuplot(y) + '\n';
      data += "end\n";
      auto const label = each ? each->what.name + " = " + shown_value(*each, i) : "";
      plots += (plots.empty() ? "plot " : ", ") + name + " with linespoints title " +
               text_for_gnuplot(label);
    }
    if (plots.empty()) refuse_empty();
    auto text = title() + "set xlabel " + text_for_gnuplot(with_unit(along.what)) +
                "\nset ylabel " + text_for_gnuplot(result_in_words_) + "\nset key outside\n";
    if (!has_numbers(along)) text += tics("xtics", along);
    return text + data + plots + '\n';
  }

  /// Each cell is as large as the others, and the values stand beside.
  [[nodiscard]] auto heat_map() const -> std::string {
    require_at_most(0, left_over());
    auto const& x = *along_[0];
    auto const& y = *along_[1];
    auto const none = std::numeric_limits<double>::quiet_NaN();
    auto values = std::vector(length_of(y), std::vector(length_of(x), none));
    auto count = std::size_t{0};
    for (auto at = index_t{0}; at != shape_.size; ++at) {
      auto const value = value_at(at);
      if (!value) continue;
      auto const cell = shape_.cell_at(at);
      values[place_on_axis(shape_, y, cell)][place_on_axis(shape_, x, cell)] = *value;
      ++count;
    }
    if (count == 0) refuse_empty();
    auto text = title() + "set xlabel " + text_for_gnuplot(with_unit(x.what)) + "\nset ylabel " +
                text_for_gnuplot(with_unit(y.what)) + "\nset cblabel " +
                text_for_gnuplot(result_in_words_) + '\n' + tics("xtics", x) + tics("ytics", y) +
                "set autoscale fix\nset palette defined (0 '#440154', 0.33 '#31688e', "
                "0.67 '#35b779', 1 '#fde725')\n$map << end\n";
    for (auto i = std::size_t{0}; i != values.size(); ++i) {
      for (auto j = std::size_t{0}; j != values[i].size(); ++j) {
        text += std::to_string(j) + ' ' + std::to_string(i) + ' ' + text_for_gnuplot(values[i][j]) +
                '\n';
      }
    }
    return text + "end\nplot $map using 1:2:3 with image title ''\n";
  }

  [[noreturn]] void refuse_empty() const {
    refuse_plot("dlp-sweep: no cell has a value of " + result_->what.name +
                " yet that is to be drawn");
  }

  table_shape const& shape_;
  std::shared_ptr<table_column const> result_;
  std::string result_in_words_;
  std::vector<fixed_axis> fixed_;
  std::vector<described_axis const*> along_;
};

}  // namespace

auto plot_script(table_data const& of, plot_terms const& terms) -> std::string {
  if (of.shape().axes.empty())
    refuse_plot(
        "dlp-sweep: this is the journal of a loop: it has no axes to draw over, and its results "
        "are bytes that the program alone can read");
  return drawing(of, terms).script();
}

}  // namespace dlp::detail
