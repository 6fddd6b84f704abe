// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

#include <boost/archive/binary_oarchive.hpp>
#include <boost/serialization/level.hpp>
#include <boost/serialization/level_enum.hpp>
#include <boost/serialization/serialization.hpp>
#include <boost/serialization/tracking.hpp>
#include <boost/serialization/tracking_enum.hpp>

#include <dlp/core/fields.hpp>
#include <dlp/core/type_name.hpp>

namespace dlp::detail {

/// Stands for an archive in the question below, and for the answer "no".
struct questioned_archive {};
struct nothing_found {};

}  // namespace dlp::detail

namespace boost::serialization {

/// Boost's own `serialize` takes every type, and only its body finds out. This one is chosen before
/// that, and after any that was written for the type, and it says so by what it returns.
template <std::same_as<dlp::detail::questioned_archive> Archive, class T>
auto serialize(Archive&, T&, unsigned int const) -> dlp::detail::nothing_found;

}  // namespace boost::serialization

namespace dlp::detail {

/// A function that was written for the type; one that is as good a choice as the one above, as it
/// is constrained too, makes the call ambiguous.
template <class T>
concept has_free_serialize =
    std::is_object_v<T> &&
    !requires(questioned_archive& archive, T& value, boost::serialization::version_type version) {
      requires std::same_as<decltype(serialize(archive, value, version)), nothing_found>;
    };

struct serialize_as_a_name {
  int serialize;
};
template <class T>
struct with_two_names : T, serialize_as_a_name {};

/// A member of that name, public or not: it makes the name ambiguous. In a class that nothing can
/// be derived from only a public one is seen.
template <class T>
concept has_member_of_that_name =
    !std::is_final_v<T> && !requires { &with_two_names<T>::serialize; };

template <class T, class... Arguments>
concept serialize_takes = requires(T& value, Arguments&... of) { value.serialize(of...); };

struct any_argument {
  template <class T>
  operator T&() const;
};

/// A public member of that name that is none of Boost's form: data, or another library's function.
template <class T>
concept has_foreign_serialize =
    requires { requires std::is_member_object_pointer_v<decltype(&T::serialize)>; } ||
    serialize_takes<T> || serialize_takes<T, any_argument> ||
    serialize_takes<T, any_argument, any_argument, any_argument>;

/// A member of Boost's form: one that can be called, or that is Boost's to call alone.
template <class T>
concept has_member_serialize =
    std::is_class_v<T> && (serialize_takes<T, questioned_archive, unsigned> ||
                           serialize_takes<T, boost::archive::binary_oarchive, unsigned> ||
                           (has_member_of_that_name<T> && !has_foreign_serialize<T>));

/// The types that a type is made with.
template <class T>
struct arguments {
  using type = field_list<>;
};
template <template <class...> class Template, class... Ts>
struct arguments<Template<Ts...>> {
  using type = field_list<Ts...>;
};

template <class T, class Made>
inline constexpr bool is_made_with = []<class... Ts>(field_list<Ts...>) {
  return (std::is_same_v<T, Ts> || ...);
}(typename arguments<Made>::type());

/// The class whose a public member template of that name is.
template <class T, class Member>
auto owner_of(Member T::*) -> std::type_identity<T>;
template <class T>
using serializer_of =
    typename decltype(owner_of(&T::template serialize<boost::archive::binary_oarchive>))::type;

/// Whether that is a base, which knows nothing of what T adds to it. One without data, or that is
/// made with the type of its heir, may know.
template <class T>
concept serialized_in_part = requires {
  typename serializer_of<T>;
  requires sizeof(T) > sizeof(serializer_of<T>);
  requires !std::is_empty_v<serializer_of<T>> && !is_made_with<T, serializer_of<T>>;
};

template <class T>
concept archived_as_a_primitive =
    boost::serialization::implementation_level<T>::value == boost::serialization::primitive_type;

template <class T>
concept archived = has_member_serialize<T> || has_free_serialize<T> ||
                   (std::is_class_v<T> && archived_as_a_primitive<T>);

/// Whether a pointer is none that Boost's archives take: they know those to one object of a class,
/// and where it is shared, of a class whose objects they keep track of.
template <class T>
consteval auto points_past_archives() -> bool {
  if constexpr (requires { typename T::element_type; }) {
    using target = std::remove_cv_t<typename T::element_type>;
    constexpr auto is_shared = requires(T const& pointer) { pointer.use_count(); };
    constexpr auto is_to_many = []<class... Ts>(field_list<Ts...>) {
      return (std::is_array_v<Ts> || ...);
    }(typename arguments<T>::type());
    return !std::is_class_v<target> || archived_as_a_primitive<target> || is_to_many ||
           (is_shared && boost::serialization::tracking_level<target>::value ==
                             boost::serialization::track_never);
  } else {
    return false;
  }
}

/// Whether Boost's archives take a type whole. What the standard library and Boost have for any
/// type, as std::unique_ptr, takes every pointee and every element until its body is compiled.
template <class T>
consteval auto is_archived_throughout() -> bool {
  if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
    return true;
  } else if constexpr (!archived<T> || has_member_serialize<T> ||
                       !(of_std<T> || spelling_of<T>().starts_with("boost::"))) {
    return archived<T>;
  } else if constexpr (points_past_archives<T>()) {
    return false;
  } else if constexpr (requires { typename T::element_type; }) {
    return is_archived_throughout<std::remove_cv_t<typename T::element_type>>();
  } else if constexpr (requires { typename T::value_type; }) {
    return is_archived_throughout<std::remove_cv_t<typename T::value_type>>();
  } else {
    return true;
  }
}

}  // namespace dlp::detail
