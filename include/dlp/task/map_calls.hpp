// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <exception>
#include <optional>
#include <ranges>
#include <span>
#include <stop_token>
#include <utility>

#include <dlp/comm/pack.hpp>
#include <dlp/dispatch/task_pool.hpp>
#include <dlp/task/call_state.hpp>
#include <dlp/task/left_by_call.hpp>

namespace dlp::detail {

/// The calls of a map over V, each made of an element of it when a worker is to have one.
/// `frame(bytes, element)` appends the bytes of a call that returns an R. What the range throws is
/// the failure of the element that did not come.
template <class R, class V, class Frame>
class map_calls : public task_series {
 public:
  map_calls(V base, Frame frame, std::stop_token stop)
      : base_(std::move(base)), frame_(std::move(frame)), stop_(std::move(stop)) {}

  auto look() noexcept -> readiness final {
    try {
      if (!over_ && stop_.stop_requested())
        throw cancelled_error("dlp: a map of a pool was stopped");
      if (!over_) over_ = is_at_end();
    } catch (...) {
      end_with(std::current_exception());
    }
    return over_ ? readiness::over : is_full() ? readiness::later : readiness::ready;
  }

  auto make(bytes& frame) noexcept -> bool final {
    auto is_read = false;
    try {
      auto&& element = **at_;
      is_read = true;
      frame_(frame, element);
      used();
      return true;
    } catch (...) {
      if (is_read) {  // it is this one alone that cannot travel
        dropped(made_, std::current_exception());
        used();
      } else {
        end_with(std::current_exception());
      }
      return false;
    }
  }

  void ended(std::exception_ptr const& why) noexcept final {
    if (look() != readiness::over) end_with(why);
  }

  [[nodiscard]] auto left() const noexcept -> std::optional<index_t> final {
    return over_ ? 0 : size_ ? std::optional(*size_ - made_) : std::nullopt;
  }

  void came(index_t tag, std::span<std::byte const> packed) noexcept final {
    try {
      read_left(packed, tag, [&](std::span<std::byte const> value) {
        if constexpr (std::is_void_v<R>)
          take(tag, no_result());
        else
          take(tag, unpack<kept<R>>(value, after_reading::give_back));
      });
    } catch (...) {
      fail(tag, std::current_exception());
    }
    ++come_;
  }

  void dropped(index_t tag, std::exception_ptr const& why) noexcept final {
    fail(tag, why);
    ++come_;
  }

  /// No more are made.
  void end() noexcept { over_ = true; }

  /// Whether all have come back, and there will be no more.
  [[nodiscard]] auto all_back() const noexcept -> bool { return over_ && come_ == made_; }

 protected:
  virtual void take(index_t index, kept<R> value) = 0;
  virtual void fail(index_t index, std::exception_ptr why) noexcept = 0;
  /// Whether whoever takes the results is to take some first.
  [[nodiscard]] virtual auto is_full() const noexcept -> bool { return false; }

 private:
  auto is_at_end() -> bool {
    if (!at_) {
      if constexpr (std::ranges::sized_range<V>)
        size_ = static_cast<index_t>(std::ranges::size(base_));
      at_.emplace(std::ranges::begin(base_));
    }
    if (std::exchange(is_used_, false)) ++*at_;
    return *at_ == std::ranges::end(base_);
  }

  void used() noexcept {
    ++made_;
    is_used_ = true;
  }

  void end_with(std::exception_ptr why) noexcept {
    over_ = true;
    fail(made_, std::move(why));
  }

  V base_;
  Frame frame_;
  std::stop_token stop_;
  std::optional<std::ranges::iterator_t<V>> at_;
  std::optional<index_t> size_;
  bool is_used_ = false;            // a call has been made of the element at_
  std::atomic<bool> over_ = false;  // a progress thread may ask how many are left
  index_t made_ = 0;
  index_t come_ = 0;
};

}  // namespace dlp::detail
