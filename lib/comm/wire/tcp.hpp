// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace dlp::detail {

/// Small records between two processes over TCP, by blocking sockets that wait for no longer than
/// they may.
namespace tcp {

using clock = std::chrono::steady_clock;

/// A number of the system's, of a socket that is closed with its owner.
class socket {
 public:
  explicit socket(int number) : number_(number) {}
  socket(socket&& from) noexcept : number_(from.release()) {}
  auto operator=(socket&&) -> socket& = delete;
  ~socket();
  [[nodiscard]] auto number() const noexcept -> int { return number_; }
  [[nodiscard]] auto release() noexcept -> int { return std::exchange(number_, -1); }

 private:
  int number_;
};

/// Where a process can be reached; both parts as the network has them.
struct address {
  std::uint32_t ip = 0;
  std::uint16_t port = 0;
};

/// One socket that listens, and the addresses of the machine by which it is reached.
struct listener {
  socket at;
  std::vector<address> reached_by;
};

/// Listens at a port that the system chooses: for this machine alone, or at all its addresses.
///
/// Throws: dlp::error
[[nodiscard]] auto listen(int guests, bool this_machine_alone) -> listener;

/// The next that comes in, if one does before the time is up.
[[nodiscard]] auto accept(socket const& listening, clock::time_point until)
    -> std::optional<socket>;

/// A connection that stands, if it does before the time is up.
[[nodiscard]] auto connect(address there, clock::time_point until) -> std::optional<socket>;

/// Has the system notice when the machine at the other end has gone: within half a minute, or
/// within one where something had been sent there meanwhile.
void keep_alive(socket const& to);

/// Whether all of that many bytes came before the time was up.
[[nodiscard]] auto read(int from, void* to, std::size_t size, clock::time_point until) -> bool;

/// Sends what the socket's buffer takes at once, and nothing to number -1. What is too much for it
/// is lost with its reader, who has not read for so long.
void write(int to, void const* from, std::size_t size) noexcept;

template <class Record>
[[nodiscard]] auto read(int from, Record& record, clock::time_point until) -> bool {
  static_assert(std::is_trivially_copyable_v<Record>);
  return read(from, &record, sizeof record, until);
}

template <class Record>
void write(int to, Record const& record) noexcept {
  // No gaps: what lies in them, nobody has written.
  static_assert(std::has_unique_object_representations_v<Record>);
  write(to, &record, sizeof record);
}

}  // namespace tcp
}  // namespace dlp::detail
