// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#if !__has_include(<Random123/philox.h>)
#error "dlp::random_stream needs Random123, in Debian the package librandom123-dev"
#endif

#include <array>
#include <cstdint>
#include <limits>

#include <Random123/philox.h>

namespace dlp {

/// The random numbers of one example: a generator for `<random>` and Boost.Random that is made from
/// a seed and an index, so that each example draws the same numbers on any rank, in any order.
/// Streams of different seeds, indices or substreams have nothing in common; each has 2^66 numbers.
/// They are those of numpy.random.Philox(key=seed, counter=((index << 128) - 1) % 2**256), on every
/// machine.
///
/// uniform_int_distribution and uniform_01 of Boost.Random make the same of them on every machine
/// with that Boost, those that need logarithms (normal_distribution) where the C library is the
/// same too; normal_distribution and uniform_int_distribution of `<random>` differ between
/// libraries. Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC
/// 2011: Philox4x64 of ten rounds, with the key {seed, 0} and the counter {block, substream, index,
/// 0}.
class random_stream {
 public:
  /// What it draws.
  using result_type = std::uint64_t;

  /// Where an example needs several streams, `substream` tells them apart.
  explicit random_stream(std::uint64_t seed, std::uint64_t index,
                         std::uint64_t substream = 0) noexcept
      : counter_{{0, substream, index, 0}}, key_{{seed, 0}} {}

  /// All numbers of 64 bits are as likely.
  [[nodiscard]] static constexpr auto min() noexcept -> result_type { return 0; }
  /// The largest number of 64 bits.
  [[nodiscard]] static constexpr auto max() noexcept -> result_type {
    return std::numeric_limits<result_type>::max();
  }

  /// The next number.
  auto operator()() noexcept -> result_type {
    if (drawn_ == block_size) draw_block();
    return block_[drawn_++];
  }

  /// Goes on as after `count` numbers, at the cost of drawing a few.
  void discard(std::uint64_t count) noexcept {
    auto const left = block_size - drawn_;
    if (count < left) {
      drawn_ += static_cast<unsigned>(count);
      return;
    }
    count -= left;
    counter_[0] += count / block_size;
    draw_block();
    drawn_ = static_cast<unsigned>(count % block_size);
  }

  /// Whether both go on with the same numbers.
  [[nodiscard]] friend auto operator==(random_stream const& a, random_stream const& b) noexcept
      -> bool {
    return a.key_ == b.key_ && a.next() == b.next();
  }

 private:
  static constexpr auto block_size = 4U;
  using counter = r123::Philox4x64::ctr_type;

  void draw_block() noexcept {
    block_ = r123::Philox4x64()(counter_, key_);
    ++counter_[0];
    drawn_ = 0;
  }

  /// Where the next number is: its block, its place there, and the stream.
  [[nodiscard]] auto next() const noexcept -> std::array<std::uint64_t, 4> {
    auto const ended = drawn_ == block_size;
    return {counter_[0] - (ended ? 0 : 1), ended ? 0 : drawn_, counter_[1], counter_[2]};
  }

  counter counter_;  // of the next block
  counter block_ = {};
  r123::Philox4x64::key_type key_;
  unsigned drawn_ = block_size;  // of the block
};

}  // namespace dlp
