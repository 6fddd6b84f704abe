// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/trajectory_seeds.hpp>

#include <algorithm>

#include <core/packed_numbers.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {

auto to_string(trajectory_seeds const& seeds) -> std::string {
  if (seeds.list.empty()) return "seed " + std::to_string(seeds.seed);
  return std::to_string(seeds.list.size()) + " seeds from " + std::to_string(seeds.list.front());
}

void append_seeds(std::vector<std::uint64_t>& to, std::vector<std::uint64_t> const& more) {
  auto all = to;
  all.insert(all.end(), more.begin(), more.end());
  auto sorted = all;
  std::ranges::sort(sorted);
  if (auto const twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
    throw usage_error("dlp: batches: the seed " + std::to_string(*twice) +
                      " is there twice: two trajectories would be the same");
  to = std::move(all);
}

auto common_seed(trajectory_seeds const& a, trajectory_seeds const& b) -> std::string {
  auto const has = [](trajectory_seeds const& seeds, std::uint64_t one) {
    return seeds.list.empty() ? seeds.seed == one : std::ranges::count(seeds.list, one) != 0;
  };
  if (a.list.empty()) return has(b, a.seed) ? std::to_string(a.seed) : "";
  if (b.list.empty()) return has(a, b.seed) ? std::to_string(b.seed) : "";
  auto sorted = b.list;
  std::ranges::sort(sorted);
  for (auto const one : a.list) {
    if (std::ranges::binary_search(sorted, one)) return std::to_string(one);
  }
  return {};
}

void append(bytes& to, trajectory_seeds const& seeds) {
  append(to, seeds.seed);
  append(to, seeds.list);
}

auto take_seeds(byte_reader& from) -> trajectory_seeds {
  auto const seed = from.take<std::uint64_t>();
  return {.seed = seed, .list = take_numbers(from)};
}

}  // namespace dlp::detail
