// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/product.hpp>

#include <algorithm>
#include <limits>
#include <string>

#include <dlp/core/error.hpp>

namespace dlp::detail {

auto product_size(std::initializer_list<index_t> sizes) -> index_t {
  constexpr auto most = static_cast<index_t>(std::numeric_limits<std::ptrdiff_t>::max());
  if (std::ranges::find(sizes, index_t{0}) != sizes.end()) return 0;
  auto product = index_t{1};
  for (auto const size : sizes) {
    if (size > most / product) {
      auto text = std::string();
      for (auto const one : sizes) text += (text.empty() ? "" : " x ") + std::to_string(one);
      throw usage_error("dlp: a product of " + text + " has more elements than can be numbered");
    }
    product *= size;
  }
  return product;
}

}  // namespace dlp::detail
