// SPDX-License-Identifier: BSL-1.0
#include <dlp/schedule/schedule.hpp>

#include <algorithm>
#include <optional>
#include <utility>

#include <dlp/core/error.hpp>

namespace dlp {
namespace {

template <class... Cases>
struct overloaded : Cases... {
  using Cases::operator()...;
};

template <class... Cases>  // Clang 16 does not find it by itself
overloaded(Cases...) -> overloaded<Cases...>;

/// A rule's name, and its one number where it has one.
auto name_and_chunk(schedule const& rule) {
  using name = std::pair<char const*, std::optional<index_t>>;
  return std::visit(
      overloaded{[](adaptive const&) { return name("adaptive", {}); },
                 [](fixed const& one) { return name("fixed", one.chunk); },
                 [](guided const& one) { return name("guided", one.min_chunk); },
                 [](factoring const& one) { return name("factoring", one.min_chunk); },
                 [](trapezoid const& one) { return name("trapezoid", one.min_chunk); }},
      rule);
}

}  // namespace

auto next_chunk(schedule const& rule, loop_progress const& loop) -> index_t {
  auto const asked = std::visit([&](auto const& one) { return one.next(loop); }, rule);
  return std::max<index_t>(1, loop.total ? std::min(asked, loop.remaining) : asked);
}

auto to_string(schedule const& rule) -> std::string {
  auto const [name, chunk] = name_and_chunk(rule);
  return chunk ? std::string(name) + "{" + std::to_string(*chunk) + "}" : name;
}

namespace detail {

void require_chunk(schedule const& rule) {
  if (name_and_chunk(rule).second == 0) {
    throw usage_error("dlp: schedule " + to_string(rule) + ": a chunk has at least 1 index");
  }
}

}  // namespace detail
}  // namespace dlp
