// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pool/handed_tasks.hpp>

#include <iterator>
#include <stdexcept>
#include <utility>

namespace dlp::detail {

void handed_tasks::add(index_t first, task_chunk what) {
  auto const count = what.size();
  size_ += count;
  all_.emplace_hint(all_.end(), first, handed{first, std::move(what), {}, count});
}

auto handed_tasks::place(index_t index) const -> std::map<index_t, handed>::const_iterator {
  auto const next = all_.upper_bound(index);
  if (next == all_.begin()) return all_.end();
  auto const at = std::prev(next);
  return index - at->first < at->second.tasks.size() ? at : all_.end();
}

auto handed_tasks::find(index_t index) const -> handed const& {
  auto const at = place(index);
  if (at == all_.end()) throw std::out_of_range("dlp: no task of this index is under way");
  return at->second;
}

auto handed_tasks::frame_of(index_t index) const -> std::span<std::byte const> {
  return frames_of({index, index + 1}).subspan(sizeof(std::uint64_t));
}

auto handed_tasks::frames_of(index_range range) const -> std::span<std::byte const> {
  auto const& its = find(range.first);
  return its.tasks.frames(static_cast<std::size_t>(range.first - its.first),
                          static_cast<std::size_t>(range.last - its.first));
}

auto handed_tasks::settle(index_t index) -> heard {
  auto const at = place(index);
  if (at == all_.end()) return {};
  auto& its = all_.find(at->first)->second;
  auto const offset = static_cast<std::size_t>(index - at->first);
  if (its.settled(offset)) return {};
  --size_;
  auto what = heard{its.tasks.listener(offset), its.tasks.tag(offset)};
  if (--its.left == 0) {
    what.uses = std::move(its.tasks.uses);
    all_.erase(at);
  } else {
    its.is_settled.resize(its.tasks.size());
    its.is_settled[offset] = true;
  }
  return what;
}

void handed_tasks::drop_all(std::exception_ptr const& why) {
  size_ = 0;
  for (auto const& [first, its] : std::exchange(all_, {})) {
    for (auto offset = std::size_t{0}; offset != its.tasks.size(); ++offset) {
      if (its.settled(offset)) continue;
      its.tasks.listener(offset)->dropped(its.tasks.tag(offset), why);
    }
  }
}

}  // namespace dlp::detail
