// SPDX-License-Identifier: BSL-1.0
#include <comm/job/variable.hpp>

#include <algorithm>

#include <dlp/core/error.hpp>

namespace dlp::detail {

auto word_in(lookup const& variable, std::string const& name,
             std::initializer_list<std::string_view> known, std::string const& what)
    -> std::string_view {
  auto const* const text = variable(name.c_str());
  auto const said = std::string_view(text ? text : "");
  if (said.empty() || std::ranges::find(known, said) != known.end()) return said;
  throw usage_error("dlp: " + name + "=" + std::string(said) + ": it is " + what);
}

}  // namespace dlp::detail
