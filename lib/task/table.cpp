// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/table.hpp>

#include <dlp/core/error.hpp>
#include <task/saved_table.hpp>
#include <task/table_data.hpp>

namespace dlp {
namespace {

/// What is known of a cell besides its results.
auto row_of(detail::table_data const* data, index_t cell) -> detail::cell_row {
  auto const at = data ? data->shape().position_of(cell) : std::nullopt;
  if (!at)
    throw usage_error("dlp: the table has no row for the cell " + std::to_string(cell) +
                      (data ? ", which is left out or beyond the grid" : ": it has no rows here"));
  return data->about(*at);
}

}  // namespace

auto table::size() const noexcept -> index_t { return data_ ? data_->shape().size : 0; }
auto table::shape() const -> std::vector<index_t> {
  return data_ ? data_->shape().dimensions : std::vector<index_t>();
}
auto table::axes() const -> std::vector<described_axis> {
  return data_ ? data_->shape().axes : std::vector<described_axis>();
}
auto table::results() const -> std::vector<dlp::column> {
  return data_ ? data_->results() : std::vector<dlp::column>();
}

auto table::status(index_t cell) const -> cell_status { return row_of(data_.get(), cell).status; }
auto table::error(index_t cell) const -> std::string {
  return std::string(row_of(data_.get(), cell).error);
}
auto table::rank(index_t cell) const -> int { return row_of(data_.get(), cell).rank; }
auto table::host(index_t cell) const -> std::string {
  return std::string(row_of(data_.get(), cell).host);
}
auto table::attempts(index_t cell) const -> int { return row_of(data_.get(), cell).attempts; }
auto table::start(index_t cell) const -> double { return row_of(data_.get(), cell).start; }
auto table::duration(index_t cell) const -> double { return row_of(data_.get(), cell).duration; }

auto table::count(cell_status status) const -> index_t {
  auto found = index_t{0};
  for (auto at = index_t{0}; at != size(); ++at) found += data_->about(at).status == status ? 1 : 0;
  return found;
}

void table::save(std::filesystem::path const& file) const {
  detail::require_table_format(file);
  if (data_) detail::save_table(*data_, file);
}

auto table::named(std::string const& name) const -> std::shared_ptr<detail::table_column const> {
  return data_->named(name);
}
auto table::cell_at(index_t position) const -> index_t { return data_->shape().cell_at(position); }

}  // namespace dlp
