// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <boost/mpi/communicator.hpp>

namespace dlp {

/// Boost.MPI's communicator; the world where nothing else is said.
using communicator = boost::mpi::communicator;

/// The number of a process: an int, except that it is no truth value. `if (dlp::rank())` does not
/// compile, because it reads as "if I am the root" and means the opposite.
class rank_id {
 public:
  /// Of this number.
  constexpr explicit rank_id(int number) noexcept : number_(number) {}
  /// The number.
  constexpr operator int() const noexcept { return number_; }
  explicit operator bool() const = delete;

 private:
  int number_;
};

/// The rank of this process in the world.
/// Throws: usage_error when MPI is not up.
[[nodiscard]] auto rank() -> rank_id;

/// How many processes the world has.
/// Throws: usage_error when MPI is not up.
[[nodiscard]] auto size() -> int;

/// Whether this process is rank 0 of the world.
/// Throws: usage_error when MPI is not up.
[[nodiscard]] auto is_root() -> bool;

namespace detail {

/// Throws: usage_error when MPI is not up, `comm` is null or between two groups, or this process is
/// the child of a rank.
void require_usable(communicator const& comm);

/// Throws: usage_error when `root` is no rank of `comm`, which must be usable.
void require_root(int root, communicator const& comm);

}  // namespace detail
}  // namespace dlp
