// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace dlp::detail {

/// Memory of the system that the processes of a node map. It has a name, a file's in /dev/shm, only
/// while it is empty: a process that is killed, whenever that is, leaves no memory behind.
class shared_object {
 public:
  /// Memory of this process alone.
  shared_object() = default;

  /// New memory, of a name that no other has.
  /// Throws: dlp::error where the system has none to give, as the next.
  [[nodiscard]] static auto create() -> shared_object;

  /// The one of this name, which another process has created; to be read only.
  [[nodiscard]] static auto open(std::string const& name) -> shared_object;

  shared_object(shared_object&& from) noexcept;
  auto operator=(shared_object&& from) noexcept -> shared_object&;
  ~shared_object();

  [[nodiscard]] auto name() const noexcept -> std::string const& { return name_; }

  /// Takes the name away: those that have opened it keep it.
  void take_name_away() noexcept;

  /// Looks whether there is so much memory. Throws: dlp::error that says how much there is.
  void require_room(std::uint64_t bytes) const;

  /// Takes so much memory, zeroed, so that no access to it can fail any more.
  /// Throws: dlp::error where there is not so much.
  void reserve(std::uint64_t bytes) const;

  /// So many bytes of it, at least 1, in this process, until the last pointer is gone; of one that
  /// was opened they can only be read. Nothing is behind them before memory has been reserved.
  /// Throws: dlp::error where this process has no place for them.
  [[nodiscard]] auto map(std::uint64_t bytes) const -> std::shared_ptr<std::byte>;

 private:
  int descriptor_ = -1;
  bool is_mine_ = true;  // created here
  std::string name_;
};

/// From now on who writes there crashes; `memory` is all of what was mapped.
void protect_from_writing(std::byte* memory, std::uint64_t bytes);

}  // namespace dlp::detail
