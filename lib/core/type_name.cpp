// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/type_name.hpp>

#include <cstdlib>
#include <memory>

#include <cxxabi.h>

namespace dlp::detail {

auto type_name(std::type_info const& type) -> std::string {
  auto status = 0;
  auto const text = std::unique_ptr<char, void (*)(void*)>(
      abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
  return status == 0 ? text.get() : type.name();
}

}  // namespace dlp::detail
