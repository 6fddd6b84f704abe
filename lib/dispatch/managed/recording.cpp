// SPDX-License-Identifier: BSL-1.0
#include <dispatch/managed/recording.hpp>

#include <algorithm>
#include <iterator>
#include <thread>
#include <utility>

#include <core/index_ranges.hpp>
#include <core/say_line.hpp>
#include <dlp/core/bytes.hpp>

namespace dlp::detail {
namespace {

// So long after a refusal it is tried again.
constexpr auto between_tries = std::chrono::milliseconds(250);

}  // namespace

void recording::came(int rank, std::string_view host, std::span<std::byte const> body) {
  for (auto rest = byte_reader(body); !rest.done();) {
    auto const result = take_result(rest);
    auto front = byte_reader(result.packed);
    auto const time = front.take<example_time>();
    came({.index = result.index,
          .rank = rank,
          .host = host,
          .start = time.start,
          .seconds = time.seconds,
          .packed = front.rest()});
  }
}

void recording::came(done_example one) {
  if (given_up_) return;
  one.attempts = attempt_at(one.index);
  done_.push_back(one);
}

void recording::failed(failure const& what, bool for_good, std::optional<example_time> time) {
  if (given_up_ || what.index == failure::no_index) return;
  if (for_good) {
    failed_.push_back({attempt_at(what.index), what, time});
  } else {
    ++failures_[what.index];
  }
}

void recording::has_failed(index_t index, std::uint32_t times) {
  if (given_up_) return;
  auto& known = failures_[index];
  known = std::max(known, static_cast<int>(times));
}

auto recording::attempt_at(index_t index) const -> int {
  auto const found = failures_.find(index);
  return found == failures_.end() ? 1 : found->second + 1;
}

auto recording::keep() -> bool {
  if (done_.empty() && failed_.empty()) return true;
  if (refuses_since_ && clock::now() - tried_ < between_tries) return false;
  try {
    to_.keep(done_, failed_);
  } catch (store_refuses const& why) {
    refused(why.what());
    return false;
  } catch (...) {
    give_up();
    throw;
  }
  if (std::exchange(refuses_since_, std::nullopt)) say_line("dlp: results can be kept again");
  done_.clear();
  failed_.clear();
  return true;
}

void recording::keep_now() {
  while (!keep()) std::this_thread::sleep_for(between_tries);
}

auto recording::done(std::span<index_t const> order) const -> std::vector<index_range> {
  auto const& indices = to_.done();
  if (order.empty()) return indices;
  auto positions = std::vector<index_range>();
  for (auto at = index_t{0}; at != order.size(); ++at) {
    auto const behind = std::ranges::upper_bound(indices, order[at], {}, &index_range::first);
    if (behind == indices.begin() || std::prev(behind)->last <= order[at]) continue;
    append_index(positions, at);
  }
  return positions;
}

/// In a handler.
void recording::refused(std::string const& why) {
  tried_ = clock::now();
  if (!refuses_since_) {
    refuses_since_ = tried_;
    say_line(why + "; nothing more is handed out, and it is tried again for " +
             std::to_string(static_cast<int>(patience_.count())) + " s");
  } else if (tried_ - *refuses_since_ > patience_) {
    give_up();
    throw;
  }
}

void recording::give_up() noexcept {
  given_up_ = true;
  done_.clear();
  failed_.clear();
  refuses_since_.reset();
}

}  // namespace dlp::detail
