// SPDX-License-Identifier: BSL-1.0
#include <comm/trace/timeline.hpp>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <ratio>

#include <comm/job/child_process.hpp>
#include <core/json_text.hpp>
#include <dlp/core/printable_text.hpp>

namespace dlp::detail {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

/// What is to be added to the steady clock. Its distance from the clock of the host is the same for
/// all processes there; the shortest look is the one that was not interrupted.
auto measured_shift() -> nanoseconds {
  auto const beginning =
      std::chrono::sys_days(std::chrono::year(2026) / std::chrono::January / 1).time_since_epoch();
  auto shortest = nanoseconds::max();
  auto shift = nanoseconds();
  for (auto look = 0; look != 16; ++look) {
    auto const sooner = timeline::clock::now();
    auto const time = std::chrono::system_clock::now();
    auto const took = timeline::clock::now() - sooner;
    if (took >= shortest) continue;
    shortest = took;
    shift = time.time_since_epoch() - beginning - (sooner + took / 2).time_since_epoch();
  }
  return shift;
}

auto rounded(nanoseconds time) -> nanoseconds {
  using ticks = std::chrono::duration<std::int64_t, std::ratio<1, 8'000'000>>;
  static_assert(ticks(1) == timeline::tick);
  return std::chrono::floor<ticks>(time);
}

/// Of the threads that draw, in the order in which they began to.
auto thread_number() -> int {
  static auto threads = std::atomic<int>(0);
  thread_local auto const mine = threads++;
  return mine;
}

}  // namespace

timeline::timeline(std::filesystem::path const& part, int rank, std::string_view host)
    : part_(part), rank_(std::to_string(rank)), shift_(rounded(measured_shift())) {
  auto& text = part_.text();
  auto const line = [&](std::string_view name) {
    text += R"({"ph":"M","pid":)" + rank_ + R"(,"tid":0,"name":")";
    text += name;
    text += R"(","args":{)";
  };
  line("process_name");
  text += R"("name":)";
  append_json(text, "rank " + rank_ + " on " + std::string(host));
  text += "}},\n";
  line("process_sort_index");
  text += R"("sort_index":)" + rank_ + "}},\n";
  line("dlp_clock");
  text += R"("host":)";
  append_json(text, host);
  text += R"(,"shift":)";
  append_microseconds(text, shift_);
  text += "}},\n";
  part_.write(clock::now());
}

void timeline::begin_event(char phase, time_point at) {
  auto& text = part_.text();
  text += R"({"ts":)";
  append_microseconds(text, rounded(at.time_since_epoch() + shift_));
  text += R"(,"ph":")";
  text += phase;
  text += R"(","pid":)";
  text += rank_;
  text += R"(,"tid":)";
  text += std::to_string(thread_number());
}

void timeline::end_event(time_point now) {
  part_.text() += "},\n";
  if (budget_.count()) say_grain(now);
  part_.line_ends(now);
}

void timeline::add_event(char phase, std::string_view kind, std::string_view name, time_point at) {
  begin_event(phase, at);
  auto& text = part_.text();
  text += R"(,"cat":")";
  text += kind;
  text += R"(","name":)";
  append_json(text, printable_text(name));
}

void timeline::span(std::string_view kind, std::string_view name, time_point from, time_point to,
                    std::string_view arguments) {
  if (is_child()) return;
  auto const lock = std::scoped_lock(mutex_);
  add_event('X', kind, name, from);
  auto& text = part_.text();
  text += R"(,"dur":)";
  append_microseconds(
      text, rounded(to.time_since_epoch() + shift_) - rounded(from.time_since_epoch() + shift_));
  if (!arguments.empty()) {
    text += R"(,"args":{)";
    text += arguments;
    text += '}';
  }
  end_event(to);
}

void timeline::span_if_allowed(std::string_view kind, std::string_view name, time_point from,
                               time_point to) {
  if (is_child()) return;
  if (to - from >= grain() || allows_short(to)) span(kind, name, from, to);
}

void timeline::instant(std::string_view kind, std::string_view name) {
  if (is_child()) return;
  auto const now = clock::now();
  if (!allows_short(now)) return;
  auto const lock = std::scoped_lock(mutex_);
  add_event('i', kind, name, now);
  part_.text() += R"(,"s":"p")";
  end_event(now);
}

/// Perfetto reads the id as a hexadecimal number of 64 bits; as a number of JSON it would be
/// rounded.
void timeline::arrow(char phase, std::uint64_t id, time_point at) {
  if (is_child()) return;
  auto const lock = std::scoped_lock(mutex_);
  add_event(phase, "message", "message", at);
  auto& text = part_.text();
  if (phase == 'f') text += R"(,"bp":"e")";
  char digits[16];
  auto const* const end = std::to_chars(digits, digits + sizeof digits, id, 16).ptr;
  text += R"(,"id":")";
  text += std::string_view(digits, end);
  text += '"';
  end_event(at);
}

void timeline::clock_of(std::string_view host, nanoseconds least, nanoseconds most) {
  if (is_child()) return;
  auto const lock = std::scoped_lock(mutex_);
  auto const [at, is_new] = clocks_.try_emplace(std::string(host), clock_bounds{least, most});
  auto& known = at->second;
  if (!is_new && least <= known.least && most >= known.most) return;
  known = {std::max(least, known.least), std::min(most, known.most)};
  auto& text = part_.text();
  text += R"({"ph":"M","pid":)" + rank_ + R"(,"tid":0,"name":"dlp_clock_of","args":{"host":)";
  append_json(text, host);
  text += R"(,"least":)";
  append_microseconds(text, known.least);
  text += R"(,"most":)";
  append_microseconds(text, known.most);
  text += '}';
  end_event(clock::now());
}

auto timeline::grain() const -> clock::duration {
  if (is_child()) return clock::duration::max();
  auto const lock = std::scoped_lock(mutex_);
  return budget_.grain();
}

auto timeline::allows_short(time_point now) -> bool {
  if (is_child()) return false;
  auto const lock = std::scoped_lock(mutex_);
  if (budget_.allows_short(now)) return true;
  ++left_out_;
  return false;
}

void timeline::say_grain(time_point now) {
  auto const grain = std::chrono::duration_cast<std::chrono::microseconds>(budget_.grain()).count();
  add_event('i', "trace",
            "from here on what is shorter than " + std::to_string(grain) +
                " us is drawn together; left out until here: " + std::to_string(left_out_),
            now);
  part_.text() += ",\"s\":\"p\"},\n";
}

void timeline::flush() noexcept {
  if (is_child()) return;
  auto const lock = std::unique_lock(mutex_, std::try_to_lock);
  if (lock.owns_lock()) part_.write(clock::now());
}

void timeline::end() noexcept {
  if (is_child()) return;
  auto const lock = std::scoped_lock(mutex_);
  part_.close(clock::now());
}

}  // namespace dlp::detail
