// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include <comm/wire/channel.hpp>

namespace dlp_test {

/// What a fake channel has to deliver, and what it has been given.
struct fake_wire {
  std::deque<dlp::detail::message> incoming;
  std::vector<std::pair<int, dlp::detail::message>> sent;
  int pauses = 0;
  int pauses_until_flushed = 0;
  int deaf = -1;  // a rank that takes nothing
};

/// A channel without MPI: the test writes the messages of the other ranks.
class fake_channel final : public dlp::detail::channel {
 public:
  explicit fake_channel(fake_wire& wire, int rank = 0, int size = 3)
      : wire_(wire), rank_(rank), size_(size) {}

  [[nodiscard]] auto rank() const noexcept -> int override { return rank_; }
  [[nodiscard]] auto size() const noexcept -> int override { return size_; }
  void send(int to, dlp::detail::message what) override {
    wire_.sent.emplace_back(to, std::move(what));
  }
  [[nodiscard]] auto try_receive() -> std::optional<dlp::detail::message> override {
    if (wire_.incoming.empty()) return std::nullopt;
    auto what = std::move(wire_.incoming.front());
    wire_.incoming.pop_front();
    return what;
  }
  [[nodiscard]] auto flushed() -> bool override { return wire_.deaf < 0 && flushed_to(0); }
  [[nodiscard]] auto flushed_to(int rank) -> bool override {
    return rank != wire_.deaf && wire_.pauses >= wire_.pauses_until_flushed;
  }
  void pause() override { ++wire_.pauses; }

 private:
  fake_wire& wire_;
  int rank_;
  int size_;
};

}  // namespace dlp_test
