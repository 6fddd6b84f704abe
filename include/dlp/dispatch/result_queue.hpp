// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <utility>

#include <dlp/core/bytes.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// One result as it came from a worker; the bytes are good until the next one is asked for.
struct raw_result {
  index_t index = 0;
  std::span<std::byte const> packed;
};

/// Appends a result to the body of a message, with what stands in front of it.
inline void append_result(bytes& to, index_t index, bytes const& packed,
                          std::span<std::byte const> front = {}) {
  append(to, index);
  append(to, std::uint64_t{front.size() + packed.size()});
  to.insert(to.end(), front.begin(), front.end());
  to.insert(to.end(), packed.begin(), packed.end());
}

/// The next result in the body of a message that has one.
[[nodiscard]] inline auto take_result(byte_reader& from) -> raw_result {
  auto const index = from.take<index_t>();
  return {index, from.take(from.take<std::uint64_t>())};
}

/// Results that have come and that nobody has taken yet, message by message.
class result_queue {
 public:
  /// Where the body is until its results have been taken.
  auto push(bytes body) -> std::span<std::byte const> {
    if (body.empty()) return {};
    return bodies_.emplace_back(std::move(body));
  }

  [[nodiscard]] auto empty() const noexcept -> bool { return bodies_.empty(); }

  /// How many messages wait.
  [[nodiscard]] auto size() const noexcept -> std::size_t { return bodies_.size(); }

  /// The next result, of which there is one.
  [[nodiscard]] auto take() -> raw_result {
    auto reader = byte_reader(std::span(bodies_.front()).subspan(read_));
    auto const result = take_result(reader);
    read_ += sizeof(index_t) + sizeof(std::uint64_t) + result.packed.size();
    return result;
  }

  /// Frees what has been taken to the end.
  void drop_taken() {
    if (read_ == 0 || read_ != bodies_.front().size()) return;
    bodies_.pop_front();
    read_ = 0;
  }

 private:
  std::deque<bytes> bodies_;
  std::size_t read_ = 0;  // of the first
};

}  // namespace dlp::detail
