// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>
#include <memory>
#include <stop_token>
#include <utility>

#include <dlp/adaptor/options.hpp>
#include <dlp/comm/communicator.hpp>
#include <dlp/comm/range_digest.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

class open_place;
struct loop_moment;

/// Stands for the size of a range that does not know it.
inline constexpr auto no_end = std::numeric_limits<index_t>::max();

/// Where a rank stands among those that share a loop.
struct place {
  int rank = 0;
  int ranks = 1;
};

/// This rank's place in `comm`; alone where it is in the body of another loop over `comm`.
/// Throws: usage_error as `require_usable` does.
[[nodiscard]] auto place_in(communicator const& comm) -> place;

/// What a walk through the indices of one rank is, whichever they are. `name` is that of the split.
class local_walk {
 public:
  local_walk(index_t last, place place, split_options const& options, char const* name);
  local_walk(local_walk const&) = delete;
  auto operator=(local_walk const&) -> local_walk& = delete;
  ~local_walk();

  [[nodiscard]] auto index() const noexcept -> index_t { return index_; }

  void range_ends_at(index_t size) noexcept {
    --visited_;
    last_ = size;
  }

 protected:
  /// Steps to the index that `next_index()` gives; false where that is beyond the last.
  template <class Next>
  [[nodiscard]] auto step(Next& next_index) -> bool {
    index_ = next_index();
    if (index_ < last_ && !stop_.stop_requested()) [[likely]] {
      ++visited_;
      if (beside_) begin();
      return true;
    }
    end();
    return false;
  }

 private:
  struct beside;

  void begin();
  void end();
  static auto index_in(void const* walk) noexcept -> index_t;
  static auto moment_in(void const* walk) noexcept -> loop_moment;

  index_t index_ = 0;
  index_t last_;
  index_t visited_ = 0;
  std::stop_token stop_;
  std::unique_ptr<beside> beside_;  // who shows how far it is, watches and draws it, if anybody
  std::unique_ptr<open_place> open_;
  uncompared_body body_;
};

/// The indices of a rank that knows them all by itself: those that `next_index()` gives, in
/// increasing order, up to `last`.
template <class Next>
class local_share_walk : public local_walk {
 public:
  local_share_walk(Next next_index, index_t last, place place, split_options const& options,
                   char const* name)
      : local_walk(last, place, options, name), next_index_(std::move(next_index)) {}

  [[nodiscard]] auto next() -> bool { return step(next_index_); }

 private:
  Next next_index_;
};

template <class Next>
[[nodiscard]] auto local_share(Next next_index, index_t last, place place,
                               split_options const& options, char const* name = "a split") {
  return std::make_unique<local_share_walk<Next>>(std::move(next_index), last, place, options,
                                                  name);
}

}  // namespace dlp::detail
