// SPDX-License-Identifier: BSL-1.0
#include <comm/call/agreement.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <comm/job/open_place.hpp>
#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

constexpr auto largest_part = std::size_t{4} << 10;
constexpr auto largest_parts = std::size_t{16} << 20;  // of all ranks

constexpr auto has_failed = std::uint32_t{1};

/// The ranks that have not come yet, at the root.
class missing_ranks {
 public:
  explicit missing_ranks(call& here)
      : here_(here), is_missing_(static_cast<std::size_t>(here.talk().size()), true) {
    strike(here.talk().rank());
  }

  /// The next rank that comes, as long as there is one to wait for.
  auto next() -> std::optional<message> {
    while (count_ != 0) {
      if (auto hello = here_.try_receive()) {
        strike(hello->source);
        if (here_.talk().is_lost(hello->source)) here_.talk().note_silence(hello->source, false);
        return hello;
      }
      if (here_.survives() && here_.talk().losses() != 0 && all_are_lost()) break;
      here_.talk().pause();
    }
    return std::nullopt;
  }

 private:
  void strike(int rank) {
    is_missing_[static_cast<std::size_t>(rank)] = false;
    --count_;
  }
  [[nodiscard]] auto all_are_lost() const -> bool {
    for (auto rank = 0; rank != here_.talk().size(); ++rank) {
      if (is_missing_[static_cast<std::size_t>(rank)] && !here_.talk().is_lost(rank)) return false;
    }
    return true;
  }

  call& here_;
  std::vector<bool> is_missing_;
  int count_ = here_.talk().size();
};

auto decide_at_root(call& here, brought const& mine, std::vector<failure> failures,
                    std::function<verdict(std::span<brought const>)> const& decide) -> verdict {
  auto const me = here.talk().rank();
  auto const size = here.talk().size();
  auto all = std::vector<brought>(static_cast<std::size_t>(size));
  all[static_cast<std::size_t>(me)] = mine;
  auto hellos = std::vector<message>();  // where the parts are
  hellos.reserve(all.size());
  auto missing = missing_ranks(here);
  while (auto next = missing.next()) {
    auto const& hello = hellos.emplace_back(std::move(*next));
    all[static_cast<std::size_t>(hello.source)] = {hello.range.last, call::part_of(hello)};
    std::ranges::move(call::failures_of(hello), std::back_inserter(failures));
  }
  auto decided = verdict();
  if (failures.empty()) {
    // The others wait for what is made here: a call of dlp in it, or an exit, would hang them.
    auto const body = in_body_while(here.talk());
    try {
      decided = decide(all);
    } catch (...) {
      failures.push_back(describe_current_exception(failure::no_index, me));
    }
  }
  auto const bad = !failures.empty();
  if (bad) {
    std::ranges::sort(failures, {}, &failure::rank);
    decided = {};
    append(decided.body, failures);
  }
  for (auto to = 0; to != size; ++to) {
    if (to == me) continue;
    here.send(to, word::verdict, decided.body, {0, decided.number}, bad ? has_failed : 0);
  }
  if (bad) throw task_error(here.words(), std::move(failures));
  return decided;
}

}  // namespace

auto comes_along(std::size_t size, int ranks) noexcept -> bool {
  return size <= std::min(largest_part, largest_parts / static_cast<std::size_t>(ranks));
}

auto agree_on_parts(call& here, brought const& mine, std::vector<failure> const& failures,
                    std::function<verdict(std::span<brought const>)> const& decide) -> verdict {
  auto const place = open_place(here.words().c_str(), here.place());
  auto const part = here.at_root() ? std::span<std::byte const>() : mine.part;  // it is there
  here.say_hello(mine.number, failures, no_flag, part);
  if (here.at_root()) return decide_at_root(here, mine, failures, decide);
  auto what = here.receive_from(here.root());
  auto const cannot_begin = what.what == word::end;  // the root is in a loop that failed at once
  if (what.flags == has_failed || cannot_begin) {
    auto body = byte_reader(what.body);
    throw task_error(here.words(), take_failures(body));
  }
  return {what.range.last, std::move(what.body)};
}

auto agree(call& here, index_t mine, std::vector<failure> const& failures,
           std::function<verdict(std::span<index_t const>)> const& decide) -> verdict {
  return agree_on_parts(here, {mine}, failures, [&](std::span<brought const> all) {
    auto numbers = std::vector<index_t>();
    for (auto const& one : all) numbers.push_back(one.number);
    return decide(numbers);
  });
}

void agree(call& here, std::vector<failure> const& failures) {
  agree(here, 0, failures, [](auto) { return verdict(); });
}

}  // namespace dlp::detail
