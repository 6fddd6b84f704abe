// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

#include <dlp/core/deadline.hpp>
#include <dlp/task/map_calls.hpp>
#include <dlp/task/pool_options.hpp>

namespace dlp::detail {

/// The results of a map in the order of its elements; or the failure of the first that failed,
/// after which no more are made.
template <class R, class V, class Frame>
class ordered_calls final : public map_calls<R, V, Frame> {
 public:
  using map_calls<R, V, Frame>::map_calls;

  /// Throws: the failure.
  [[nodiscard]] auto results() -> std::vector<kept<R>> {
    if (failure_) std::rethrow_exception(failure_);
    auto all = std::vector<kept<R>>();
    all.reserve(values_.size());
    for (auto& one : values_) all.push_back(std::move(*one));
    return all;
  }

 private:
  void take(index_t index, kept<R> value) override {
    if (values_.size() <= index) values_.resize(static_cast<std::size_t>(index) + 1);
    values_[static_cast<std::size_t>(index)].emplace(std::move(value));
  }

  void fail(index_t index, std::exception_ptr why) noexcept override {
    this->end();
    if (failure_ && failed_at_ <= index) return;
    failed_at_ = index;
    failure_ = std::move(why);
  }

  std::vector<std::optional<kept<R>>> values_;
  std::exception_ptr failure_;
  index_t failed_at_ = 0;
};

/// Drives the pool until `all_back()`; it holds it meanwhile, which a continuation may destroy.
/// Throws: timed_out at the deadline of the map.
void wait_for_map(std::shared_ptr<task_pool> pool, pool_map_options const& options,
                  std::function<bool()> const& all_back);

/// The results of the calls that `frame` makes of the elements of a range, on the root.
template <class R, class Range, class Frame>
auto map_in_pool(std::shared_ptr<task_pool> const& pool, Range&& range, Frame frame,
                 pool_map_options const& options) {
  using view = std::views::all_t<Range>;
  auto const calls = std::make_shared<ordered_calls<R, view, Frame>>(
      std::views::all(std::forward<Range>(range)), std::move(frame), options.stop);
  struct ending {
    ordered_calls<R, view, Frame>* its;
    ~ending() { its->end(); }
  } const at_end{calls.get()};
  pool->submit(calls, options.schedule, options.priority);
  wait_for_map(pool, options, [&] { return calls->all_back(); });
  auto results = calls->results();
  if constexpr (!std::is_void_v<R>) return results;
}

}  // namespace dlp::detail
