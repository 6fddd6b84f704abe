// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/mpl/bool.hpp>
#include <boost/serialization/nvp.hpp>
#include <boost/serialization/serialization.hpp>
#include <boost/serialization/version.hpp>

#include <dlp/comm/archived.hpp>
#include <dlp/comm/digested_kinds.hpp>
#include <dlp/task/column_type.hpp>

namespace dlp::detail {

/// A class whose `serialize` says what its members are called; a tuple, whose parts have numbers.
template <class T>
concept has_columns =
    std::is_class_v<T> && !of_std<T> && (has_member_serialize<T> || has_free_serialize<T>);
template <class T>
concept has_parts = is_of<T, std::tuple> || is_of<T, std::pair>;

/// The errors of a member without a name, and of what no table can hold. They are in classes, so
/// that the compiler says each once.
template <class Member>
struct named_member {
  static_assert(!sizeof(Member),
                "dlp: a member of a result needs a name: write  ar & "
                "BOOST_SERIALIZATION_NVP(member)  and not  ar & member");
};
template <class T>
struct column_in_table {
  static constexpr auto right = is_column<T> || has_parts<T> || has_columns<T>;
  static_assert(right,
                "dlp: a result is a number, a boolean, an enumeration, a text, an array of "
                "those, or a class whose serialize names its members by BOOST_SERIALIZATION_NVP");
};

/// Calls `visit(name, value)` for the columns in a value of this name.
template <bool loading, class T, class Visit>
void visit_named(std::string const& name, T& value, Visit& visit);

/// An archive of Boost.Serialization that reads and writes nothing: it visits the members that a
/// `serialize` names. `loading`: they are to be assigned to.
template <bool loading, class Visit>
class column_archive {
 public:
  using is_saving = boost::mpl::bool_<!loading>;
  using is_loading = boost::mpl::bool_<loading>;

  column_archive(std::string prefix, Visit& visit) : prefix_(std::move(prefix)), visit_(visit) {}

  template <class T>
  auto operator&(boost::serialization::nvp<T> const& member) -> column_archive& {
    using value = std::conditional_t<loading, T, T const>;
    visit_named<loading>(prefix_ + member.name(), static_cast<value&>(member.value()), visit_);
    return *this;
  }
  template <class T>
  auto operator&(T const&) -> column_archive& {
    static_cast<void>(sizeof(named_member<T>));
    return *this;
  }
  template <class T>
  auto operator<<(T const& member) -> column_archive& {
    return *this & member;
  }
  template <class T>
  auto operator>>(T const& member) -> column_archive& {
    return *this & member;
  }

  [[nodiscard]] auto get_library_version() const -> unsigned { return 0; }
  template <class T>
  void register_type(T* = nullptr) {}

 private:
  std::string prefix_;
  Visit& visit_;
};

template <bool loading, class T, class Visit>
void visit_members(std::string prefix, T& value, Visit& visit) {
  using type = std::remove_const_t<T>;
  if constexpr (has_parts<type>) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (visit_named<loading>(prefix + "result_" + std::to_string(I + 1), std::get<I>(value), visit),
       ...);
    }(std::make_index_sequence<std::tuple_size_v<type>>());
  } else {
    auto archive = column_archive<loading, Visit>(std::move(prefix), visit);
    boost::serialization::serialize_adl(archive, const_cast<type&>(value),
                                        boost::serialization::version<type>::value);
  }
}

template <bool loading, class T, class Visit>
void visit_named(std::string const& name, T& value, Visit& visit) {
  using type = std::remove_const_t<T>;
  if constexpr (!column_in_table<type>::right) {
  } else if constexpr (is_column<type>) {
    visit(name, value);
  } else {
    visit_members<loading>(name + ".", value, visit);
  }
}

/// Calls `visit(name, value)` for each column of a result: one that is no class has the column
/// "result", a tuple "result_1", "result_2" and so on, and a class those that its `serialize`
/// names, with those of a class in it as "outer.inner". `loading`: the visitor assigns to them.
template <bool loading, class T, class Visit>
void visit_columns_as(T& result, Visit& visit) {
  using type = std::remove_const_t<T>;
  if constexpr (is_column<type> || !column_in_table<type>::right) {
    visit_named<loading>("result", result, visit);
  } else {
    visit_members<loading>("", result, visit);
  }
}
template <class R, class Visit>
void visit_columns(R const& result, Visit visit) {
  visit_columns_as<false>(result, visit);
}
template <class R, class Visit>
void fill_columns(R& result, Visit visit) {
  visit_columns_as<true>(result, visit);
}

/// The columns of a result, before there is one.
template <class R>
[[nodiscard]] auto columns_of() -> std::vector<column> {
  constexpr auto can_be_made = std::is_default_constructible_v<R>;
  static_assert(can_be_made,
                "dlp::sweep: a result is to have a default constructor, so that its columns are "
                "known before any cell has run");
  auto columns = std::vector<column>();
  if constexpr (can_be_made) {
    visit_columns(R(), [&](std::string const& name, auto const& value) {
      columns.push_back(describe(name, value));
    });
  }
  return columns;
}

}  // namespace dlp::detail
