// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/kept_values.hpp>

#include <dlp/core/error.hpp>

namespace dlp::detail {

auto kept_values::value(std::uint64_t number, maker const& make) -> std::shared_ptr<void const> {
  auto const found = all_.find(number);
  if (found == all_.end())
    throw error("dlp: a value that was broadcast in another pool, or in none");
  auto& one = found->second;
  if (!one.value) {
    one.value = make(one.packed);
    bytes().swap(one.packed);
  }
  return one.value;
}

auto values_in_task() noexcept -> kept_values*& {
  thread_local auto* here = static_cast<kept_values*>(nullptr);
  return here;
}

auto used_values::innermost() noexcept -> used_values*& {
  thread_local auto* here = static_cast<used_values*>(nullptr);
  return here;
}

}  // namespace dlp::detail
