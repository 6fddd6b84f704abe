// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/pack.hpp>
#include <dlp/core/type_name.hpp>

namespace dlp_test {

template <class T>
auto packed(T const& value) -> dlp::bytes {
  auto data = dlp::bytes();
  dlp::detail::pack(data, value);
  return data;
}

template <class T>
auto comes_back(T const& value) -> bool {
  return dlp::detail::unpack<T>(packed(value)) == value;
}

/// Every beginning of the packed value is refused. Each lies in memory of its own size, so that
/// a sanitizer sees a step beyond its end.
template <class T>
auto refuses_every_truncation(T const& value) -> bool {
  auto const data = packed(value);
  for (auto size = std::size_t{0}; size != data.size(); ++size) {
    auto const cut = std::make_unique<std::byte[]>(size);
    std::copy_n(data.begin(), size, cut.get());
    try {
      static_cast<void>(dlp::detail::unpack<T>(std::span(cut.get(), size)));
      return false;
    } catch (dlp::error const&) {
    }
  }
  return true;
}

/// It comes back, and no beginning of it is taken for the whole.
template <class T>
void travels(T const& value) {
  BOOST_TEST(comes_back(value), dlp::detail::type_name<T>());
  BOOST_TEST(refuses_every_truncation(value), dlp::detail::type_name<T>());
}

}  // namespace dlp_test
