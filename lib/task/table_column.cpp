// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/table_column.hpp>

#include <dlp/core/error.hpp>

namespace dlp::detail {

void refuse_type(column const& what, std::string const& type) {
  throw usage_error("dlp: the values of the column " + what.name + " are no values of type " +
                    type);
}

void refuse_missing(column const& what, std::size_t position) {
  throw error("dlp: the column " + what.name + " has no value in row " + std::to_string(position) +
              ", whose cell failed or is missing: ask for std::optional values");
}

void refuse_number(column const& what, std::int64_t number) {
  auto const text =
      what.is_signed ? std::to_string(number) : std::to_string(static_cast<std::uint64_t>(number));
  throw error("dlp: the column " + what.name + " has the number " + text +
              ", which does not fit the type that is asked for");
}

}  // namespace dlp::detail
