// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <memory>
#include <span>
#include <string>
#include <typeinfo>
#include <utility>

#include <dlp/comm/pack.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/type_name.hpp>
#include <dlp/dispatch/growing_loop.hpp>

namespace dlp {
namespace detail {

/// A value that the root tells, with the name of its type in front: a body may ask for another.
template <class T>
[[nodiscard]] auto packed_told(T const& value) -> bytes {
  auto packed = bytes();
  append(packed, type_name<T>());
  pack(packed, value);
  return packed;
}

/// The same on a worker, of a type that it knows.
struct told_value {
  std::type_info const* type;
  std::shared_ptr<void const> value;
};

/// Throws: dlp::error.
[[noreturn]] void refuse_told(std::string const& asked, std::string const& told);

/// Throws: dlp::error where that was no U.
template <class U>
[[nodiscard]] auto told_in(std::span<std::byte const> packed) -> std::shared_ptr<void const> {
  auto from = byte_reader(packed);
  auto const name = from.take_text();
  if (name != type_name<U>()) refuse_told(type_name<U>(), name);
  return std::make_shared<told_value const>(
      told_value{&typeid(U), std::make_shared<U const>(unpack<U>(from.rest()))});
}

}  // namespace detail

/// Takes what the body of a loop finds to be done besides: items of the same kind, each of which is
/// done once, by whoever is free. They are handed over when the body returns: one that throws has
/// added nothing.
template <class T>
class feeder {
 public:
  /// What a loop makes for an item.
  feeder(detail::given_item const& item, detail::made_of_item& made) noexcept
      : item_(&item), made_(&made) {}
  feeder(feeder const&) = delete;
  auto operator=(feeder const&) -> feeder& = delete;

  /// Adds an item, which travels to the rank that does it.
  /// Throws: what its `serialize` throws.
  void add(T const& item) { made_->added.push_back(packed(item)); }

  /// The same, and hands it over at once: for a body that takes long, and finds work early. It is
  /// done even where that body throws afterwards.
  /// Communicates: one message.
  /// Throws: usage_error in a loop with `retry` or `survive`, where an item may be done twice; what
  /// its `serialize` throws.
  void add_now(T const& item) {
    if (!item_->add_now)
      throw usage_error(
          "dlp: add_now in a loop with retry or survive: an item that is done again "
          "would add twice; add hands over what it finds when the body returns");
    item_->add_now(packed(item));
  }

  /// What the root has told last by `tell` of its view, as a bound that nothing need be searched
  /// beyond; null where it has told nothing that has come here yet. Good until the body returns.
  /// Throws: dlp::error where that was no U.
  template <class U>
  [[nodiscard]] auto told() const -> U const* {
    if (!item_->told->has(detail::told_number)) return nullptr;
    auto const its = std::static_pointer_cast<detail::told_value const>(
        item_->told->value(detail::told_number, detail::told_in<U>));
    if (*its->type != typeid(U))
      detail::refuse_told(detail::type_name<U>(), detail::type_name(*its->type));
    return static_cast<U const*>(its->value.get());
  }

  /// Where the item that is being done comes from: the index of its seed, and then at each level
  /// which child of the one before it is, counted as they were added.
  [[nodiscard]] auto path() const noexcept -> std::span<index_t const> { return item_->path; }
  /// The index of its seed.
  [[nodiscard]] auto index() const noexcept -> index_t { return item_->path.front(); }

 private:
  auto packed(T const& item) -> detail::added_item {
    auto data = bytes();
    detail::pack(data, item);
    return {made_->children++, std::move(data)};
  }

  detail::given_item const* item_;
  detail::made_of_item* made_;
};

}  // namespace dlp
