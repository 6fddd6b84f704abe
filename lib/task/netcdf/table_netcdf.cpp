// SPDX-License-Identifier: BSL-1.0
#include <task/netcdf/table_netcdf.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <core/require_memory.hpp>
#include <core/say_line.hpp>
#include <dlp/task/column_text.hpp>
#include <task/netcdf/array_cells.hpp>
#include <task/netcdf/earlier_export.hpp>
#include <task/netcdf/netcdf_file.hpp>
#include <task/netcdf/netcdf_variable.hpp>
#include <task/netcdf/sweepexp_layout.hpp>
#include <task/saved_file.hpp>

namespace dlp::detail {
namespace {

class table_writer {
 public:
  table_writer(table_data const& from, netcdf_file& to, missing_values how)
      : from_(from), to_(to), shape_(from.shape()), how_(how) {
    for (auto const* const name : {"status", "index"}) to_.own_name(name);  // no column has it
    for (auto const& axis : shape_.axes) take_name(axis.what);
    for (auto const& one : shape_.results) take_name(one);
  }

  void write() {
    to_.attribute(NC_GLOBAL, "Conventions", "CF-1.10");
    note_columns(to_, shape_);
    write_values();
    write_status();
  }

  /// The axes and results, and not what became of each cell.
  void write_values() {
    write_axes();
    auto const results = from_.results();
    for (auto i = std::size_t{0}; i != results.size(); ++i) {
      auto const& what = results[i];
      auto const column = from_.named(what.name);
      note_contradictions(what.name, from_.agreed(i));
      if (is_single(what)) {
        write_single(what, *column);
      } else {
        auto& one = arrays_.emplace_back(read_array_cells(*column));
        note_contradictions(what.name, one.said);
        note_contradictions("the coordinates of " + what.name, one.said_of_coordinates);
        if (one.coordinates.empty()) one.what = what;
      }
    }
    find_labels();
    for (auto const& one : arrays_) write_array(one);
  }

  /// The dimensions of the cells.
  [[nodiscard]] auto grid() const -> std::vector<int> const& { return grid_; }

  /// The variables whose units xarray makes times of.
  [[nodiscard]] auto times() const -> std::string const& { return times_; }
  /// What cells say in different ways, and the file so says nothing of.
  [[nodiscard]] auto contradictions() const -> std::string const& { return contradictions_; }

 private:
  /// What `labelled` results lie along: a dimension that has coordinates where they are the same in
  /// all cells, and in one unit; else each result has its own, as a variable.
  struct label {
    index_t length = 0;
    column coordinate = {};
    column_value const* same = nullptr;
    bool differ = false;
    int dimension = 0;
  };

  /// The cells are a grid where none is left out; else they are points.
  void write_axes() {
    if (!shape_.axes.empty() && cells_of_grid(shape_) == shape_.size) {
      write_grid();
    } else {
      write_points();
    }
  }

  void write_points() {
    grid_.push_back(to_.dimension(to_.own_name("point"), shape_.size));
    auto numbers = places<long long>(shape_.size);
    for (auto at = index_t{0}; at != shape_.size; ++at)
      numbers.put(at, static_cast<long long>(shape_.cell_at(at)));
    write_variable({.name = "index", .kind = column_kind::integer}, "index", grid_,
                   std::move(numbers));
    for (auto const& axis : shape_.axes) write_single(axis.what, *from_.named(axis.what.name));
    coordinates_ = "index";
    for (auto const& axis : shape_.axes) add(coordinates_, " ", name_of(axis.what));
  }

  void write_grid() {
    for (auto d = std::size_t{0}; d != shape_.dimensions.size(); ++d) {
      auto axes = std::vector<described_axis const*>();
      for (auto const& axis : shape_.axes) {
        if (axis.dimension == d) axes.push_back(&axis);
      }
      auto const name = axes.size() == 1 ? name_of(axes[0]->what) : to_.own_name("point");
      grid_.push_back(to_.dimension(name, shape_.dimensions[d]));
      for (auto const* const axis : axes) {
        write_coordinates(axis->what, name_of(axis->what), grid_.back(), axis->values);
        if (axes.size() != 1) add(coordinates_, " ", name_of(axis->what));
      }
    }
  }

  void take_name(column const& of) { names_.emplace(of.name, to_.own_name(of.name)); }
  [[nodiscard]] auto name_of(column const& column) const -> std::string const& {
    return names_.at(column.name);
  }

