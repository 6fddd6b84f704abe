// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/wait.hpp>

#include <algorithm>

#include <dlp/task/drive.hpp>

namespace dlp::detail {

auto wait_for(std::vector<std::shared_ptr<call_state>> const& all, until what, deadline latest)
    -> waited {
  auto pending = all;
  auto const is_done = [&] {
    if (what == until::all) {
      while (!pending.empty() && pending.back()->ready()) pending.pop_back();
      return pending.empty();
    }
    auto const failed = std::ranges::any_of(pending, [](auto const& one) { return one->failed(); });
    std::erase_if(pending, [](auto const& one) { return one->ready(); });
    return pending.empty() || (what == until::first_exception && failed) ||
           (what == until::first_completed && pending.size() != all.size());
  };
  drive_until(is_done, latest);
  auto found = waited();
  for (auto index = std::size_t{0}; index != all.size(); ++index)
    (all[index]->ready() ? found.done : found.not_done).push_back(index);
  return found;
}

}  // namespace dlp::detail
