// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/failed_call.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <new>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <type_traits>
#include <typeinfo>
#include <vector>

#include <core/packed_failures.hpp>

namespace dlp {

/// Its name stands in the line of a job that ends because nobody catches it.
template <class E>
class failed_call_as final : public E, public failed_call {
 public:
  template <class... Arguments>
  failed_call_as(failure what, Arguments&&... arguments)
      : E(std::forward<Arguments>(arguments)...), failed_call(what), words_(to_string(what)) {}

  [[nodiscard]] auto what() const noexcept -> char const* override { return words_.c_str(); }

 private:
  std::string words_;
};

namespace detail {
namespace {

/// A standard type: whether the exception being handled is one, and how one is made.
struct kind {
  bool (*is)();
  std::exception_ptr (*make)(failure what);
};

template <class E>
auto is_thrown() -> bool {
  try {
    throw;
  } catch (E const&) {
    return true;
  } catch (...) {
    return false;
  }
}

template <class E>
auto kind_of() -> kind {
  return {is_thrown<E>, [](failure what) {
            if constexpr (std::is_constructible_v<E, std::string>) {
              auto const words = what.text;
              return std::make_exception_ptr(failed_call_as<E>(std::move(what), words));
            } else {
              return std::make_exception_ptr(failed_call_as<E>(std::move(what)));
            }
          }};
}

/// From the particular to the general: the first that fits is the nearest. The number of one is
/// its place here.
auto kinds() -> auto const& {
  static auto const all =
      std::array{kind_of<std::invalid_argument>(), kind_of<std::domain_error>(),
                 kind_of<std::length_error>(),     kind_of<std::out_of_range>(),
                 kind_of<std::logic_error>(),      kind_of<std::range_error>(),
                 kind_of<std::overflow_error>(),   kind_of<std::underflow_error>(),
                 kind_of<std::runtime_error>(),    kind_of<std::bad_array_new_length>(),
                 kind_of<std::bad_alloc>(),        kind_of<std::bad_cast>(),
                 kind_of<std::bad_typeid>(),       kind_of<std::bad_function_call>()};
  return all;
}

constexpr auto runtime_kind = std::uint32_t{8};
constexpr auto system_kind = std::uint32_t{1000};

/// The code of a system_error, where its category is one that each process has.
auto system_code() -> std::optional<std::error_code> {
  try {
    throw;
  } catch (std::system_error const& what) {
    auto const& category = what.code().category();
    if (category == std::generic_category() || category == std::system_category())
      return what.code();
  } catch (...) {
  }
  return std::nullopt;
}

auto nearest_kind() -> std::uint32_t {
  auto const& all = kinds();
  for (auto number = std::uint32_t{0}; number != all.size(); ++number) {
    if (all[number].is()) return number;
  }
  return runtime_kind;
}

}  // namespace

void append_thrown(bytes& to, int rank) {
  auto const code = system_code();
  append(to, code ? system_kind : nearest_kind());
  if (code) {
    append(to, std::int32_t{code->value()});
    append(to, static_cast<unsigned char>(code->category() == std::system_category()));
  }
  append(to, std::vector{describe_current_exception(failure::no_index, rank)});
}

auto thrown_in(byte_reader& from, index_t index) -> std::exception_ptr {
  auto const number = from.take<std::uint32_t>();
  auto code = std::error_code();
  if (number == system_kind) {
    auto const value = from.take<std::int32_t>();
    auto const is_of_system = from.take<unsigned char>() != 0;
    code = {value, is_of_system ? std::system_category() : std::generic_category()};
  }
  auto what = take_failures(from).at(0);
  what.index = index;
  if (number == system_kind) {
    auto const words = what.text;
    return std::make_exception_ptr(failed_call_as<std::system_error>(std::move(what), code, words));
  }
  return kinds().at(number).make(std::move(what));
}

}  // namespace detail
}  // namespace dlp
