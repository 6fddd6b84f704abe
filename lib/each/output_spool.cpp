// SPDX-License-Identifier: BSL-1.0
#include <each/output_spool.hpp>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <dlp/core/error.hpp>
#include <each/system_text.hpp>

namespace dlp::detail {
namespace {

[[noreturn]] void throw_no_room() {
  throw error("dlp-each: outputs that wait to be printed have no room in " +
              std::filesystem::temp_directory_path().string() + ": " + system_text(errno) +
              "; TMPDIR names another folder");
}

auto nameless_file() -> int {
  auto name = (std::filesystem::temp_directory_path() / "dlp-each-XXXXXX").string();
  auto const made = ::mkostemp(name.data(), O_CLOEXEC);
  if (made < 0) throw_no_room();
  ::unlink(name.c_str());
  return made;
}

}  // namespace

spill_file::~spill_file() {
  if (file_ >= 0) ::close(file_);
}

auto spill_file::put(std::string_view text) -> extent {
  if (file_ < 0) file_ = nameless_file();
  auto const made = extent{end_, text.size()};
  while (!text.empty()) {
    auto const size = ::pwrite(file_, text.data(), text.size(), static_cast<::off_t>(end_));
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) throw_no_room();
    end_ += static_cast<std::uint64_t>(size);
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  ++extents_;
  return made;
}

auto spill_file::get(extent from) const -> std::string {
  auto text = std::string(from.size, '\0');
  for (auto have = std::size_t{0}; have != text.size();) {
    auto const size = ::pread(file_, text.data() + have, text.size() - have,
                              static_cast<::off_t>(from.begin + have));
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) throw error("dlp-each: outputs that were to be printed cannot be read back");
    have += static_cast<std::size_t>(size);
  }
  return text;
}

void spill_file::drop(std::size_t extents) {
  extents_ -= extents;
  if (extents == 0 || extents_ != 0) return;
  end_ = 0;
  static_cast<void>(!::ftruncate(file_, 0));
}

output_spool::output_spool(output_spool&& other) noexcept
    : beside_(other.beside_),
      spilt_(std::exchange(other.spilt_, {})),
      tail_(std::exchange(other.tail_, {})) {}

void output_spool::append(std::string_view text) {
  tail_ += text;
  beside_->in_memory += text.size();
  if (beside_->in_memory > most_in_memory) spill();
}

void output_spool::spill() {
  constexpr auto most = std::size_t{1} << 20U;
  for (auto left = std::string_view(tail_); !left.empty();) {
    auto const part = left.substr(0, most);
    spilt_.push_back(beside_->put(part));
    left.remove_prefix(part.size());
  }
  beside_->in_memory -= tail_.size();
  tail_ = {};
}

void output_spool::read(std::function<void(std::string_view)> const& f) const {
  for (auto const& one : spilt_) f(beside_->get(one));
  if (!tail_.empty()) f(tail_);
}

void output_spool::clear() {
  beside_->in_memory -= tail_.size();
  beside_->drop(spilt_.size());
  spilt_.clear();
  tail_ = {};
}

}  // namespace dlp::detail