  void write_coordinates(column const& what, std::string const& name, int along,
                         column_value const& from) {
    with_type_of(what, [&]<class T>(T) {
      auto to = places<T>(from.shape[0]);
      put_value(to, 0, from, from.shape);
      write_variable(what, name, {along}, std::move(to));
    });
  }

  void write_single(column const& what, table_column const& from) {
    with_type_of(what, [&]<class T>(T) {
      using stored = std::conditional_t<std::is_integral_v<T>, std::int64_t, T>;
      auto const& values = std::get<std::vector<stored>>(from.values);
      auto to = places<T>(shape_.size);
      for (auto at = index_t{0}; at != shape_.size; ++at) {
        if (from.there[at]) to.put(at, static_cast<T>(values[at]));
      }
      write_result(what, name_of(what), grid_, std::move(to), coordinates_);
    });
  }

  void find_labels() {
    for (auto const& one : arrays_) {
      if (one.coordinates.empty()) continue;
      auto& found = labels_[one.what.dimension];
      found.length = std::max({found.length, one.lengths[0], one.coordinate_lengths[0]});
      if (found.coordinate.unit.empty())
        found.coordinate = one.coordinate;
      else if (!one.coordinate.unit.empty() && one.coordinate.unit != found.coordinate.unit)
        found.differ = true;
      for (auto const& coordinates : one.coordinates) {
        if (coordinates.is_missing()) continue;
        if (!found.same) found.same = &coordinates;
        if (*found.same != coordinates || coordinates.shape.size() != 1) found.differ = true;
      }
    }
    for (auto& [dimension, one] : labels_) {
      if (one.same->shape[0] != one.length) one.differ = true;
      auto const name = to_.own_name(dimension.empty() ? "label" : dimension);
      if (!dimension.empty() && name != dimension)
        one.coordinate.attributes.try_emplace("long_name", dimension);
      one.dimension = to_.dimension(name, one.length);
      if (!one.differ) write_coordinates(one.coordinate, name, one.dimension, *one.same);
    }
  }

  void write_array(array_cells const& from) {
    auto along = grid_;
    auto lengths = from.lengths;
    auto coordinates = coordinates_;
    auto const& name = name_of(from.what);
    if (!from.coordinates.empty()) {
      auto const& along_it = labels_.at(from.what.dimension);
      along.push_back(along_it.dimension);
      lengths[0] = along_it.length;
      if (along_it.differ) {
        auto const own = to_.own_name(name + "_" + from.what.dimension);
        add(coordinates, " ", own);
        auto coordinate_lengths = from.coordinate_lengths;
        coordinate_lengths[0] = along_it.length;
        write_cells(from.coordinate, own, with_own_dimensions(own, along, coordinate_lengths),
                    from.coordinates, coordinate_lengths, "");
      }
    }
    write_cells(from.what, name, with_own_dimensions(name, along, lengths), from.values, lengths,
                coordinates);
  }

  /// Those of an array that are not of the grid, and have no coordinates.
  auto with_own_dimensions(std::string const& name, std::vector<int> along,
                           std::vector<index_t> const& lengths) -> std::vector<int> {
    for (auto i = along.size() - grid_.size(); i != lengths.size(); ++i) {
      auto const own = to_.own_name(name + "_" + std::to_string(i + 1));
      along.push_back(to_.dimension(own, lengths[i]));
    }
    return along;
  }

  void write_cells(column const& what, std::string const& name, std::vector<int> const& along,
                   std::vector<column_value> const& values, std::vector<index_t> const& lengths,
                   std::string const& coordinates) {
    auto const write = [&](std::string const& called, bool imaginary) {
      with_type_of(what, [&]<class T>(T) {
        auto const length = product_of(lengths);
        auto to = places<T>(shape_.size * length);
        for (auto at = index_t{0}; at != shape_.size; ++at)
          put_value(to, at * length, values[at], lengths, imaginary);
        write_result(what, called, along, std::move(to), coordinates);
      });
    };
    if (what.kind != column_kind::complex) return write(name, false);
    write(to_.own_name(name + "_real"), false);
    write(to_.own_name(name + "_imag"), true);
  }

  template <class T>
  static void put_value(places<T>& to, std::size_t first, column_value const& from,
                        std::vector<index_t> const& lengths, bool imaginary = false) {
    std::visit(
        [&](auto const& all) {
          if constexpr (!std::is_same_v<decltype(all), std::monostate const&>) {
            for (auto i = std::size_t{0}; i != all.size(); ++i) {
              auto const place = first + place_in_longer(i, from.shape, lengths);
              if constexpr (requires { all[i].real(); }) {
                if constexpr (std::is_same_v<T, double>)
                  to.put(place, imaginary ? all[i].imag() : all[i].real());
              } else if constexpr (requires { static_cast<T>(all[i]); }) {
                to.put(place, static_cast<T>(all[i]));
              }
            }
          }
        },
        from.values);
  }

