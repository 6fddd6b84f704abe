// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstdint>
#include <memory>
#include <utility>

#include <boost/serialization/access.hpp>

#include <dlp/comm/pack.hpp>
#include <dlp/core/error.hpp>
#include <dlp/dispatch/kept_values.hpp>

namespace dlp {

/// A value that `pool.broadcast` has made known in a pool: as an argument of calls it is sent to a
/// worker before its first use there, and not again. It is dropped everywhere when the root and
/// the calls that wait have no copy of this any more.
template <class T>
class broadcast_value {
 public:
  /// None.
  broadcast_value() = default;

  /// The value, which is the same object for all calls on a rank.
  [[nodiscard]] auto operator*() const noexcept -> T const& { return *value_; }
  /// The same.
  [[nodiscard]] auto operator->() const noexcept -> T const* { return value_.get(); }
  /// The same.
  [[nodiscard]] auto get() const noexcept -> T const& { return *value_; }

  /// What a pool makes.
  broadcast_value(std::shared_ptr<T const> value, std::shared_ptr<detail::kept_token const> token)
      : value_(std::move(value)), token_(std::move(token)) {}

 private:
  friend class boost::serialization::access;

  template <class Archive>
  void serialize(Archive& archive, unsigned int) {
    if (Archive::is_saving::value && value_ && !token_)
      throw error("dlp: a broadcast value cannot be in the result of a call: return what is in it");
    auto number = token_ ? token_->number : std::uint64_t{0};
    archive & number;
    if constexpr (Archive::is_saving::value) {
      if (token_) detail::used_values::note(token_);
    } else if (auto* const here = detail::values_in_task()) {
      auto const make = [](std::span<std::byte const> packed) -> std::shared_ptr<void const> {
        return std::make_shared<T const>(detail::unpack<T>(packed));
      };
      value_ = std::static_pointer_cast<T const>(here->value(number, make));
    }
  }

  std::shared_ptr<T const> value_;
  std::shared_ptr<detail::kept_token const> token_;
};

}  // namespace dlp
