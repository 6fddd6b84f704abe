// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/visit_report.hpp>

#include <string_view>

namespace dlp::detail {

void append(bytes& to, visit_report const& what) {
  append(to, std::string_view(what.host));
  append(to, what.is_last);
  append(to, what.waits);
  append(to, what.failed);
  append(to, what.again.size());
  for (auto const& one : what.again) append(to, one);
  for (auto const& one : what.visits) append(to, one);
}

auto take_visit_report(byte_reader& from) -> visit_report {
  auto what = visit_report();
  what.host = from.take_text();
  what.is_last = from.take<bool>();
  what.waits = from.take<bool>();
  what.failed = take_failures(from);
  for (auto left = from.take<std::size_t>(); left != 0; --left)
    what.again.push_back(from.take<visit_report::tried>());
  while (!from.done()) what.visits.push_back(from.take<visit_report::visit>());
  return what;
}

}  // namespace dlp::detail
