// SPDX-License-Identifier: BSL-1.0
#include <dispatch/shared/loop_pool.hpp>

#include <algorithm>

#include <sched.h>

#include <core/index_ranges.hpp>

namespace dlp::detail {
namespace {

// Who has come to a room, for which loop, and who has left, in one word, so that a rank comes to a
// loop or finds its room free, and never both: 34 bits of the call's number, 14 for the ranks that
// have come, 14 for those that have left.
constexpr auto is_ready = std::uint64_t{1} << 63;
constexpr auto is_dead = std::uint64_t{1} << 62;
constexpr auto one_left = std::uint64_t{1};
constexpr auto one_came = std::uint64_t{1} << 14;
constexpr auto most_ranks = one_came - 1;
constexpr auto number_bits = 34;
constexpr auto most_numbers = std::uint64_t{1} << number_bits;

auto left(std::uint64_t state) { return state & most_ranks; }
auto came(std::uint64_t state) { return (state >> 14) & most_ranks; }
auto number(std::uint64_t state) { return (state >> 28) & (most_numbers - 1); }

auto is_free(std::uint64_t state, std::size_t ranks) -> bool {
  if (state == 0) return true;  // no loop has been here yet
  return left(state) == came(state) && ((state & is_dead) != 0 || came(state) == ranks);
}

/// Whether the call of that number is later than the one that a room has been given to; both are
/// close to each other, modulo most_numbers.
auto is_later(std::uint64_t call, std::uint64_t state) -> bool {
  return ((call - number(state)) & (most_numbers - 1)) < most_numbers / 2;
}

}  // namespace

/// Holds a line's lock, for a few instructions.
class loop_pool::hold {
 public:
  explicit hold(line& what) noexcept : what_(what) {
    while (what_.locked.exchange(true, std::memory_order_acquire)) ::sched_yield();
  }
  hold(hold const&) = delete;
  auto operator=(hold const&) -> hold& = delete;
  ~hold() { what_.locked.store(false, std::memory_order_release); }

  [[nodiscard]] auto rest() const noexcept -> index_range {
    return {what_.first.load(std::memory_order_relaxed),
            what_.last.load(std::memory_order_relaxed)};
  }
  void rest(index_range is) noexcept {
    what_.first.store(is.first, std::memory_order_relaxed);
    what_.last.store(is.last, std::memory_order_relaxed);
  }

