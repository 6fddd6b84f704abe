// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/file_lock.hpp>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <ctime>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <core/time_text.hpp>
#include <dispatch/journal/store_error.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/failure.hpp>
#include <dlp/core/printable_text.hpp>

namespace dlp::detail {
namespace {

struct file_system {
  unsigned magic;
  char const* name;
};

// As statfs(2) and the systems themselves have them.
constexpr auto network_file_systems = std::array{
    file_system{0x6969, "NFS"},        file_system{0x517b, "SMB"},
    file_system{0xff534d42, "CIFS"},   file_system{0xfe534d42, "SMB"},
    file_system{0x0bd00bd0, "Lustre"}, file_system{0x47504653, "GPFS"},
    file_system{0x19830326, "BeeGFS"}, file_system{0x65735546, "FUSE"},
    file_system{0x00c36400, "Ceph"},   file_system{0x5346414f, "AFS"},
    file_system{0x6b414653, "AFS"},    file_system{0x01021997, "9P"},
    file_system{0x7461636f, "OCFS2"},  file_system{0x01161970, "GFS2"},
    file_system{0xaad7aaea, "PanFS"},  file_system{0x20030528, "OrangeFS"},
};

[[noreturn]] void throw_system_error(std::filesystem::path const& file, int code) {
  auto const kind = code == ENOSPC || code == EDQUOT ? store_error::kind::full
                    : code == EROFS                  ? store_error::kind::read_only
                                                     : store_error::kind::input_output;
  throw store_error(
      kind, "dlp: " + file.string() + " cannot be made: " + std::generic_category().message(code));
}

auto has_no_locks(int code) -> bool {
  return code == ENOLCK || code == EOPNOTSUPP || code == ENOSYS;
}

auto read_text(int descriptor) -> std::string {
  auto text = std::array<char, 512>();
  auto const size = ::pread(descriptor, text.data(), text.size(), 0);
  return printable_text({text.data(), size > 0 ? static_cast<std::size_t>(size) : 0});
}

}  // namespace

file_lock::file_lock(std::filesystem::path const& of, std::string_view if_in_use)
    : of_(of), file_(of.string() + "-lock"), process_(::getpid()) {
  do {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ =
        ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (descriptor_ < 0) throw_system_error(file_, errno);
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      auto const code = errno;
      auto const owner = code == EWOULDBLOCK ? read_text(descriptor_) : "";
      if (has_no_locks(code)) return;
      ::close(descriptor_);
      if (code != EWOULDBLOCK) throw_system_error(file_, code);
      if (if_in_use.empty())
        if_in_use = "give this run another file, or wait until that one has ended";
      throw usage_error("dlp: " + of_.string() + " is being written to by " +
                        (owner.empty() ? "another process" : owner) + ": " +
                        std::string(if_in_use));
    }
  } while (!is_in_place());
  holds_ = true;
  // Nothing depends on it: where there is no room the owner stays without a name.
  auto const owner = own_name();
  static_cast<void>(::ftruncate(descriptor_, 0) == 0 &&
                    ::pwrite(descriptor_, owner.data(), owner.size(), 0) > 0);
}

file_lock::~file_lock() {
  // With the file its lock goes away too, though a child may have the descriptor as well.
  if (::getpid() == process_ && is_in_place()) ::unlink(file_.c_str());
  ::close(descriptor_);
}

auto file_lock::is_in_place() const noexcept -> bool {
  struct stat opened{};
  struct stat named{};
  return ::fstat(descriptor_, &opened) == 0 && ::lstat(file_.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

auto own_name() -> std::string {
  return "process " + std::to_string(::getpid()) + " on " + host_name() + ", since " +
         time_text(std::time(nullptr));
}

auto writer_of(std::filesystem::path const& file) -> std::string {
  auto const lock = file.string() + "-lock";
  auto const descriptor = ::open(lock.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return {};
  auto text = read_text(descriptor);
  ::close(descriptor);
  constexpr auto before = std::string_view("process ");
  auto process = ::pid_t{0};
  if (!text.starts_with(before)) return {};  // it is just being made
  auto const* const number = text.data() + before.size();
  auto const end = std::from_chars(number, text.data() + text.size(), process).ptr;
  auto const is_here = std::string_view(end).starts_with(" on " + host_name() + ",");
  auto const is_gone = process > 0 && ::kill(process, 0) != 0 && errno == ESRCH;
  if (is_here && is_gone) return {};
  return is_here ? text : text + ", if it still runs there";
}

auto network_file_system(std::filesystem::path const& folder) -> std::string {
  struct statfs found{};
  if (::statfs(folder.c_str(), &found) != 0) return {};
  for (auto const& [magic, name] : network_file_systems) {
    if (magic == static_cast<unsigned>(found.f_type)) return name;
  }
  return {};
}

}  // namespace dlp::detail
