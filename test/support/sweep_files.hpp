// SPDX-License-Identifier: BSL-1.0
//
// Files of sweeps over a = 1, 2 and b = 0.5, 1.5, 2.5, as a run leaves them that was stopped: the
// first cells are done, of which each takes as many seconds as its number says, two have failed,
// and the last one is missing.
#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <dispatch/journal/journal_recorder.hpp>
#include <dlp/sweep.hpp>
#include <task/stored_row.hpp>
#include <task/sweep_recorder.hpp>

namespace dlp_test {

struct sweep_file {
  std::filesystem::path file;
  bool leaves_out = false;  ///< the cells where b is 0.5
  double least = 1.0;       ///< then: those where b is less
  std::shared_ptr<dlp::detail::table_data> table = empty_table();

  [[nodiscard]] auto empty_table() const -> std::shared_ptr<dlp::detail::table_data> {
    using namespace dlp::detail;
    auto const grid = dlp::product(dlp::axis("a", {1, 2}), dlp::axis("b", {0.5, 1.5, 2.5}, "m"));
    auto const kept = grid.where([least = least](int, double b) { return b > least; });
    auto const results = std::vector{describe("x", 0.0), describe("note", std::string()),
                                     describe("trace", std::vector<double>())};
    return std::make_shared<table_data>(leaves_out ? table_shape_of(kept, results)
                                                   : table_shape_of(grid, results));
  }

  /// Opens it as a run does, whose end is that of the recorder.
  [[nodiscard]] auto open() const -> std::unique_ptr<dlp::detail::sweep_recorder> {
    return std::make_unique<dlp::detail::sweep_recorder>(table, dlp::sweep_options{.path = file});
  }

  /// Keeps that all cells are done but the last three, of which the first two have failed.
  void keep_most(dlp::detail::sweep_recorder& to) const {
    using namespace dlp::detail;
    auto const size = table->shape().size;
    auto packed = std::deque<dlp::bytes>();
    auto done = std::vector<done_example>();
    for (auto at = dlp::index_t{0}; at != size - 3; ++at) {
      auto const seconds = static_cast<double>(table->shape().cell_at(at));
      append_values(packed.emplace_back(),
                    std::vector<stored_value>{seconds / 2, at == 0 ? "=1+1" : "plain", "[1,2.5]"});
      done.push_back({.index = at,
                      .rank = static_cast<int>(at % 2) + 1,
                      .host = "node7",
                      .attempts = 1,
                      .start = 1e9 + seconds,
                      .seconds = seconds,
                      .packed = packed.back()});
    }
    auto failed = std::vector<failed_example>();
    for (auto at = size - 3; at != size - 1; ++at) {
      failed.push_back({1, {.index = at, .rank = 1, .host = "node8", .type = "E", .text = "no"}});
    }
    to.keep(done, failed);
  }

  void make() const {
    auto const run = open();
    keep_most(*run);
  }
};

}  // namespace dlp_test
