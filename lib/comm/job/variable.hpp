// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include <comm/job/launch.hpp>

namespace dlp::detail {

/// What a variable of the environment says: one of the `known` words, or nothing where it is not
/// set. `what` tells what each of them is for.
/// Throws: usage_error where it says anything else.
[[nodiscard]] auto word_in(lookup const& variable, std::string const& name,
                           std::initializer_list<std::string_view> known, std::string const& what)
    -> std::string_view;

}  // namespace dlp::detail
