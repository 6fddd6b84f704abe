// SPDX-License-Identifier: BSL-1.0
#include <report/journal_overview.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include <core/shown_text.hpp>
#include <dlp/core/printable_text.hpp>
#include <dlp/task/table_shape.hpp>
#include <report/failure_reason.hpp>
#include <report/journal_table.hpp>

namespace dlp::detail {
namespace {

constexpr auto most_slow = std::size_t{5};
constexpr auto most_named = std::size_t{3};  // cells of one reason
constexpr auto most_recent = std::ptrdiff_t{100};

/// A cell that is done, and when.
struct ended_cell {
  double end;  // seconds since 1970
  double duration;
  index_t index;
  std::size_t rank;
};

/// Takes rows, and makes an overview of them.
class row_account {
 public:
  explicit row_account(table_shape shape) : shape_(std::move(shape)) {}

  /// One of a cell that `where` kept at an earlier start is none of this run.
  void take(cell_row const& row) {
    if (!shape_.position_of(row.index)) return;
    if (row.status == cell_status::failed) {
      auto const reason = failure_reason(printable_text(row.error));
      auto const [known, is_new] = places_.try_emplace(reason.words(), failures_.size());
      if (is_new) {
        failures_.emplace_back();
        reasons_.push_back(reason);
      }
      auto& failure = failures_[known->second];
      reasons_[known->second].join(reason);
      ++failure.count;
      if (failure.first.size() < most_named) failure.first.push_back(in_words(row.index));
      return;
    }
    ++done_;
    if (row.start == 0) return;  // nobody knows how long it took
    auto const rank = ranks_.try_emplace({std::string(row.host), row.rank}, ranks_.size()).first;
    ended_.push_back({row.start + row.duration, row.duration, row.index, rank->second});
  }

  [[nodiscard]] auto overview() -> journal_overview {
    auto made = journal_overview();
    made.done = done_;
    made.failures = failures_;
    for (auto i = std::size_t{0}; i != reasons_.size(); ++i)
      made.failures[i].reason = shown_text(reasons_[i].text());
    std::ranges::stable_sort(made.failures, std::ranges::greater(), &common_failure::count);
    made.slowest = slowest();
    return made;
  }

  /// How long so many cells take at the mean duration of the last ones, where as many ranks compute
  /// as have ended one lately.
  [[nodiscard]] auto rest(index_t missing) -> std::optional<estimated_rest> {
    if (missing == 0 || ended_.empty()) return std::nullopt;
    std::ranges::sort(ended_, std::ranges::greater(), &ended_cell::end);
    auto const last = std::min(std::ssize(ended_), most_recent);
    auto sum = 0.0;
    auto longest = 0.0;
    for (auto at = ended_.begin(); at != ended_.begin() + last; ++at) {
      sum += at->duration;
      longest = std::max(longest, at->duration);
    }
    // A rank that is still at a long cell has begun it since.
    auto ranks = std::set<std::size_t>();
    for (auto const& one : ended_) {
      if (one.end < ended_.front().end - 2 * longest) break;
      ranks.insert(one.rank);
    }
    auto const each = sum / static_cast<double>(last);
    return estimated_rest{static_cast<double>(missing) * each / static_cast<double>(ranks.size()),
                          ranks.size()};
  }

 private:
  /// "cell 17: gamma = 0.1"
  [[nodiscard]] auto in_words(index_t cell) const -> std::string {
    auto const number = "cell " + std::to_string(cell);
    return shape_.axes.empty() ? number : number + ": " + parameters_in_words(shape_, cell);
  }

  [[nodiscard]] auto slowest() -> std::vector<timed_cell> {
    auto const count = std::min(ended_.size(), most_slow);
    auto const middle = ended_.begin() + static_cast<std::ptrdiff_t>(count);
    std::ranges::partial_sort(ended_, middle, std::ranges::greater(), &ended_cell::duration);
    auto found = std::vector<timed_cell>();
    for (auto at = ended_.begin(); at != middle; ++at)
      found.push_back({in_words(at->index), at->duration});
    return found;
  }

  table_shape shape_;
  index_t done_ = 0;
  std::vector<common_failure> failures_;  // by their first cells
  std::vector<failure_reason> reasons_;   // of these
  std::map<std::string, std::size_t> places_;
  std::map<std::pair<std::string, int>, std::size_t> ranks_;
  std::vector<ended_cell> ended_;
};

}  // namespace

auto journal_overview::failed() const -> index_t {
  return std::accumulate(failures.begin(), failures.end(), index_t{0},
                         [](index_t sum, auto const& one) { return sum + one.count; });
}

auto journal_overview::missing() const -> std::optional<index_t> {
  if (!cells) return std::nullopt;
  return *cells - std::min(*cells, done + failed());
}

auto overview_of(journal_reader const& from) -> journal_overview {
  auto rows = row_account(shape_of(from));
  from.for_each_row([&](cell_row const& row) { rows.take(row); });
  auto made = rows.overview();
  made.call = from.traits()["call"];
  made.cells = cells_of(from);
  made.rest = rows.rest(made.missing().value_or(0));
  return made;
}

}  // namespace dlp::detail
