// SPDX-License-Identifier: BSL-1.0
#include <dispatch/ledger/outcome.hpp>

#include <algorithm>
#include <string_view>
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
  append(to, std::string_view(what.interrupted));
}

auto take_outcome(byte_reader& from) -> loop_outcome {
  auto what = loop_outcome();
  if (!from.done()) what.failures = take_failures(from);
  if (!from.done()) what.left_out = take_failures(from);
  if (!from.done()) what.interrupted = from.take_text();
  return what;
}

auto interrupted_after(std::string const& by, index_t visits, std::optional<index_t> size)
    -> std::string {
  if (by.empty()) return {};
  if (size) visits = std::min(visits, *size);  // some of them again
  return by + ", after " + std::to_string(visits) + (size ? " of " + std::to_string(*size) : "") +
         " examples";
}

void conclude(std::string const& words, error_policy const& policy, loop_outcome what,
              bool at_root) {
  what.sort();
  report_left_out(policy, words, std::move(what.left_out), at_root);
  if (!what.interrupted.empty())
    throw stopped("dlp: " + words + ": stopped by " + what.interrupted);
  if (!what.failures.empty()) throw task_error(words, std::move(what.failures));
}

}  // namespace dlp::detail
