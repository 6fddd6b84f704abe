// SPDX-License-Identifier: BSL-1.0
#include <dispatch/trace/loop_drawing.hpp>

#include <algorithm>
#include <utility>

#include <comm/call/statement.hpp>
#include <comm/trace/job_trace.hpp>

namespace dlp::detail {

auto title_here(std::string_view label, std::string_view words, std::source_location where)
    -> std::string {
  if (!timeline_here()) return {};
  return label.empty() ? named_at(words, where) : std::string(label);
}

loop_drawing::loop_drawing(timeline& on, std::string title, time_point arrived)
    : on_(on), title_(std::move(title)), arrived_(arrived), bodies_(on, "body", title_, "index") {}

loop_drawing::~loop_drawing() {
  bodies_.draw();
  on_.span_if_allowed("loop", "in " + title_, arrived_, timeline::clock::now());
}

void loop_drawing::waited(time_point from, time_point to) {
  on_.span_if_allowed("wait", "wait", from, to);
}

void loop_drawing::opens(std::optional<chunk_name> name, time_point now) {
  if (name) bodies_.draw();
  chunk_ = name;
  opened_ = now;
  if (name) came_ = timeline::clock::now();
}

/// Its arrows are a tick within the chunk, for at its ends they might be its neighbours'; and it
/// may be opened, by the end of what was before it, sooner than it has been sent. The root knows of
/// nothing that comes back from a chunk of which nothing was visited.
void loop_drawing::gives_back(index_range visited, time_point now) {
  auto const chunk = std::exchange(chunk_, std::nullopt);
  if (!chunk) return;
  bodies_.draw();
  on_.span("chunk", "chunk", opened_, now,
           "\"first\":" + std::to_string(visited.first) +
               ",\"count\":" + std::to_string(visited.size()));
  auto const is_short = now - opened_ < 2 * timeline::tick;
  on_.arrow_comes(
      way_there(*chunk),
      is_short ? opened_ : std::clamp(came_, opened_ + timeline::tick, now - timeline::tick));
  if (visited.empty()) return;
  on_.arrow_leaves(way_back(*chunk), is_short ? opened_ : now - timeline::tick);
}

auto draw_loop(std::string title, timeline::time_point arrived) -> std::unique_ptr<loop_drawing> {
  auto* const on = title.empty() ? nullptr : timeline_here();
  return on ? std::make_unique<loop_drawing>(*on, std::move(title), arrived) : nullptr;
}

}  // namespace dlp::detail
