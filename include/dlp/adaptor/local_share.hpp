// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

#include <dlp/adaptor/options.hpp>
#include <dlp/comm/crash_line.hpp>
#include <dlp/comm/private_communicator.hpp>
#include <dlp/comm/range_digest.hpp>
#include <dlp/dispatch/observer.hpp>

namespace dlp::detail {

/// Stands for the size of a range that does not know it.
inline constexpr auto no_end = std::numeric_limits<index_t>::max();

/// Where a rank stands among those that share a loop.
struct place {
  int rank = 0;
  int ranks = 1;
};

/// This rank's place in `comm`; alone where it is in the body of another loop over `comm`.
/// Throws: usage_error as `require_usable` does.
[[nodiscard]] inline auto place_in(communicator const& comm) -> place {
  require_usable(comm);
  return in_body_over(comm) ? place{} : place{comm.rank(), comm.size()};
}

/// The indices of a rank that knows them all by itself: those that `next_index()` gives, in
/// increasing order, up to `last`. `name` is that of the split.
template <class Next>
class local_share_walk {
 public:
  local_share_walk(Next next_index, index_t last, place place, split_options const& options,
                   char const* name)
      : next_index_(std::move(next_index)),
        last_(last),
        stop_(options.stop),
        open_(name, options.where, this, index_in) {
    if (place.rank == 0) observer_.emplace(progress_options{options.progress, options.label});
  }

  [[nodiscard]] auto next() -> bool {
    if (observer_) observer_->stands([this] { return standing{visited_, {}, 1, 1, 0}; });
    index_ = next_index_();
    if (index_ < last_ && !stop_.stop_requested()) [[likely]] {
      ++visited_;
      return true;
    }
    if (observer_) observer_->ended([this] { return standing{visited_, {}, 0, 1, 0}; });
    observer_.reset();
    open_.close();
    last_ = 0;
    return false;
  }
  [[nodiscard]] auto index() const noexcept -> index_t { return index_; }

  void range_ends_at(index_t size) noexcept {
    --visited_;
    last_ = size;
  }

 private:
  static auto index_in(void const* walk) noexcept -> index_t {
    auto const& here = *static_cast<local_share_walk const*>(walk);
    return here.visited_ == 0 ? no_end : here.index_;
  }

  Next next_index_;
  index_t index_ = 0;
  index_t last_;
  index_t visited_ = 0;
  std::stop_token stop_;
  std::optional<observer> observer_;  // on the first rank
  open_place open_;
  uncompared_body body_;
};

template <class Next>
[[nodiscard]] auto local_share(Next next_index, index_t last, place place,
                               split_options const& options, char const* name = "a split") {
  return std::make_unique<local_share_walk<Next>>(std::move(next_index), last, place, options,
                                                  name);
}

}  // namespace dlp::detail
