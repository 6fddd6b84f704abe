// SPDX-License-Identifier: BSL-1.0
#include <report/export_table.hpp>

#include <complex>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/sweep.hpp>
#include <task/netcdf/table_netcdf.hpp>
#include <task/stored_row.hpp>
#include <task/sweep_recorder.hpp>

#include "../support/journals.hpp"
#include "../support/netcdf.hpp"
#include "../support/sweep_files.hpp"

BOOST_AUTO_TEST_SUITE(export_netcdf_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

/// One of each kind that a column can be of.
struct all_kinds {
  dlp::quantity<float> energy = {.unit = "J", .attributes = {{"long_name", "kinetic energy"}}};
  std::uint16_t steps = 0;
  bool stable = false;
  std::optional<std::int64_t> root = {};
  std::complex<double> wave = {};
  std::vector<std::string> names = {};
  std::vector<std::array<std::uint64_t, 2>> pairs = {};
  dlp::labelled<std::vector<double>, std::vector<float>> trace = {};

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& BOOST_SERIALIZATION_NVP(energy) & BOOST_SERIALIZATION_NVP(steps) &
        BOOST_SERIALIZATION_NVP(stable) & BOOST_SERIALIZATION_NVP(root) &
        BOOST_SERIALIZATION_NVP(wave) & BOOST_SERIALIZATION_NVP(names) &
        BOOST_SERIALIZATION_NVP(pairs) & BOOST_SERIALIZATION_NVP(trace);
  }
};

auto result_of(dlp::index_t cell) -> all_kinds {
  auto made = all_kinds();
  auto const number = static_cast<float>(cell);
  made.energy = {number / 3, "eV", {{"tolerance", 0.5}, {"steps", 3}, {"order", 1.0}}};
  made.steps = static_cast<std::uint16_t>(65535 - cell);
  made.stable = cell % 2 == 0;
  if (cell != 1) made.root = cell;
  made.wave = {number, -number};
  made.names = {"one", std::to_string(cell)};
  made.pairs.resize(cell % 3, {~std::uint64_t{0}, cell});
  made.trace = {"t", {0, 0.5}, {number, 2 * number}, "V", "s", {{"key", "text"}}};
  return made;
}

/// Saves the table of a sweep over a grid, of which all cells but the last `missing` are done, and
/// exports its file.
struct both_files : journal_place {
  std::filesystem::path saved = folder / "saved.nc";
  std::filesystem::path exported = folder / "exported.nc";

  template <class Grid>
  void make(Grid const& grid, dlp::index_t missing) const {
    auto const table = std::make_shared<table_data>(table_shape_of(grid, columns_of<all_kinds>()));
    auto packed = std::deque<dlp::bytes>();
    auto done = std::vector<done_example>();
    for (auto at = dlp::index_t{0}; at != table->shape().size - missing; ++at) {
      auto const row = row_of(result_of(table->shape().cell_at(at)));
      append_row(packed.emplace_back(), row);
      append_words(packed.back(), row, table->shape().results);
      done.push_back({.index = at, .host = "node7", .attempts = 1, .packed = packed.back()});
    }
    sweep_recorder(table, dlp::sweep_options{.path = file}).keep(done, {});
    save_netcdf(*table, saved);
    export_table(journal_reader(file), exported);
  }
};

using integers = std::vector<long long>;

}  // namespace

BOOST_FIXTURE_TEST_CASE(the_file_is_that_which_the_program_saves, both_files) {
  make(dlp::product(dlp::axis("a", {1U, 2U}), dlp::axis("b", {0.5f, 1.5f, 2.5f}, "m"),
                    dlp::axis("name", {"x", "y"})),
       0);
  BOOST_TEST((read_file(saved) == read_file(exported)));
  auto const read = netcdf_reader(exported);
  BOOST_TEST(read.dimensions("trace") == "a 2, b 3, name 2, t 2");
  BOOST_TEST(read.type("energy") == NC_FLOAT);
  BOOST_TEST(read.attribute("energy", "long_name") == "kinetic energy");
  BOOST_TEST(read.attribute("energy", "units") == "eV");
  BOOST_TEST(read.type("energy", "steps") == NC_INT64);
  BOOST_TEST(read.type("energy", "order") == NC_DOUBLE);
  BOOST_TEST(read.type("a") == NC_UINT);
}

BOOST_FIXTURE_TEST_CASE(so_it_is_of_axes_that_go_together_while_cells_are_missing, both_files) {
  make(dlp::zip(dlp::axis("a", {1, 2, 3}), dlp::axis("on", {true, false, true})), 1);
  BOOST_TEST((read_file(saved) == read_file(exported)));
  BOOST_TEST((netcdf_reader(exported).integers("status") == integers{0, 0, 2}));
}

BOOST_FIXTURE_TEST_CASE(so_it_is_where_cells_are_left_out, both_files) {
  auto const grid = dlp::product(dlp::axis("a", {1, 2}), dlp::axis("b", {0.5, 1.5, 2.5}));
  make(grid.where([](int a, double b) { return a == 2 || b == 1.5; }), 2);
  BOOST_TEST((read_file(saved) == read_file(exported)));
}

BOOST_FIXTURE_TEST_CASE(of_a_loop_it_has_the_numbers_and_what_became_of_them, journal_place) {
  {
    auto made = journal_file({.file = file, .traits = {{"call", "for_each"}, {"size", "4"}}});
    made.commit(std::vector{cell_row{.index = 1},
                            cell_row{.index = 3, .status = cell_status::failed, .error = "E"}});
  }
  export_table(journal_reader(file), folder / "x.nc");
  auto const read = netcdf_reader(folder / "x.nc");
  BOOST_TEST(read.variables() == 2);
  BOOST_TEST((read.integers("index") == integers{0, 1, 2, 3}));
  BOOST_TEST((read.integers("status") == integers{2, 0, 2, 1}));
}

BOOST_AUTO_TEST_SUITE_END()
