// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <dlp/core/bytes.hpp>

namespace dlp::detail {

/// A value that has been broadcast in a pool, as the root and its tasks hold it: when nobody does,
/// nobody needs it any more.
struct kept_token {
  std::uint64_t number = 0;
  std::vector<std::shared_ptr<kept_token const>> uses = {};  ///< values that are in this one
  std::function<void()> forget = {};                         ///< it throws nothing

  ~kept_token() {
    if (forget) forget();
  }
};
using kept_tokens = std::vector<std::shared_ptr<kept_token const>>;

/// The values that have been broadcast in a pool and that this rank has, by their numbers.
class kept_values {
 public:
  void put(std::uint64_t number, bytes packed) { all_[number] = {std::move(packed), {}}; }
  void put(std::uint64_t number, bytes packed, std::shared_ptr<void const> value) {
    all_[number] = {std::move(packed), std::move(value)};
  }
  [[nodiscard]] auto has(std::uint64_t number) const -> bool { return all_.contains(number); }
  void drop(std::uint64_t number) { all_.erase(number); }
  [[nodiscard]] auto packed(std::uint64_t number) const -> bytes const& {
    return all_.at(number).packed;
  }

  /// The value, which `make` makes of its bytes where it is first needed.
  using maker = std::function<std::shared_ptr<void const>(std::span<std::byte const>)>;
  [[nodiscard]] auto value(std::uint64_t number, maker const& make) -> std::shared_ptr<void const>;

 private:
  struct kept {
    bytes packed = {};
    std::shared_ptr<void const> value = {};
  };
  std::map<std::uint64_t, kept> all_;
};

/// Those of the pool whose task this thread does; null where it does none.
[[nodiscard]] auto values_in_task() noexcept -> kept_values*&;

/// Notes while it lives which values the packing of a task on this thread uses, but for what is
/// packed within another one. Where there is none, nobody wants to know.
class used_values {
 public:
  used_values() noexcept : outer_(std::exchange(innermost(), this)) {}
  used_values(used_values const&) = delete;
  auto operator=(used_values const&) -> used_values& = delete;
  ~used_values() { innermost() = outer_; }

  static void note(std::shared_ptr<kept_token const> const& token) {
    if (innermost()) innermost()->all_.push_back(token);
  }
  [[nodiscard]] auto take() noexcept -> kept_tokens { return std::exchange(all_, {}); }

 private:
  [[nodiscard]] static auto innermost() noexcept -> used_values*&;

  used_values* outer_;
  kept_tokens all_ = {};
};

}  // namespace dlp::detail
