// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace dlp::detail {

/// The lock of the one process that writes to a file: a file next to it, `x-lock`, which says who
/// has it, and which goes away with the lock. It is a file of its own because all locks of SQLite
/// on a database are lost as soon as the process closes any descriptor of that. A killed process
/// leaves it, and no lock.
class file_lock {
 public:
  /// Throws: usage_error where another has it, who is named, with what is to be done then, other
  /// than what a run can do; store_error where it cannot be made.
  explicit file_lock(std::filesystem::path const& of, std::string_view if_in_use = {});
  file_lock(file_lock const&) = delete;
  auto operator=(file_lock const&) -> file_lock& = delete;

  /// In a child by fork() it lets nothing go: the lock is the parent's.
  ~file_lock();

  /// Whether the file system has locks at all.
  [[nodiscard]] auto holds() const noexcept -> bool { return holds_; }

 private:
  /// Whether nobody has taken the file away meanwhile.
  [[nodiscard]] auto is_in_place() const noexcept -> bool;

  std::filesystem::path of_;
  std::filesystem::path file_;
  ::pid_t process_;
  int descriptor_ = -1;
  bool holds_ = false;
};

/// This process, as others are to know it: "process 17 on node3, since 2030-01-31 12:00:00".
[[nodiscard]] auto own_name() -> std::string;

/// Who writes to a file, by that name, as far as the file next to it says, which a killed process
/// leaves: where it was on this host and is no more, it is not named, and on another host nobody
/// here knows. Empty: nobody.
[[nodiscard]] auto writer_of(std::filesystem::path const& file) -> std::string;

/// The name of the network file system that a folder is on, where memory is not shared by processes
/// of several hosts: "NFS". Empty: it is a local one.
[[nodiscard]] auto network_file_system(std::filesystem::path const& folder) -> std::string;

}  // namespace dlp::detail
