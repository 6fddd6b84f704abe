// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/shared_object.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <dlp/core/error.hpp>

namespace dlp::detail {
namespace {

/// What is reserved at once: a signal that comes meanwhile, as a profiler's do, has the system
/// begin this again.
constexpr auto portion = std::uint64_t{16} << 20;

[[noreturn]] void fail(std::string const& what, int code) {
  throw error(what + std::generic_category().message(code));
}

[[noreturn]] void refuse(std::uint64_t bytes, std::uint64_t left) {
  throw error("dlp: " + std::to_string(bytes) +
              " bytes of shared memory are wanted, and /dev/shm has " + std::to_string(left) +
              " left");
}

auto bytes_left(int descriptor) -> std::uint64_t {
  struct statvfs memory = {};
  auto const is_known = ::fstatvfs(descriptor, &memory) == 0 && memory.f_blocks != 0;
  return is_known ? std::uint64_t{memory.f_bavail} * memory.f_frsize : ~std::uint64_t{0};
}

}  // namespace

auto shared_object::create() -> shared_object {
  static auto count = std::atomic<std::uint64_t>(0);
  auto made = shared_object();
  do {  // a process of another container may have the same number
    made.name_ = "/dlp." + std::to_string(::getpid()) + ".once." + std::to_string(++count);
    made.descriptor_ = ::shm_open(made.name_.c_str(), O_RDWR | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
  } while (made.descriptor_ < 0 && errno == EEXIST);
  if (made.descriptor_ < 0) {
    auto const code = errno;
    made.name_.clear();
    fail("dlp: no shared memory can be created: ", code);
  }
  return made;
}

auto shared_object::open(std::string const& name) -> shared_object {
  auto opened = shared_object();
  opened.is_mine_ = false;
  opened.descriptor_ = ::shm_open(name.c_str(), O_RDONLY, 0);
  if (opened.descriptor_ < 0) fail("dlp: shared memory of this node cannot be opened: ", errno);
  return opened;
}

shared_object::shared_object(shared_object&& from) noexcept
    : descriptor_(std::exchange(from.descriptor_, -1)),
      is_mine_(from.is_mine_),
      name_(std::exchange(from.name_, {})) {}

auto shared_object::operator=(shared_object&& from) noexcept -> shared_object& {
  std::swap(descriptor_, from.descriptor_);
  std::swap(is_mine_, from.is_mine_);
  std::swap(name_, from.name_);
  return *this;
}

shared_object::~shared_object() {
  take_name_away();
  if (descriptor_ >= 0) ::close(descriptor_);
}

void shared_object::take_name_away() noexcept {
  if (!name_.empty()) ::shm_unlink(name_.c_str());
  name_.clear();
}

void shared_object::require_room(std::uint64_t bytes) const {
  if (descriptor_ < 0) return;
  auto const left = bytes_left(descriptor_);
  if (bytes > left) refuse(bytes, left);
}

void shared_object::reserve(std::uint64_t bytes) const {
  if (descriptor_ < 0) return;
  require_room(bytes);
  for (auto done = std::uint64_t{0}; done != bytes;) {
    auto const size = std::min(portion, bytes - done);
    auto const code =
        ::posix_fallocate(descriptor_, static_cast<off_t>(done), static_cast<off_t>(size));
    if (code == ENOSPC) refuse(bytes, done + bytes_left(descriptor_));
    if (code != 0 && code != EINTR)
      fail("dlp: no " + std::to_string(bytes) + " bytes of shared memory: ", code);
    if (code == 0) done += size;
  }
}

auto shared_object::map(std::uint64_t bytes) const -> std::shared_ptr<std::byte> {
  auto const rights = is_mine_ ? PROT_READ | PROT_WRITE : PROT_READ;
  auto const kind = descriptor_ < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
  auto* const begin = ::mmap(nullptr, bytes, rights, kind, descriptor_, 0);
  if (begin == MAP_FAILED) fail("dlp: no memory for " + std::to_string(bytes) + " bytes: ", errno);
  auto const unmap = [bytes](std::byte* memory) { ::munmap(memory, bytes); };
  return {static_cast<std::byte*>(begin), unmap};
}

void protect_from_writing(std::byte* memory, std::uint64_t bytes) {
  if (::mprotect(memory, bytes, PROT_READ) != 0) fail("dlp: memory cannot be protected: ", errno);
}

}  // namespace dlp::detail
