// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

#include <dlp/comm/node_memory.hpp>
#include <dlp/comm/sendable_as_bytes.hpp>

namespace dlp {
namespace detail {

/// Has the compiler say so where what is in a handle is asked of one that is gone at the end of the
/// line. Depends on a template argument, so that it says so at the call.
template <class Asked>
consteval void refuse_temporary_handle() {
  static_assert(std::is_void_v<Asked>,
                "dlp: this is a temporary handle of once_per_node, and what it gives is gone with "
                "it: put the handle into a variable first");
}

/// What the handles of once_per_node have in common.
template <class T>
class node_handle {
 public:
  node_handle() = default;
  explicit node_handle(node_memory memory) : memory_(std::move(memory)) {}

 protected:
  [[nodiscard]] auto begin() const noexcept -> T const* {
    return reinterpret_cast<T const*>(memory_.begin.get());
  }
  [[nodiscard]] auto size() const noexcept -> std::size_t { return memory_.size / sizeof(T); }

 private:
  node_memory memory_;
};

}  // namespace detail

/// Elements that `once_per_node` has made: one copy for all ranks of a node, which nobody can write
/// to. A copy of the handle means the same memory, and the last one to go takes it along, on each
/// rank by itself; one may outlive the environment. Made without arguments it has no elements.
template <class T>
class node_array : public detail::node_handle<T> {
 public:
  using detail::node_handle<T>::node_handle;

  /// The elements, as long as a handle on them lives.
  [[nodiscard]] auto span() const& noexcept -> std::span<T const> {
    return {this->begin(), detail::node_handle<T>::size()};
  }
  /// Refused: of a temporary handle.
  template <class Asked = T>
  auto span() const&& -> std::span<Asked const> {
    detail::refuse_temporary_handle<Asked>();
    return {};
  }
};

/// The same of a single value, a struct as a rule: `*handle`, `handle->member`.
template <class T>
class node_value : public detail::node_handle<T> {
 public:
  /// There is none without a value.
  node_value() = delete;
  using detail::node_handle<T>::node_handle;

  /// The value, as long as a handle on it lives.
  [[nodiscard]] auto operator*() const& noexcept -> T const& { return *this->begin(); }
  /// Refused: of a temporary handle.
  template <class Asked = T>
  auto operator*() const&& -> Asked const& {
    detail::refuse_temporary_handle<Asked>();
    return *this->begin();
  }
  /// A member of it.
  [[nodiscard]] auto operator->() const& noexcept -> T const* { return this->begin(); }
  /// Refused: of a temporary handle.
  template <class Asked = T>
  auto operator->() const&& -> Asked const* {
    detail::refuse_temporary_handle<Asked>();
    return this->begin();
  }
};

/// Handles do not travel: another node does not have the memory.
template <class T>
inline constexpr bool sendable_as_bytes<node_array<T>> = false;
/// The same of a single value.
template <class T>
inline constexpr bool sendable_as_bytes<node_value<T>> = false;

}  // namespace dlp
