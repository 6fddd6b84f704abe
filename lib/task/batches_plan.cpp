// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/batches_plan.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include <core/checksum.hpp>
#include <core/index_ranges.hpp>
#include <core/number_text.hpp>
#include <core/packed_numbers.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

constexpr auto most_by_default = index_t{10'000};  // of a batch: it has to come to its end

[[noreturn]] void refuse(std::string const& why) { throw usage_error(why); }

void check_number(std::string const& name, index_t number) {
  if (number > most_trajectories)
    refuse("dlp: batches: " + name + " is " + std::to_string(number) + ", and more than " +
           std::to_string(most_trajectories) + " are never done");
}

auto checksum_of(std::vector<std::uint64_t> const& numbers) -> std::string {
  return std::to_string(checksum(std::as_bytes(std::span(numbers))));
}

/// One past the last batch that is done in full.
auto end_of_whole(batches_done const& done) -> index_t {
  return done.whole.empty() ? 0 : done.whole.back().last;
}

/// The batches that are done, or done in part, in order.
auto batches_of(batches_done const& done) -> std::vector<index_range> {
  auto all = done.whole;
  for (auto const& [batch, size] : done.parts) all.push_back({batch, batch + 1});
  std::ranges::sort(all, {}, &index_range::first);
  return all;
}

/// Fills in which batches are to be computed, for `more` trajectories.
void plan_more(batches_plan& plan, batches_done const& done, index_t more) {
  auto const size = plan.batch_size;
  auto const done_in_part = [&](index_t batch) {
    auto const part = done.parts.find(batch);
    return part == done.parts.end() ? 0 : part->second;
  };
  auto next = index_t{0};  // all before it are done, or holes, while more are wanted
  auto const fill_until = [&](index_t end) {
    for (; next < end && more != 0; ++next) {
      plan.holes.push_back(next);
      more -= std::min(more, size - done_in_part(next));
    }
  };
  for (auto const range : done.whole) {
    fill_until(range.first);
    next = range.last;
  }
  if (!done.parts.empty()) fill_until(done.parts.rbegin()->first);
  if (more == 0) return;
  plan.end = next * size + done_in_part(next) + more;
  plan.fresh = {next, plan.end / size + (plan.end % size == 0 ? 0 : 1)};
}

}  // namespace

auto is_sound(batches_done const& done) -> bool {
  auto const size = done.batch_size;
  if (size == 0 || size > most_trajectories) return false;
  auto const most = done.seeds.list.empty() ? most_trajectories : done.seeds.list.size();
  if (end_of_whole(done) > most / size) return false;
  auto const fits = [&](auto const& one) {
    auto const [batch, count] = one;
    return 0 < count && count < size && batch <= most / size && count <= most - batch * size;
  };
  if (!std::ranges::all_of(done.parts, fits)) return false;
  return !first_common(done.whole, batches_of({.parts = done.parts}));
}

void require_sound(bool is) {
  if (!is) throw error("dlp: a result of batches is damaged");
}

auto trajectories_in(batches_done const& done) -> index_t {
  auto sum = count_of(done.whole) * done.batch_size;
  for (auto const& [batch, size] : done.parts) sum += size;
  return sum;
}

auto are_parts_of_one_run(batches_done const& a, batches_done const& b) -> bool {
  auto const common = common_seed(a.seeds, b.seeds);
  if (common.empty()) return false;
  auto const cannot = [&](std::string const& why) {
    throw usage_error("dlp: merge: both have trajectories of the seed " + common + why);
  };
  if (!a.seeds.list.empty() || !b.seeds.list.empty()) cannot("");
  if (a.batch_size != b.batch_size)
    cannot(", in batches of " + std::to_string(a.batch_size) + " and of " +
           std::to_string(b.batch_size));
  if (auto const both = first_common(batches_of(a), batches_of(b)))
    cannot(", as number " + std::to_string(*both * a.batch_size));
  return true;
}

auto batches_plan::trajectories_of(index_t batch) const noexcept -> index_range {
  auto const first = batch * batch_size;
  auto const last = first + batch_size;
  return {first, fresh.empty() ? last : std::min(last, end)};
}

auto batches_plan::count_in(index_range batches) const noexcept -> index_t {
  auto const before = [&](index_t batch) {
    auto const in_holes = std::ranges::lower_bound(holes, batch) - holes.begin();
    return static_cast<index_t>(in_holes) +
           (std::clamp(batch, fresh.first, fresh.last) - fresh.first);
  };
  return before(batches.last) - before(batches.first);
}

