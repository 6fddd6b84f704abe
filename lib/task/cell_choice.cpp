// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/cell_choice.hpp>

#include <algorithm>
#include <functional>
#include <numeric>
#include <string>
#include <utility>

#include <dlp/core/error.hpp>

namespace dlp {
namespace {

/// "3 x 4"
auto in_words(std::vector<index_t> const& dimensions) -> std::string {
  auto text = std::string();
  for (auto const size : dimensions) text += (text.empty() ? "" : " x ") + std::to_string(size);
  return text;
}

}  // namespace

cell_choice::cell_choice(std::vector<index_t> cells) : cells_(std::move(cells)) {
  std::ranges::sort(cells_);
  has_ = [all = cells_](index_t cell) { return std::ranges::binary_search(all, cell); };
}

void cell_choice::require_of(std::vector<index_t> const& dimensions) const {
  if (!dimensions_.empty() && dimensions_ != dimensions) {
    throw usage_error("dlp: sweep: only is a grid of " + in_words(dimensions_) +
                      " cells, and the sweep goes over one of " + in_words(dimensions));
  }
  auto const count =
      std::accumulate(dimensions.begin(), dimensions.end(), index_t{1}, std::multiplies());
  if (!cells_.empty() && cells_.back() >= count) {
    throw usage_error("dlp: sweep: only: the grid has " + std::to_string(count) +
                      " cells, counted from 0, and no cell " + std::to_string(cells_.back()));
  }
}

}  // namespace dlp
