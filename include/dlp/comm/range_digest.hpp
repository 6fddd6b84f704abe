// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <source_location>
#include <string>
#include <vector>

#include <dlp/core/bytes.hpp>
#include <dlp/core/digest.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

class context;

/// What a rank has seen of a range from its beginning: how many examples, and digests of blocks of
/// them. There are at most 64 blocks; where they are full, each two become one.
class range_digest {
 public:
  static constexpr auto blocks = std::size_t{64};
  static constexpr auto most = index_t{1} << 24;  ///< examples that are looked at

  /// `keeps`: the digest of each example too, where the range cannot be walked again.
  explicit range_digest(bool keeps = false) noexcept : keeps_(keeps) {}

  /// Adds the digest of the next example.
  void add(std::uint64_t example) {
    if (count_ == most) return;
    blocks_[count_ >> shift_] += placed(example, count_);
    if (keeps_) examples_.push_back(example);
    if (++count_ == blocks << shift_) merge();
  }
  /// Adds the digests `digest_at(at)` of the examples up to `end`, or until there are `size` in
  /// all.
  template <class Iterator, class End, class F>
  void add_all(Iterator& at, End const& end, index_t size, F digest_at) {
    while (count_ < size && at != end) {
      auto const block = count_ >> shift_;
      auto const last = std::min(size, (block + 1) << shift_);
      auto index = count_;
      auto sum = std::uint64_t{0};
      for (; index != last && at != end; ++index, ++at) sum += placed(digest_at(at), index);
      blocks_[block] += sum;
      count_ = index;
      if (count_ == blocks << shift_) merge();
    }
  }
  /// There are no more examples.
  void end() noexcept { has_ended_ = true; }

  [[nodiscard]] auto count() const noexcept -> index_t { return count_; }
  [[nodiscard]] auto has_ended() const noexcept -> bool { return has_ended_; }
  [[nodiscard]] auto examples() const noexcept -> std::vector<std::uint64_t> const& {
    return examples_;
  }

  /// Each 2^shift examples are a block.
  [[nodiscard]] auto shift() const noexcept -> unsigned { return shift_; }
  [[nodiscard]] auto block(std::size_t i) const noexcept -> std::uint64_t { return blocks_[i]; }
  void merge() noexcept;

  /// All of it in one number; 0 where it has seen nothing.
  [[nodiscard]] auto whole() const noexcept -> std::uint64_t;

  friend void append(bytes& to, range_digest const& what);
  friend auto take_range_digest(byte_reader& from) -> range_digest;

 private:
  /// Of an example at an index: blocks are sums of these, so that it matters who is where.
  [[nodiscard]] static auto placed(std::uint64_t example, index_t index) noexcept -> std::uint64_t {
    return mixed(example + (index + 1) * digest_keys[0], digest_keys[1]);
  }

  index_t count_ = 0;
  unsigned shift_ = 0;
  bool has_ended_ = false;
  bool keeps_;
  std::array<std::uint64_t, blocks> blocks_ = {};
  std::vector<std::uint64_t> examples_;
};

[[nodiscard]] auto take_range_digest(byte_reader& from) -> range_digest;

/// While one lives, this rank is in a loop that sends nothing. Each rank runs its body as often as
/// it has examples: loops in there are not compared.
class uncompared_body {
 public:
  uncompared_body() noexcept { ++open_; }
  uncompared_body(uncompared_body const&) = delete;
  auto operator=(uncompared_body const&) -> uncompared_body& = delete;
  ~uncompared_body() { --open_; }

  [[nodiscard]] static auto is_open() noexcept -> bool { return open_ != 0; }

 private:
  static int open_;  // one, also where a program that hides its names is linked with a libdlp.so
};

/// The loop whose ranges are compared.
struct compared_loop {
  context* talk = nullptr;  ///< null where this rank runs it alone, or nothing is compared
  std::string name = {};
  int root = 0;
  std::source_location where = {};
  bool says_size = false;  ///< it finds out by itself where the sizes differ
};

/// Compares what the ranks have seen of their ranges. `examples(range)` gives the digests of those
/// of the examples that this rank has. What some ranks have not come to is not compared.
///
/// Communicates: one small message from each rank to the root and one back; a few where they
/// differ. Collective: every rank of the context. Whoever waits here sleeps. Throws: disagreement,
/// on every rank, with the first index that differs.
void compare_ranges(compared_loop const& loop, range_digest const& mine,
                    std::function<std::vector<std::uint64_t>(index_range)> const& examples);

}  // namespace dlp::detail
