// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace dlp::detail {

/// Where outputs lie that have no room in memory: one file without a name, in TMPDIR. Its room is
/// free again when nobody has anything in it.
class spill_file {
 public:
  spill_file() = default;
  spill_file(spill_file const&) = delete;
  auto operator=(spill_file const&) -> spill_file& = delete;
  ~spill_file();

  /// A part of it.
  struct extent {
    std::uint64_t begin = 0;
    std::size_t size = 0;
  };

  /// Throws: dlp::error where there is no room.
  auto put(std::string_view text) -> extent;
  /// Throws: dlp::error.
  [[nodiscard]] auto get(extent from) const -> std::string;
  void drop(std::size_t extents);

  /// How much of all outputs is in memory.
  std::size_t in_memory = 0;

 private:
  int file_ = -1;
  std::uint64_t end_ = 0;
  std::size_t extents_ = 0;
};

/// What a job has written, until it is printed: in memory as long as all of these take little, and
/// else in a file.
class output_spool {
 public:
  explicit output_spool(spill_file& beside) : beside_(&beside) {}
  output_spool(output_spool&& other) noexcept;
  auto operator=(output_spool&&) -> output_spool& = delete;
  ~output_spool() { clear(); }

  /// Throws: dlp::error where there is no room.
  void append(std::string_view text);

  /// Calls `f` with all of it, in its order, in parts of at most a MiB or as they were appended.
  void read(std::function<void(std::string_view)> const& f) const;

  void clear();

  /// From so many bytes in memory on they go to the file, all outputs together.
  static constexpr auto most_in_memory = std::size_t{64} << 20U;

 private:
  void spill();

  spill_file* beside_;
  std::vector<spill_file::extent> spilt_;
  std::string tail_;
};

}  // namespace dlp::detail
