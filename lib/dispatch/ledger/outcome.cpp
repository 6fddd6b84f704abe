// SPDX-License-Identifier: BSL-1.0
#include <dispatch/ledger/outcome.hpp>

#include <algorithm>
#include <utility>

#include <dlp/core/error.hpp>

namespace dlp::detail {

void loop_outcome::add(failure what, error_policy const& policy) {
  auto& to = leaves_out(policy, what) ? left_out : failures;
  to.push_back(std::move(what));
}

void loop_outcome::sort() {
  auto const by_example = [](auto const& one) { return std::pair(one.index, one.rank); };
  std::ranges::stable_sort(failures, {}, by_example);
  std::ranges::stable_sort(left_out, {}, by_example);
}

void append(bytes& to, loop_outcome const& what) {
  if (what.is_good()) return;
  append(to, what.failures);
  append(to, what.left_out);
}

auto take_outcome(byte_reader& from) -> loop_outcome {
  auto what = loop_outcome();
  if (!from.done()) what.failures = take_failures(from);
  if (!from.done()) what.left_out = take_failures(from);
  return what;
}

void conclude(std::string const& words, error_policy const& policy, loop_outcome what,
              bool at_root) {
  what.sort();
  report_left_out(policy, words, std::move(what.left_out), at_root);
  if (!what.failures.empty()) throw task_error(words, std::move(what.failures));
}

}  // namespace dlp::detail
