// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <utility>
#include <variant>
#include <vector>

#include <dlp/core/index_range.hpp>

namespace dlp_test {

/// Every alternative of a std::variant of options as it is by default, such as every schedule, and
/// after them `more`. A test that walks these walks a new one too.
template <class Options>
auto every(std::vector<Options> const& more = {}) -> std::vector<Options> {
  auto all = [&]<std::size_t... Is>(std::index_sequence<Is...>) {
    return std::vector<Options>{std::variant_alternative_t<Is, Options>{}...};
  }(std::make_index_sequence<std::variant_size_v<Options>>());
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

/// Every alternative that takes a number, with this one.
template <class Options>
auto every_with(dlp::index_t number) -> std::vector<Options> {
  auto all = std::vector<Options>();
  auto const add = [&]<class One>(std::in_place_type_t<One>) {
    if constexpr (requires { One{number}; }) all.emplace_back(One{number});
  };
  [&]<std::size_t... Is>(std::index_sequence<Is...>) {
    (add(std::in_place_type<std::variant_alternative_t<Is, Options>>), ...);
  }(std::make_index_sequence<std::variant_size_v<Options>>());
  return all;
}

}  // namespace dlp_test
