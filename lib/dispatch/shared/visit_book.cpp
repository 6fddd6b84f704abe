// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/visit_book.hpp>

#include <utility>

#include <core/say_line.hpp>

namespace dlp::detail {

visit_book::visit_book(std::unique_ptr<recorder> keeps, std::string loop, int root, int ranks,
                       std::chrono::duration<double> patience)
    : keeps_(std::move(keeps)),
      recording_(*keeps_, patience),
      loop_(std::move(loop)),
      root_(root),
      still_there_(ranks) {}

void visit_book::take(int rank, visit_report what) {
  auto& host = hosts_[rank];
  if (host.empty()) host = std::move(what.host);
  for (auto const& [index, times] : what.again) recording_.has_failed(index, times);
  for (auto const& [indices, seconds] : what.visits) {
    auto const each = seconds / static_cast<double>(indices.size());
    for (auto index = indices.first; index != indices.last; ++index)
      recording_.came({.index = index, .rank = rank, .host = host, .seconds = each});
  }
  for (auto const& one : what.failed) recording_.failed(one, true);
  if (what.is_last) --still_there_;
  awaited_ = awaited_ || what.waits;
}

auto visit_book::keep() -> std::vector<answer> {
  auto answers = std::vector<answer>();
  auto kept = true;
  try {
    kept = recording_.keep();
  } catch (...) {
    broken_.push_back(describe_current_exception(failure::no_index, root_));
    answers.push_back({word::halt});
  }
  if (recording_.refuses() != holds_) {
    holds_ = !holds_;
    answers.push_back({holds_ ? word::hold : word::go_on});
  }
  if (!kept || still_there_ != 0) return answers;
  if (!awaited_) {
    for (auto const& one : broken_)
      say_line("dlp: " + loop_ +
               ": its journal does not have all that was done: " + to_string(one));
  }
  keeps_.reset();  // before anyone goes on, who may want to read the file
  auto last = answer{word::kept};
  append(last.body, broken_);
  answers.push_back(std::move(last));
  return answers;
}

}  // namespace dlp::detail
