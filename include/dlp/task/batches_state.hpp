// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <dlp/comm/pack.hpp>
#include <dlp/core/accumulator.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/core/index_range.hpp>
#include <dlp/core/merge_tree.hpp>
#include <dlp/task/batches_plan.hpp>

namespace dlp::detail {

/// The accumulators of some batches. Those of fewer trajectories than the others are kept by
/// themselves, so that a run that goes on can compute them again in full.
template <class A>
class batch_values {
 public:
  using tree = merge_tree<A, merge_accumulators<A>>;
  struct part {
    index_t size;
    A value;
  };

  void put(index_t batch, A value) {
    parts_.erase(batch);
    whole_.add(batch, std::move(value));
  }
  void put_part(index_t batch, index_t size, A value) {
    parts_.insert_or_assign(batch, part{size, std::move(value)});
  }
  /// Puts in all that others have.
  void put(batch_values const& more) {
    for (auto const& [first, node] : more.whole_.nodes()) put_node(first, node);
    for (auto const& [batch, one] : more.parts_) parts_.insert_or_assign(batch, one);
  }

  /// Its batches, by their numbers; and in the order of their trajectories all values together.
  [[nodiscard]] auto whole() const noexcept -> std::map<index_t, typename tree::node> const& {
    return whole_.nodes();
  }
  [[nodiscard]] auto parts() const noexcept -> std::map<index_t, part> const& { return parts_; }
  [[nodiscard]] auto total() const -> std::optional<A> {
    auto all = whole_;
    for (auto const& [batch, one] : parts_) all.add(batch, one.value);
    return std::move(all).total();
  }

  /// Whether it has all batches from the first to one that `size` divides, and no part of one.
  [[nodiscard]] auto is_in_blocks_of(index_t size) const -> bool {
    auto next = index_t{0};
    for (auto const& [first, node] : whole()) {
      if (first != next) return false;
      next += index_t{1} << node.level;
    }
    return parts_.empty() && next % size == 0;
  }

  void pack_to(bytes& to) const {
    append(to, std::uint64_t{whole().size()});
    for (auto const& [first, node] : whole()) {
      append(to, first);
      append(to, std::uint64_t{node.level});
      pack_sized(to, node.value);
    }
    append(to, std::uint64_t{parts_.size()});
    for (auto const& [batch, one] : parts_) {
      append(to, batch);
      append(to, one.size);
      pack_sized(to, one.value);
    }
  }
  [[nodiscard]] static auto unpacked(byte_reader& from) -> batch_values {
    auto values = batch_values();
    auto free = index_t{0};  // all before it have been there
    for (auto left = from.take<std::uint64_t>(); left != 0; --left) {
      auto const first = from.take<index_t>();
      auto const level = from.take<std::uint64_t>();
      require_sound(level < 62 && first >= free && first <= most_trajectories &&
                    first % (index_t{1} << level) == 0);
      free = first + (index_t{1} << level);
      values.whole_.put_back(first, {static_cast<unsigned>(level), unpack<A>(from.take_sized())});
    }
    for (auto left = from.take<std::uint64_t>(); left != 0; --left) {
      auto const batch = from.take<index_t>();
      auto const size = from.take<index_t>();
      values.put_part(batch, size, unpack<A>(from.take_sized()));
    }
    return values;
  }

 private:
  void put_node(index_t first, typename tree::node node) {
    parts_.erase(parts_.lower_bound(first), parts_.lower_bound(first + (index_t{1} << node.level)));
    whole_.put_back(first, std::move(node));
  }

  tree whole_;
  std::map<index_t, part> parts_;
};

/// What a run has done, with its seeds.
template <class A>
struct accumulated_run {
  trajectory_seeds seeds = {};
  index_t batch_size = 0;
  batch_values<A> values = {};

  [[nodiscard]] auto done() const -> batches_done {
    auto what = batches_done{.seeds = seeds, .batch_size = batch_size};
    for (auto const& [first, node] : values.whole())
      what.whole.push_back({first, first + (index_t{1} << node.level)});
    for (auto const& [batch, one] : values.parts()) what.parts.emplace(batch, one.size);
    return what;
  }
};

/// All that is known of what was accumulated: one run, or several that were merged, by their seeds.
template <class A>
struct batches_state {
  A empty;  ///< what each batch begins with
  std::vector<accumulated_run<A>> runs = {};

  [[nodiscard]] auto total() const -> A {
    auto sum = std::optional<A>();
    for (auto const& one : runs) {
      auto of_run = one.values.total();
      if (sum && of_run) merge_into(*sum, *of_run);
      if (!sum) sum = std::move(of_run);
    }
    return sum ? *std::move(sum) : empty;
  }

  [[nodiscard]] auto trajectories() const -> index_t {
    auto sum = index_t{0};
    for (auto const& one : runs) sum += trajectories_in(one.done());
    return sum;
  }

  void pack_to(bytes& to) const {
    pack_sized(to, empty);
    append(to, std::uint64_t{runs.size()});
    for (auto const& one : runs) {
      append(to, one.seeds);
      append(to, one.batch_size);
      one.values.pack_to(to);
    }
  }
  /// Throws: dlp::error where that is damaged, or cannot be.
  [[nodiscard]] static auto unpacked(byte_reader& from) -> batches_state {
    auto state = batches_state{.empty = unpack<A>(from.take_sized())};
    for (auto left = from.take<std::uint64_t>(); left != 0; --left) {
      auto one = accumulated_run<A>{.seeds = take_seeds(from), .batch_size = from.take<index_t>()};
      one.values = batch_values<A>::unpacked(from);
      require_sound(is_sound(one.done()));
      state.runs.push_back(std::move(one));
    }
    return state;
  }
};

/// Both, whose trajectories are not the same; it does not matter which is named first.
/// Throws: usage_error where some are.
template <class A>
[[nodiscard]] auto merged(batches_state<A> const& a, batches_state<A> const& b)
    -> batches_state<A> {
  if (a.runs.empty()) return b;  // what it begins with may be another one
  auto all = a;
  for (auto const& theirs : b.runs) {
    auto* same = static_cast<accumulated_run<A>*>(nullptr);
    for (auto& mine : all.runs) {
      if (are_parts_of_one_run(mine.done(), theirs.done())) same = &mine;
    }
    if (same) {
      same->values.put(theirs.values);
    } else {
      all.runs.push_back(theirs);
    }
  }
  std::ranges::sort(all.runs, {}, [](auto const& one) {
    return std::pair(one.seeds.seed_of(0), one.seeds.list.empty());
  });
  return all;
}

}  // namespace dlp::detail
