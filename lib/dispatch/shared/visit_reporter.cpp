// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/visit_reporter.hpp>

#include <utility>

#include <dlp/core/failure.hpp>

namespace dlp::detail {
namespace {

// At most so often.
constexpr auto between_reports = std::chrono::milliseconds(50);

/// Examples that took longer have durations of their own; of shorter ones in a row the mean is
/// told.
auto is_short(double seconds) -> bool { return seconds < 5e-3; }

}  // namespace

void visit_reporter::visited(index_range positions, double seconds) {
  auto const each = seconds / static_cast<double>(positions.size());
  for (auto at = positions.first; at != positions.last; ++at) {
    auto const index = order_[at];
    auto& all = report_.visits;
    if (is_short(each) && !all.empty() && all.back().indices.last == index &&
        is_short(all.back().seconds / static_cast<double>(all.back().indices.size()))) {
      ++all.back().indices.last;
      all.back().seconds += each;
    } else {
      all.push_back({{index, index + 1}, each});
    }
  }
}

void visit_reporter::failed(failure const& what) { report_.failed.push_back(what); }

void visit_reporter::tried(index_t position, std::uint32_t times) {
  report_.again.push_back({order_[position], times});
}

void visit_reporter::tell_if_due() {
  if (clock::now() - told_ >= between_reports) tell();
}

void visit_reporter::tell() {
  told_ = clock::now();
  if (!report_.visits.empty() || !report_.failed.empty() || !report_.again.empty()) send();
}

void visit_reporter::end(bool waits) {
  if (std::exchange(ended_, true)) return;
  report_.is_last = true;
  report_.waits = waits;
  send();
}

void visit_reporter::send() {
  report_.host = host_name();
  auto request = block_request{.call = here_.number(), .what = block_request::word::visited};
  append(request.report, std::exchange(report_, {}));
  to_.tell(here_.root(), request);
}

void visit_reporter::forget() {
  to_.tell(here_.root(), {.call = here_.number(), .what = block_request::word::forget});
}

void visit_reporter::take(message const& what) {
  auto body = byte_reader(what.body);
  answer_ = take_failures(body);
}

}  // namespace dlp::detail