void check_options(batches_options const& options, bool has_standard_error) {
  if (options.batch_size == 0) refuse("dlp: batches: batch_size is to be at least 1");
  if (options.seeds.empty() && !options.count) refuse("dlp: batches: it needs a count, or seeds");
  if (options.seeds.empty() && options.count == 0)
    refuse("dlp: batches: count is to be at least 1");
  check_number("count", options.count.value_or(0));
  check_number("batch_size", options.batch_size.value_or(0));
  if (!options.seeds.empty() && options.seed)
    refuse("dlp: batches: a seed and a list of seeds are given, and it can go by one of them only");
  auto seeds = std::vector<std::uint64_t>();
  append_seeds(seeds, options.seeds);
  if (!options.target_error) return;
  if (!(*options.target_error > 0)) refuse("dlp: batches: target_error is to be more than 0");
  if (!has_standard_error)
    refuse(
        "dlp: batches: target_error needs an accumulator that has a standard_error() that is a "
        "number");
}

auto call_in_words(batches_options const& options) -> std::string {
  auto words = std::string("batches");
  auto const say = [&](char const* name, std::optional<std::uint64_t> value) {
    if (value) words += std::string(", ") + name + " " + std::to_string(*value);
  };
  say("count", options.count);
  say("batch_size", options.batch_size);
  say("seed", options.seed);
  if (!options.seeds.empty()) {
    words += ", " + to_string(trajectory_seeds{.list = options.seeds}) + " with the checksum " +
             checksum_of(options.seeds);
  }
  if (options.target_error) words += ", target_error " + text_of_number(*options.target_error);
  if (!ends_loop(options.on_error)) words += ", on_error " + to_string(options.on_error);
  return words;
}

auto plan_batches(batches_options const& options) -> batches_plan {
  auto const is_list = !options.seeds.empty();
  auto const count = is_list ? options.seeds.size() : options.count.value();
  auto const size = options.batch_size.value_or(std::min((count + 999) / 1000, most_by_default));
  return {.seeds = {.seed = options.seed.value_or(0), .list = options.seeds},
          .batch_size = size,
          .fresh = {0, count / size + (count % size == 0 ? 0 : 1)},
          .end = count};
}

auto plan_batches(batches_options const& options, batches_done const& done) -> batches_plan {
  auto const is_list = !done.seeds.list.empty();
  auto const other = [](char const* name, index_t theirs, index_t mine) {
    refuse("dlp: batches: the run that is to go on has the " + std::string(name) + " " +
           std::to_string(mine) + ", and " + std::to_string(theirs) + " is given");
  };
  if (options.batch_size && *options.batch_size != done.batch_size)
    other("batch_size", *options.batch_size, done.batch_size);
  if (!is_list && options.seed && *options.seed != done.seeds.seed)
    other("seed", *options.seed, done.seeds.seed);
  if (is_list && options.seed)
    refuse("dlp: batches: the run that is to go on has " + to_string(done.seeds));
  if (!is_list && !options.seeds.empty())
    refuse("dlp: batches: the run that is to go on has the " + to_string(done.seeds) +
           ": it goes on with a count, and not with seeds");
  auto plan = batches_plan{.seeds = done.seeds, .batch_size = done.batch_size};
  append_seeds(plan.seeds.list, options.seeds);
  auto const left = is_list ? plan.seeds.list.size() - trajectories_in(done) : most_trajectories;
  if (left == 0)
    refuse("dlp: batches: all seeds of the run that is to go on are used: it needs further seeds");
  if (is_list && options.count > left)
    refuse("dlp: batches: count is " + std::to_string(*options.count) + ", and " +
           std::to_string(left) + " seeds of the run that is to go on are left");
  plan_more(plan, done, options.seeds.empty() ? *options.count : left);
  check_number("the count of the whole run", plan.end);
  return plan;
}

auto to_string(batches_plan const& plan) -> std::string {
  auto text = to_string(plan.seeds) + ", in batches of " + std::to_string(plan.batch_size);
  if (!plan.seeds.list.empty()) text += ", checksum " + checksum_of(plan.seeds.list);
  if (!plan.holes.empty())
    text += ", " + std::to_string(plan.holes.size()) + " left out before, checksum " +
            checksum_of(plan.holes);
  if (plan.fresh.empty()) return text;
  return text + ", trajectories from " + std::to_string(plan.fresh.first * plan.batch_size) +
         " to " + std::to_string(plan.end);
}

void append(bytes& to, batches_plan const& plan) {
  append(to, plan.seeds);
  append(to, plan.batch_size);
  append(to, plan.holes);
  append(to, plan.fresh);
  append(to, plan.end);
}

auto take_plan(byte_reader& from) -> batches_plan {
  auto plan = batches_plan{.seeds = take_seeds(from), .batch_size = from.take<index_t>()};
  plan.holes = take_numbers(from);
  plan.fresh = from.take<index_range>();
  plan.end = from.take<index_t>();
  return plan;
}

}  // namespace dlp::detail
