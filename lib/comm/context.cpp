// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/context.hpp>

#include <algorithm>
#include <utility>

#include <dlp/comm/child_process.hpp>

namespace dlp::detail {

void context::send(int to, message what) {
  require_no_child();
  wire_->send(to, std::move(what));
}

auto context::try_receive(std::uint64_t call) -> std::optional<message> {
  require_no_child();
  if (!early_.empty()) {
    std::erase_if(early_, [&](auto const& kept) { return kept.call < call; });
    auto const due = std::ranges::find(early_, call, &message::call);
    if (due != early_.end()) {
      auto what = std::move(*due);
      early_.erase(due);
      return what;
    }
  }
  while (auto what = wire_->try_receive()) {
    if (what->call == call) return what;
    if (what->call > call) early_.push_back(std::move(*what));
  }
  return std::nullopt;
}

template <class Condition>
void context::receive_until(Condition done) {
  while (!done()) {
    if (auto what = wire_->try_receive()) {
      early_.push_back(std::move(*what));
    } else {
      wire_->pause();
    }
  }
}

void context::flush() {
  receive_until([this] { return wire_->flushed(); });
}

void context::flush_to(std::span<int const> ranks) {
  receive_until([&] {
    return std::ranges::all_of(ranks, [this](int rank) { return wire_->flushed_to(rank); });
  });
}

}  // namespace dlp::detail
