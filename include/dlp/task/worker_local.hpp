// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <functional>
#include <optional>
#include <utility>

namespace dlp {

/// A value of which every worker has one of its own, made where it is first asked for, as
/// tbb::enumerable_thread_specific has one for each thread: a connection, a scratch array, a solver
/// that is dear to set up.
///
///   static dlp::worker_local<solver> own([] { return solver("mesh.h5"); });
///   auto const all = pool.map([](double x) { return own.local().solve(x); }, xs);
template <class T>
class worker_local {
 public:
  /// `make` makes the value of this rank.
  explicit worker_local(std::function<T()> make = [] { return T(); }) : make_(std::move(make)) {}
  worker_local(worker_local const&) = delete;
  auto operator=(worker_local const&) -> worker_local& = delete;

  /// The value of this rank.
  /// Throws: what makes it throws; then the next call tries again.
  [[nodiscard]] auto local() -> T& {
    if (!value_) value_.emplace(make_());
    return *value_;
  }

  /// Whether it has been made here.
  [[nodiscard]] auto is_made() const noexcept -> bool { return value_.has_value(); }
  /// Destroys it; the next call of `local` makes another.
  void clear() noexcept { value_.reset(); }

 private:
  std::function<T()> make_;
  std::optional<T> value_;
};

}  // namespace dlp
