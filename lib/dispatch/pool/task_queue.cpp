// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pool/task_queue.hpp>

#include <algorithm>
#include <utility>

#include <dlp/core/error.hpp>

namespace dlp::detail {

namespace {

/// A task that was pushed alone.
void add(task_chunk& to, task one) {
  if (to.size() == 0) {
    to.to = std::move(one.to);
    to.uses = std::move(one.uses);
  } else {
    to.others.push_back(std::move(one.to));
  }
  to.add([&](bytes& body) {
    body.insert(body.end(), one.frame.begin(), one.frame.end());
    return true;
  });
}

}  // namespace

auto task_queue::push(task one, int priority) -> task_place {
  one.of = singles_;
  auto on_stop = std::unique_ptr<std::stop_callback<note_stop>>();
  if (one.stop.stop_possible())
    on_stop = std::make_unique<std::stop_callback<note_stop>>(one.stop, note_stop{&has_stopped_});
  lines_[priority].push_back({pushed_, std::move(one), std::move(on_stop)});
  ++alone_;
  return {priority, pushed_++};
}

void task_queue::push(std::shared_ptr<task_series> many, schedule const& rule, int priority) {
  auto of = std::make_shared<task_batch>(rule, many);
  series_.push_back(many);
  lines_[priority].push_back(
      {pushed_++, {.frame = {}, .to = std::move(many), .of = std::move(of)}});
}

auto task_queue::take_out(task_place where) -> std::optional<task> {
  auto const its = lines_.find(where.priority);
  if (its == lines_.end()) return std::nullopt;
  auto const found = std::ranges::lower_bound(its->second, where.number, {}, &entry::number);
  if (found == its->second.end() || found->number != where.number || !found->one.to)
    return std::nullopt;
  --alone_;
  return std::exchange(found->one, {});
}

auto task_queue::look_at(entry& what) -> task_series::readiness {
  auto& one = what.one;
  if (!one.to) return task_series::readiness::over;
  if (calls_nobody_ && one.of->series) return task_series::readiness::later;
  if (one.of->series) return one.of->series->look();
  if (!one.stop.stop_requested()) return task_series::readiness::ready;
  if (calls_nobody_) return task_series::readiness::later;
  --alone_;
  one.to->dropped(one.tag, std::make_exception_ptr(cancelled_error("dlp: the call was stopped")));
  return task_series::readiness::over;
}

auto task_queue::find() -> std::pair<entries*, entries::iterator> {
  for (auto next = lines_.begin(); next != lines_.end();) {
    auto& line = next->second;
    for (auto at = line.begin(); at != line.end();) {
      auto const is = look_at(*at);
      if (is == task_series::readiness::ready) return {&line, at};
      at = is == task_series::readiness::over ? line.erase(at) : std::next(at);
    }
    next = line.empty() ? lines_.erase(next) : std::next(next);
  }
  return {};
}

auto task_queue::front() -> task_batch* {
  auto const [line, at] = find();
  return line ? at->one.of.get() : nullptr;
}

auto task_queue::take_at(entries& line, entries::iterator at) -> task {
  auto one = std::move(at->one);
  line.erase(at);
  --alone_;
  return one;
}

auto task_queue::pop(task_batch const& from) -> std::optional<task> {
  auto const [line, at] = find();
  if (!line || at->one.of.get() != &from) return std::nullopt;
  auto of = at->one.of;
  if (!of->series) return take_at(*line, at);
  auto one = task{.frame = {}, .to = of->series, .tag = of->made++, .of = of};
  auto used = used_values();
  if (!of->series->make(one.frame)) return std::nullopt;
  one.uses = used.take();
  return one;
}

auto task_queue::take(index_t most, std::size_t most_bytes) -> task_chunk {
  auto chunk = task_chunk();
  auto const [line, at] = find();
  if (!line) return chunk;
  chunk.of = at->one.of;
  auto& batch = *chunk.of;
  if (!batch.series) {
    auto next = at;
    auto const is_like_the_first = [&] {
      auto const& one = next->one;
      return one.to && one.of == chunk.of && one.uses.empty() && !one.stop.stop_requested();
    };
    do {
      add(chunk, std::move(next->one));
      --alone_;
      ++next;
    } while (chunk.size() != most && chunk.byte_count() < most_bytes && chunk.uses.empty() &&
             next != line->end() && is_like_the_first());
    line->erase(at, next);
    return chunk;
  }
  chunk.to = batch.series;
  auto used = used_values();
  while (chunk.size() != most && chunk.byte_count() < most_bytes &&
         batch.series->look() == task_series::readiness::ready) {
    if (chunk.size() == 0) chunk.first_tag = batch.made;
    ++batch.made;
    auto const is_made = chunk.add([&](bytes& to) { return batch.series->make(to); });
    if (!is_made && chunk.size() != 0) break;  // the numbers of those behind it do not follow
  }
  chunk.uses = used.take();
  return chunk;
}

/// All series are looked at, which are few; and tasks, which may be many, where a stop was
/// requested.
auto task_queue::take_out_ended() -> bool {
  if (calls_nobody_) return false;
  auto ended = std::erase_if(
      series_, [](auto const& one) { return one->look() == task_series::readiness::over; });
  if (!has_stopped_) return ended != 0;
  has_stopped_ = false;
  for (auto& [priority, line] : lines_) {
    ended += std::erase_if(
        line, [this](entry& one) { return look_at(one) == task_series::readiness::over; });
  }
  return ended != 0;
}

auto task_queue::empty() -> bool {
  static_cast<void>(find());
  return std::ranges::all_of(lines_, [](auto const& one) { return one.second.empty(); });
}

void task_queue::hurry() noexcept {
  for (auto const& [priority, line] : lines_) {
    for (auto const& [number, one, on_stop] : line) {
      if (one.to && one.of->series) one.of->series->hurry();
    }
  }
}

void task_queue::drop_all(std::exception_ptr const& why) {
  auto const lines = std::exchange(lines_, {});
  series_.clear();
  alone_ = 0;
  for (auto const& [priority, line] : lines) {
    for (auto const& [number, one, on_stop] : line) {
      if (!one.to) continue;
      if (one.of->series)
        one.of->series->ended(why);
      else
        one.to->dropped(one.tag, why);
    }
  }
}

}  // namespace dlp::detail