  void write_status() {
    auto values = std::vector<long long>(shape_.size);
    for (auto at = index_t{0}; at != shape_.size; ++at)
      values[at] = static_cast<long long>(from_.about(at).status);
    auto const variable = to_.variable("status", NC_BYTE, grid_);
    to_.attribute(variable, "flag_values", NC_BYTE, std::vector{0LL, 1LL, 2LL});
    to_.attribute(variable, "flag_meanings", "done failed missing");
    if (!coordinates_.empty()) to_.attribute(variable, "coordinates", coordinates_);
    to_.put(variable, values);
  }

  template <class T>
  void write_result(column const& what, std::string const& name, std::vector<int> const& along,
                    places<T> values, std::string const& coordinates) {
    auto const variable = write_variable(what, name, along, std::move(values));
    if (!coordinates.empty()) to_.attribute(variable, "coordinates", coordinates);
  }

  template <class T>
  auto write_variable(column what, std::string const& name, std::vector<int> const& along,
                      places<T> values) -> int {
    auto const known = names_.find(what.name);
    if (known != names_.end() && known->second != what.name)
      what.attributes.try_emplace("long_name", what.name);
    if (is_time_to_xarray(what.unit)) add(times_, ", ", name);
    return dlp::detail::write_variable(to_, what, name, along, std::move(values), how_);
  }

  void note_contradictions(std::string const& of, agreed_words const& said) {
    auto const all = said.contradictions();
    if (!all.empty()) add(contradictions_, "; ", of + " in " + all);
  }

  static void add(std::string& to, char const* between, std::string const& name) {
    to += (to.empty() ? "" : between) + name;
  }

  table_data const& from_;
  netcdf_file& to_;
  table_shape const& shape_;
  missing_values how_;
  std::map<std::string, std::string> names_;  // of columns: what they are called in the file
  std::vector<int> grid_;                     // the dimensions of the cells
  std::string coordinates_;                   // the axes that are no dimensions
  std::vector<array_cells> arrays_;
  std::map<std::string, label> labels_;
  std::string times_;
  std::string contradictions_;
};

void say_times(std::filesystem::path const& file, std::string const& variables) {
  if (variables.empty()) return;
  say_line("dlp: " + file.string() + ": xarray makes times of " + variables +
           ", because of the unit: it leaves numbers that are in \"s\"");
}

void say_contradictions(std::filesystem::path const& file, std::string const& of) {
  if (of.empty()) return;
  say_line("dlp: " + file.string() + ": cells contradict each other: " + of +
           "; the file says nothing of that");
}

auto no_memory_for(index_t cells, std::filesystem::path const& file) -> std::string {
  return "dlp: " + file.string() + " cannot be written: there is no memory for its " +
         std::to_string(cells) + " cells";
}

/// Has `write` fill a file with the writer of a table.
template <class F>
void save(table_data const& from, std::filesystem::path const& file, missing_values how, F write) {
  auto times = std::string();
  auto contradictions = std::string();
  require_memory(no_memory_for(from.shape().size, file), [&] {
    save_file(file, [&](std::filesystem::path const& beside) {
      auto to = netcdf_file(beside);
      auto writer = table_writer(from, to, how);
      write(to, writer);
      to.close();
      times = writer.times();
      contradictions = writer.contradictions();
    });
  });
  say_times(file, times);
  say_contradictions(file, contradictions);
}

}  // namespace

void save_netcdf(table_data const& from, std::filesystem::path const& file) {
  require_earlier_export(file, from.shape());
  save(from, file, missing_values::noted,
       [](netcdf_file& /*to*/, table_writer& writer) { writer.write(); });
}

void save_sweepexp(table_data const& from, std::filesystem::path const& file, other_cells others) {
  auto const whole = require_memory_of_container(no_memory_for(cells_of_grid(from.shape()), file),
                                                 [&] { return whole_grid(from); });
  if (has_content(file)) refuse_to_replace(file, "sweepexp may have gone on in it");
  save(whole, file, missing_values::unnoted, [&](netcdf_file& to, table_writer& writer) {
    writer.write_values();
    write_sweepexp_state(to, whole, from, others, writer.grid());
  });
}

}  // namespace dlp::detail
