// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace dlp::detail {

/// Numbers at random, without which 0 would stay 0 and the parts of a digest would be alike.
inline constexpr std::uint64_t digest_keys[] = {0x9e3779b97f4a7c15, 0xbf58476d1ce4e5b9,
                                                0x94d049bb133111eb, 0xd6e8feb86659fd93};

/// The halves of a product of 128 bits, as one: each bit of it depends on all bits of both.
[[nodiscard]] constexpr auto mixed(std::uint64_t a, std::uint64_t b) noexcept -> std::uint64_t {
  __extension__ using wide = unsigned __int128;
  auto const product = wide{a} * b;
  return static_cast<std::uint64_t>(product >> 64) ^ static_cast<std::uint64_t>(product);
}

template <class Word = std::uint64_t>
[[nodiscard]] auto word_at(std::byte const* from) noexcept -> std::uint64_t {
  auto word = Word();
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// A number for each text of so many bytes, at most 8: made of parts that may overlap, without a
/// loop.
[[nodiscard]] inline auto short_word_at(std::byte const* from, std::size_t size) noexcept
    -> std::uint64_t {
  if (size >= 4) {
    return word_at<std::uint32_t>(from) | word_at<std::uint32_t>(from + size - 4) << 32;
  }
  if (size == 0) return 0;
  return word_at<std::uint8_t>(from) | word_at<std::uint8_t>(from + size / 2) << 8 |
         word_at<std::uint8_t>(from + size - 1) << 16;
}

/// The digest of bytes that come after those whose digest is `before`: a number that is the same
/// for the same bytes on every rank, and hardly ever for others, nor for the same in parts of other
/// sizes. It is made at the speed of memory: inline, as most are of few bytes, and of many bytes in
/// four parts that do not wait for each other. With XXH3 texts of 64 characters took 2.4 times a
/// pass that reads them.
[[nodiscard]] inline auto digest_of(std::span<std::byte const> what,
                                    std::uint64_t before = 0) noexcept -> std::uint64_t {
  constexpr auto const& key = digest_keys;
  auto const seed = (before ^ key[0]) + what.size();
  auto const* at = what.data();
  auto left = what.size();
  if (left <= 8) return mixed(short_word_at(at, left) ^ key[1], seed);

  auto a = seed, b = seed, c = seed, d = seed;
  auto const add = [&at](std::uint64_t& part, std::uint64_t part_key, std::size_t i) {
    part = mixed(word_at(at + i) ^ part_key, word_at(at + i + 8) ^ part);
  };
  for (; left > 64; at += 64, left -= 64) {
    add(a, key[0], 0);
    add(b, key[1], 16);
    add(c, key[2], 32);
    add(d, key[3], 48);
  }
  if (left > 16) add(a, key[0], 0);
  if (left > 32) add(b, key[1], 16);
  if (left > 48) add(c, key[2], 32);
  auto const* const end = at + left;  // the last 16 bytes, some of them once more
  d = mixed(word_at(what.size() < 16 ? what.data() : end - 16) ^ key[3], word_at(end - 8) ^ d);
  return mixed(mixed(a, b) ^ key[0], mixed(c, d));
}

}  // namespace dlp::detail
