// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ranges>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include <boost/archive/binary_oarchive.hpp>

#include <dlp/comm/digested_kinds.hpp>
#include <dlp/comm/sendable.hpp>
#include <dlp/comm/value_reader.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/core/digest.hpp>
#include <dlp/core/fields.hpp>
#include <dlp/core/number_digest.hpp>

namespace dlp::detail {

/// Whether this may be where an object is: a mark, such as a null, a (T*)-1 or a bit in a pointer,
/// is not.
template <class T>
[[nodiscard]] auto may_point_to_one(T const* what) noexcept -> bool {
  constexpr auto page = std::uintptr_t{4096};
  auto const address = reinterpret_cast<std::uintptr_t>(what);
  return address % alignof(T) == 0 && address >= page && address < -page;
}

/// The digest of one value after another. It is of what they mean, and never of padding or of
/// addresses. What owns an object stands for it, and so does an example that is a pointer to one of
/// a class. A pointer to a number, or one that is a part of an example, may be the end of an array,
/// and is not followed: it is null, or it is not. Of what cannot be looked into it says nothing.
class value_digest {
 public:
  [[nodiscard]] auto value() const noexcept -> std::uint64_t { return digest_; }

  /// Whether something was added of which it says nothing.
  [[nodiscard]] auto overlooks() const noexcept -> bool { return overlooks_; }

  template <class T>
  void add(T const& what) {
    if constexpr (is_number<T>) {
      digest_ = digest_of_number(what, digest_);
    } else if constexpr (std::is_pointer_v<T>) {
      add_pointer(what);
    } else if constexpr (has_member_serialize<T> && is_undecided<T>) {
      add_archived(what);
    } else if constexpr (digested_by_element<T>) {
      add_elements(what);
    } else if constexpr (is_of<T, std::pair> || is_of<T, std::tuple>) {
      std::apply([&](auto const&... part) { (add_part(part), ...); }, what);
    } else if constexpr (has_examples<T>) {
      std::apply([&](auto const&... example) { (add(example), ...); },
                 static_cast<typename T::parts const&>(what));
    } else if constexpr (is_of<T, std::optional>) {
      add(what.has_value());
      if (what) add_part(*what);
    } else if constexpr (is_of<T, std::variant>) {
      add(what.index());
      if (!what.valueless_by_exception()) std::visit([&](auto const& is) { add_part(is); }, what);
    } else if constexpr (is_of<T, std::chrono::duration>) {
      add(what.count());
    } else if constexpr (is_of<T, std::chrono::time_point>) {
      add(what.time_since_epoch());
    } else if constexpr (directory_entry_like<T>) {
      add(what.path().native());
    } else if constexpr (path_like<T>) {
      add(what.native());
    } else if constexpr (owns_one_object<T>) {
      add_owned(what.get());
    } else if constexpr (owns_an_array<T>) {
      add(what.get() != nullptr);
    } else if constexpr (complex_like<T>) {
      add(what.real());
      add(what.imag());
    } else if constexpr (is_with_index<T>) {
      add(what.index);
      add(what.value);
    } else if constexpr (has_free_serialize<T>) {
      add_archived(what);
    } else if constexpr (taken_apart<T>) {
      with_fields<fields_of<T>::size>(what,
                                      [&](auto const&... member) { (add_part(member), ...); });
    } else if constexpr (std::has_unique_object_representations_v<T> &&
                         (!may_hold_an_address<T> || is_bitset<T>)) {
      add_bytes(&what, sizeof(T));
    } else {
      overlooks_ = true;
    }
  }

 private:
  void add_bytes(void const* from, std::size_t size) noexcept {
    digest_ = digest_of({static_cast<std::byte const*>(from), size}, digest_);
  }

  template <class T>
  void add_part(T const& what) {
    auto const outside = std::exchange(in_parts_, true);
    add(what);
    in_parts_ = outside;
  }

  template <class T>
  void add_pointer(T* what) {
    add(what != nullptr);
    if constexpr (std::is_class_v<T> && requires { sizeof(T); }) {
      if (!in_parts_ && may_point_to_one(what)) return add_target(*what);
    }
    if (what) overlooks_ = true;
  }
  template <class T>
  void add_owned(T* what) {
    add(what != nullptr);
    // A char may be the first of a text that has no end, or the end itself.
    if constexpr (std::is_object_v<T> && requires { sizeof(T); } &&
                  !std::is_same_v<T const, char const>) {
      if (what) add_target(*what);
    } else {
      if (what) overlooks_ = true;
    }
  }
  template <class T>
  void add_target(T const& what) {
    if (!std::exchange(follows_, false)) return;  // what a target owns may lead back
    add_part(what);
    follows_ = true;
  }
  template <class T>
  void add_target(T const volatile&) {}

  template <class T>
  void add_archived(T const& what) {
    auto written = bytes();
    {
      auto sink = byte_sink(written);
      auto archive = boost::archive::binary_oarchive(sink, archive_flags);
      archive << what;
    }
    add_bytes(written.data(), written.size());
  }

  template <class T>
  void add_elements(T const& what) {
    using element = std::ranges::range_value_t<T const>;
    if constexpr (std::ranges::contiguous_range<T const> && std::ranges::sized_range<T const> &&
                  is_number<element>) {
      auto const all = std::span<element const>(std::ranges::data(what), std::ranges::size(what));
      digest_ = digest_of_numbers(all, digest_);
      return;
    }
    auto count = std::uint64_t{0};
    if constexpr (requires { typename T::hasher; }) {  // in any order
      auto const before = digest_;
      auto sum = std::uint64_t{0};
      for (auto const& one : what) {
        digest_ = before;
        add(one);
        sum += digest_;
        ++count;
      }
      digest_ = before + sum;
    } else {
      for (auto&& one : what) {
        add_example<element>(one);
        ++count;
      }
    }
    add(count);
  }

  template <class Value, class T>
  void add_example(T const& what) {
    if constexpr (std::is_same_v<Value, bool>) {
      add(static_cast<bool>(what));  // of a vector<bool>
    } else {
      add_part(what);
    }
  }

  std::uint64_t digest_ = 0;
  bool follows_ = true;
  bool in_parts_ = false;
  bool overlooks_ = false;
};

}  // namespace dlp::detail
