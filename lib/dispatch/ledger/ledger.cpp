// SPDX-License-Identifier: BSL-1.0
#include <dispatch/ledger/ledger.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

#include <core/index_ranges.hpp>

namespace dlp::detail {

ledger::ledger(std::optional<index_t> size, error_policy const& on_error, int holders,
               index_t deaths, std::span<index_range const> done, index_t not_chosen)
    : on_error_(on_error),
      knew_size_(size.has_value()),
      holders_(static_cast<std::size_t>(holders)),
      present_(holders),
      supply_(size, done),
      retries_(on_error),
      losses_(deaths),
      end_(size),
      not_chosen_(not_chosen),
      visits_(count_of(done) - not_chosen) {
  if (!done.empty()) end_.seen(done.back().last, -1);
}

void ledger::hand(holder& to, chunk what) {
  if (to.has.empty()) ++busy_;
  to.has.push_back(what);
}

auto ledger::take(int who, index_t most) -> index_range {
  auto const taken = supply_.take(most);
  if (!taken.empty()) hand(at(who), {taken});
  return taken;
}

auto ledger::take_again(int who) -> std::optional<chunk> {
  auto what = chunk();
  auto const is_present = [this](int other) { return at(other).is_present; };
  if (auto const again = retries_.take_for(who, static_cast<index_t>(present_), is_present)) {
    what = {{*again, *again + 1}, kind::failed};
  } else if (auto const lost = losses_.take()) {
    what = {{*lost, *lost + 1}, kind::suspect};
  } else {
    return std::nullopt;
  }
  hand(at(who), what);
  return what;
}

auto ledger::take_probe(int who) -> std::optional<chunk> {
  auto const& its = at(who);
  auto const has_to = !knew_size_ && size() && !its.has_found_end && its.has.empty();
  if (!has_to || stopped_ || !outcome_.failures.empty()) return std::nullopt;
  auto const what = chunk{{*size(), *size() + 1}, kind::probe};
  hand(at(who), what);
  return what;
}

auto ledger::add(index_t count) -> index_range {
  auto const added = supply_.add(count);
  end_.grows_to(added.last);
  return added;
}

auto ledger::left_over() const noexcept -> index_t {
  return supply_.remaining() + retries_.size() + losses_.size();
}

auto ledger::lowest_open() const -> std::optional<index_t> {
  auto lowest = retries_.lowest();
  auto const note = [&](index_t item) { lowest = std::min(lowest.value_or(item), item); };
  if (auto const lost = losses_.lowest()) note(*lost);
  for (auto const& one : holders_)
    for (auto const& [range, is] : one.has) note(range.first);
  return lowest;
}

void ledger::done(int who, index_range visited, bool ended) {
  auto& its = at(who);
  auto rest = its.has.front();
  its.has.erase(its.has.begin());
  its.settled.clear();
  if (its.has.empty()) --busy_;
  if (rest.is == kind::suspect && visited.last > visited.first) losses_.absolve(rest.range.first);
  if (ended) ends_at(visited.last, who);
  count_visits(visited, who);
  rest.range.first = visited.last;
  if (!ended) put_back(rest);  // what lies behind is not in its range, whatever others have found
}

void ledger::count_visits(index_range visited, int who) {
  if (visited.last <= visited.first) return;  // the end that it found may lie before its chunk
  visits_ += visited.size();
  end_.seen(visited.last, who);
}

/// Nobody has begun it. Of what lies beyond the end of the range nobody can.
void ledger::put_back(chunk const& rest) {
  if (rest.range.empty() || (size() && rest.range.first >= *size())) return;
  switch (rest.is) {
    case kind::fresh:
      supply_.give_back(rest.range);
      break;
    case kind::failed:
      retries_.put_back(rest.range.first);
      break;
    case kind::suspect:
      losses_.put_back(rest.range.first);
      break;
    case kind::probe:
      break;
  }
}

void ledger::recall(int who, std::size_t place, index_t from) {
  auto& [range, is] = at(who).has[place];
  supply_.give_back({from, range.last});
  range.last = from;
}

void ledger::leaves(int who, index_range visited) {
  auto& its = at(who);
  if (std::exchange(its.is_present, false)) --present_;
  auto has = std::exchange(its.has, {});
  its.settled.clear();
  if (has.empty()) return;
  --busy_;
  count_visits(visited, who);
  // Who leaves before it has begun its chunk speaks of no items.
  auto& first = has.front().range.first;
  first = std::max(first, visited.last);
  for (auto const& rest : has) put_back(rest);
}

auto ledger::lost(losses::lost_rank const& who, std::span<index_t const> begun_below)
    -> std::optional<failure> {
  auto& its = at(who.rank);
  if (std::exchange(its.is_present, false)) --present_;
  auto const has = std::exchange(its.has, {});
  if (has.empty()) return std::nullopt;
  --busy_;
  std::ranges::sort(its.settled);
  auto begun = std::vector<index_range>();
  for (auto place = std::size_t{0}; place != has.size(); ++place) {
    auto const [range, is] = has[place];
    auto const middle = begun_below[place];
    put_back({{middle, range.last}, is});
    std::ranges::move(unsettled(its, {range.first, middle}), std::back_inserter(begun));
  }
  its.settled.clear();
  return losses_.book(begun, who);
}

/// Those of which no result has come. Beyond the end of the range there are none.
auto ledger::unsettled(holder const& who, index_range had) -> std::vector<index_range> {
  auto const end = size().value_or(had.last);
  had = {std::min(had.first, end), std::min(had.last, end)};
  auto parts = std::vector<index_range>();
  auto const add = [&](index_t to) {
    if (had.first < to) parts.push_back({had.first, to});
  };
  for (auto const item : who.settled) {
    if (item < had.first || item >= had.last) continue;
    count_visits({item, item + 1}, -1);
    add(item);
    had.first = item + 1;
  }
  add(had.last);
  return parts;
}

void ledger::returns(int who) {
  if (!std::exchange(at(who).is_present, true)) ++present_;
}

void ledger::looked(int who, bool finds_none) {
  at(who).has_found_end = finds_none;
  end_.looked(finds_none, who);
}

auto ledger::failed(failure what, std::optional<index_t> item) -> after_failure {
  auto const others_have_it = item && (!size() || *item < *size());
  if (others_have_it && retries_.book(*item, what)) return after_failure::again;
  return item ? spoiled(std::move(what)) : broken(std::move(what));
}

auto ledger::spoiled(failure what) -> after_failure {
  outcome_.add(std::move(what), on_error_);
  return after_the_last();
}

auto ledger::broken(failure what) -> after_failure {
  is_broken_ = true;
  outcome_.interrupted.clear();
  outcome_.failures.push_back(std::move(what));
  return after_the_last();
}

auto ledger::after_the_last() const noexcept -> after_failure {
  return ends_loop(on_error_) ? after_failure::stop : after_failure::go_on;
}

auto ledger::stop() -> bool { return !std::exchange(stopped_, true); }

void ledger::ends_at(index_t size, int who) {
  if (who >= 0) at(who).has_found_end = true;
  if (!end_.found(size, who)) return;
  supply_.ends_at(size);
  losses_.ends_at(size);
}

auto ledger::contradiction() const -> std::string {
  return outcome_.failures.empty() ? end_.contradiction() : std::string();
}

auto ledger::over() const noexcept -> bool { return busy_ == 0 && (stopped_ || !has_work()); }

void ledger::end(ending const& how) {
  auto const has_left_work = stopped_ && how.has_work;
  if (has_left_work && leaves_failures(how.is_kept)) {
    outcome_.interrupted = interrupted_after(how.by, visits_ - retries_.cut_short(), how.of);
  }
  auto to_try_again = retries_.give_up(how.by.empty());
  if (!outcome_.interrupted.empty() || (has_left_work && how.returns)) return;
  for (auto& one : to_try_again) static_cast<void>(spoiled(std::move(one)));
}

}  // namespace dlp::detail
