// SPDX-License-Identifier: BSL-1.0
#include <each/argument_rows.hpp>

#include <algorithm>
#include <utility>

#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

auto trimmed(std::string const& text) -> std::string {
  auto const first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

argument_rows::argument_rows(argument_terms terms) : terms_(std::move(terms)) {
  if (terms_.columns) {
    try {
      between_columns_.emplace(*terms_.columns);
    } catch (std::regex_error const& wrong) {
      throw usage_error("dlp-each: --colsep " + *terms_.columns +
                        " is no regular expression: " + wrong.what());
    }
  }
  auto const& sources = terms_.sources;
  if (sources.size() == 1 && sources.front().file) {
    alone_.emplace(*sources.front().file, terms_.end_of_argument);
    return;
  }
  auto columns = std::vector<column>();
  for (auto const& one : sources) columns.push_back(read(one));
  arrange(std::move(columns));
}

auto argument_rows::read(argument_source const& from) const -> column {
  if (!from.file) return from.words;
  auto reader = argument_reader(*from.file, terms_.end_of_argument);
  auto all = column();
  while (auto one = reader.next(true)) all.push_back(std::move(*one));
  return all;
}

void argument_rows::arrange(std::vector<column> columns) {
  auto const is_single = columns.size() == 1;
  for (auto i = std::size_t{0}; i != columns.size(); ++i) {
    auto const is_linked = i != 0 && (terms_.links_all || terms_.sources[i].is_linked);
    // As in GNU parallel: beside others a source of nothing is one of the empty argument.
    if (columns[i].empty() && !is_single) columns[i].emplace_back();
    if (!is_linked) groups_.emplace_back();
    groups_.back().linked.push_back(std::move(columns[i]));
  }
  size_ = groups_.empty() ? 0 : 1;
  for (auto& one : groups_) {
    auto const shorter = [](column const& a, column const& b) { return a.size() < b.size(); };
    auto const [least, most] = std::ranges::minmax_element(one.linked, shorter);
    one.size = (terms_.links_all ? most : least)->size();
    size_ *= one.size;
  }
}

auto argument_rows::next_row(bool may_wait) -> std::optional<std::vector<std::string>> {
  if (alone_ && !counted_) {
    auto one = alone_->next(may_wait);
    if (!one) return std::nullopt;
    return std::vector{std::move(*one)};
  }
  if (at_ == size_) return std::nullopt;
  auto place = at_++;
  if (counted_) return std::move((*counted_)[place]);
  auto row = std::vector<std::string>();  // from behind: the last source runs fastest
  for (auto one = groups_.rbegin(); one != groups_.rend(); ++one) {
    auto const index = place % one->size;
    place /= one->size;
    for (auto linked = one->linked.rbegin(); linked != one->linked.rend(); ++linked) {
      row.push_back((*linked)[index % linked->size()]);
    }
  }
  std::ranges::reverse(row);
  return row;
}

auto argument_rows::next(bool may_wait) -> std::optional<std::vector<std::string>> {
  for (;;) {
    auto row = next_row(may_wait);
    if (!row) return row;
    if (terms_.skips_empty && row->size() == 1 && trimmed(row->front()).empty()) continue;
    if (counted_) return row;
    return between_columns_ ? split(*row) : std::move(row);
  }
}

auto argument_rows::split(std::vector<std::string> const& row) const -> std::vector<std::string> {
  auto all = std::vector<std::string>();
  for (auto const& one : row) {
    using tokens = std::sregex_token_iterator;
    for (auto at = tokens(one.begin(), one.end(), *between_columns_, -1); at != tokens(); ++at) {
      all.push_back(trimmed(*at));
    }
  }
  return all;
}

auto argument_rows::is_at_end() const -> bool {
  return alone_ && !counted_ ? alone_->is_at_end() : at_ == size_;
}

auto argument_rows::count() -> std::uint64_t {
  if (counted_ || !(alone_ || terms_.skips_empty)) return size_ - at_;
  auto all = std::vector<std::vector<std::string>>();
  while (auto row = next(true)) all.push_back(std::move(*row));
  size_ = all.size();
  at_ = 0;
  counted_ = std::move(all);
  return size_;
}

auto argument_rows::descriptor() const -> int {
  return alone_ && !counted_ ? alone_->descriptor() : -1;
}

}  // namespace dlp::detail
