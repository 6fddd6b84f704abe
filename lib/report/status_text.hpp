// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <report/journal_overview.hpp>

namespace dlp::detail {

/// An overview in lines for a person; of each as much as fits in so many columns, where there is
/// such a number. `writer` is the process that is writing; empty where none is.
[[nodiscard]] auto status_text(journal_overview const& of, std::string_view file,
                               std::string_view writer, std::optional<std::size_t> columns = {})
    -> std::string;

}  // namespace dlp::detail