 private:
  line& what_;
};

loop_pool::loop_pool(std::span<std::byte> memory, std::uint64_t call, std::size_t place,
                     std::size_t ranks)
    : shared_(
          *reinterpret_cast<shared_part*>(memory.data() + call % rooms * (memory.size() / rooms))),
      lines_(reinterpret_cast<line*>(reinterpret_cast<std::byte*>(&shared_) + 4096), ranks),
      call_(call),
      place_(place) {}

auto loop_pool::enter(std::string_view words, int rank, index_range first_block, index_t elsewhere,
                      std::string_view where) -> entry {
  auto const me = call_ & (most_numbers - 1);
  auto state = shared_.state.load(std::memory_order_acquire);
  while (true) {
    if (state != 0 && number(state) == me) {
      if ((state & is_dead) != 0) return entry::missed;
      if ((state & is_ready) == 0) return entry::busy;
      if (!shared_.state.compare_exchange_weak(state, state + one_came)) continue;
    } else {
      if (state != 0 && !is_later(me, state)) return entry::missed;
      if (!is_free(state, lines_.size())) return entry::busy;
      auto const taken = (me << 28) + one_came;
      if (!shared_.state.compare_exchange_weak(state, taken)) continue;
      clear(words, rank, where);
      append(first_block, elsewhere);
      shared_.state.fetch_or(is_ready);
    }
    return entry::entered;
  }
}

void loop_pool::clear(std::string_view words, int rank, std::string_view where) {
  for (auto& one : lines_) {
    hold(one).rest({0, 0});
    one.is = presence::absent;
    one.tries = 0;
    one.done = 0;
    one.visited = 0;
    one.failed_at = 0;
    one.size_and_1 = 0;
  }
  shared_.next = 0;
  shared_.chunks = 0;
  shared_.limit = 0;
  for (auto& one : shared_.blocks) one.first = one.end = one.index = 0;
  shared_.size_and_1 = 0;
  shared_.seen_end = 0;
  shared_.joined = 0;
  shared_.departed = 0;
  shared_.end = outcome::open;
  shared_.halted = halting::no;
  for (auto* const flag : {&shared_.cut, &shared_.asking, &shared_.dry, &shared_.told}) {
    *flag = false;
  }
  auto const text = cut_words(words);
  std::ranges::copy(text, shared_.words);
  shared_.length = text.size();
  shared_.line_length = where.copy(shared_.where, longest_line);
  shared_.speaker = rank;
}

auto loop_pool::words() const noexcept -> std::string_view {
  return {shared_.words, static_cast<std::size_t>(shared_.length)};
}

auto loop_pool::where() const noexcept -> std::string_view {
  return {shared_.where, static_cast<std::size_t>(shared_.line_length)};
}

auto loop_pool::speaker() const noexcept -> int { return static_cast<int>(shared_.speaker); }

void loop_pool::join(presence as) noexcept {
  be(as);
  ++shared_.joined;
}

auto loop_pool::all_here() const noexcept -> bool {
  return shared_.joined.load(std::memory_order_acquire) == lines_.size();
}

auto loop_pool::presence_of(std::size_t place) const noexcept -> presence {
  return lines_[place].is.load(std::memory_order_acquire);
}

auto loop_pool::has_left(std::size_t place) const noexcept -> bool {
  auto const is = presence_of(place);
  return is == presence::gone || is == presence::failed || is == presence::unable;
}

auto loop_pool::count(presence as) const noexcept -> std::size_t {
  return static_cast<std::size_t>(std::ranges::count_if(
      lines_, [as](auto const& one) { return one.is.load(std::memory_order_acquire) == as; }));
}

void loop_pool::be(presence as) noexcept { mine().is.store(as, std::memory_order_release); }

auto loop_pool::kill() noexcept -> bool { return (shared_.state.fetch_or(is_dead) & is_dead) == 0; }

void loop_pool::leave() noexcept { shared_.state.fetch_add(one_left); }

/// The indices from the counter's value on, to the end of their block. The end is read first: it
/// is written last.
auto loop_pool::find(index_t at) const noexcept -> std::optional<index_range> {
  for (auto const& one : shared_.blocks) {
    auto const end = one.end.load(std::memory_order_acquire);
    auto const first = one.first.load(std::memory_order_relaxed);
    auto const index = one.index.load(std::memory_order_relaxed);
    if (first <= at && at < end) return index_range{index + (at - first), index + (end - first)};
  }
  return std::nullopt;
}

auto loop_pool::last_block() const noexcept -> std::size_t {
  return shared_.blocks[1].end.load() == shared_.limit.load() ? 1 : 0;
}

auto loop_pool::unclaimed() const noexcept -> index_t {
  auto const next = shared_.next.load(std::memory_order_acquire);  // first: it follows the limit
  return shared_.limit.load(std::memory_order_acquire) - next;
}

auto loop_pool::has_room() const noexcept -> bool {
  return shared_.next.load() >= shared_.blocks[last_block()].first.load();
}

void loop_pool::append(index_range added, index_t elsewhere) noexcept {
  auto const limit = shared_.limit.load(std::memory_order_relaxed);
  auto& one = shared_.blocks[1 - last_block()];
  one.index.store(added.first, std::memory_order_relaxed);
  one.first.store(limit, std::memory_order_relaxed);
  one.end.store(limit + added.size(), std::memory_order_release);
  shared_.elsewhere.store(elsewhere, std::memory_order_relaxed);
  shared_.limit.store(limit + added.size(), std::memory_order_release);
}

auto loop_pool::elsewhere() const noexcept -> index_t {
  return shared_.elsewhere.load(std::memory_order_relaxed);
}

void loop_pool::lay(index_range rest) noexcept { hold(mine()).rest(rest); }

auto loop_pool::begin(index_t most) noexcept -> index_range {
  auto mine_now = hold(mine());
  auto rest = mine_now.rest();
  auto const begun = rest.take_front(most);
  mine_now.rest(rest);
  return begun;
}

void loop_pool::give_back(index_range begun, std::uint32_t tries) noexcept {
  auto mine_now = hold(mine());
  auto const rest = mine_now.rest();
  mine_now.rest(rest.empty() ? begun : index_range{begun.first, rest.last});
  mine().tries.store(tries, std::memory_order_relaxed);
}

auto loop_pool::take_from_others() noexcept -> loot {
  auto longest = lines_.size();
  auto most = index_t{0};
  for (auto place = std::size_t{0}; place != lines_.size(); ++place) {
    auto const first = lines_[place].first.load(std::memory_order_relaxed);
    auto const last = lines_[place].last.load(std::memory_order_relaxed);
    if (place == place_ || last <= first || last - first <= most) continue;
    longest = place;
    most = last - first;
  }
  if (longest == lines_.size()) return {};
  auto theirs = hold(lines_[longest]);
  auto rest = theirs.rest();
  auto const is = presence_of(longest);
  auto const stays = is == presence::here || is == presence::idle;
  auto const left_to_them = rest.take_front(stays ? rest.size() / 2 : 0);
  theirs.rest(left_to_them);
  auto& tries = lines_[longest].tries;
  return {rest, left_to_them.empty() ? tries.exchange(0, std::memory_order_relaxed) : 0};
}

auto loop_pool::take_all() -> std::vector<index_range> {
  auto all = std::vector<index_range>();
  auto const everything = [](auto, index_t unclaimed, auto) { return unclaimed; };
  for (auto one = claim(everything); !one.empty(); one = claim(everything)) all.push_back(one);
  for (auto& one : lines_) {
    auto its = hold(one);
    if (!its.rest().empty()) all.push_back(its.rest());
    its.rest({0, 0});
  }
  return all;
}

auto loop_pool::drop_all() -> index_t { return count_of(take_all()); }

auto loop_pool::drop_unclaimed() -> index_t {
  auto sum = index_t{0};
  auto const everything = [](auto, index_t unclaimed, auto) { return unclaimed; };
  for (auto one = claim(everything); !one.empty(); one = claim(everything)) sum += one.size();
  return sum;
}

void loop_pool::publish(index_t done, index_t visited) noexcept {
  mine().visited.store(visited, std::memory_order_relaxed);
  mine().done.store(done, std::memory_order_release);
}

/// Both grow only: where the limit was the same before and after, it was so all the while.
auto loop_pool::all_done() const noexcept -> bool {
  auto const limit = shared_.limit.load(std::memory_order_acquire);
  auto sum = index_t{0};
  for (auto const& one : lines_) sum += one.done.load(std::memory_order_acquire);
  return sum == limit && shared_.limit.load(std::memory_order_acquire) == limit;
}

auto loop_pool::visited() const noexcept -> index_t {
  auto sum = index_t{0};
  for (auto const& one : lines_) sum += one.visited.load(std::memory_order_relaxed);
  return sum;
}

void loop_pool::fail_at(index_t index) noexcept {
  mine().failed_at.store(index, std::memory_order_relaxed);
}

auto loop_pool::failed_at(std::size_t place) const noexcept -> index_t {
  return lines_[place].failed_at.load(std::memory_order_relaxed);
}

auto loop_pool::learn_size(index_t size) noexcept -> index_t {
  mine().size_and_1 = size + 1;  // first: who knows the size is to know who found it
  return hear_size(size);
}

auto loop_pool::hear_size(index_t size) noexcept -> index_t {
  auto known = index_t{0};
  return shared_.size_and_1.compare_exchange_strong(known, size + 1) ? size : known - 1;
}

auto loop_pool::size() const noexcept -> std::optional<index_t> {
  auto const known = shared_.size_and_1.load(std::memory_order_acquire);
  return known == 0 ? std::nullopt : std::optional(known - 1);
}

auto loop_pool::finder() const noexcept -> std::optional<std::size_t> {
  auto const known = shared_.size_and_1.load(std::memory_order_acquire);
  auto const one = std::ranges::find_if(lines_, [=](auto& it) { return it.size_and_1 == known; });
  if (known == 0 || one == lines_.end()) return std::nullopt;
  return static_cast<std::size_t>(one - lines_.begin());
}

void loop_pool::saw(index_t end) noexcept {
  auto seen = shared_.seen_end.load();
  while (seen < end && !shared_.seen_end.compare_exchange_weak(seen, end)) {
  }
}

auto loop_pool::seen_end() const noexcept -> index_t { return shared_.seen_end.load(); }

auto loop_pool::begin_asking() noexcept -> bool {
  return !shared_.asking.load(std::memory_order_relaxed) &&
         !shared_.asking.exchange(true, std::memory_order_acquire);
}

auto loop_pool::begin_fetching() noexcept -> bool {
  auto const is_wanted = [this] { return !is_dry() && has_room(); };
  if (!is_wanted() || !begin_asking()) return false;
  if (is_wanted()) return true;
  end_asking();  // another rank has just fetched one
  return false;
}

}  // namespace dlp::detail
