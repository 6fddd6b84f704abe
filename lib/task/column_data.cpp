// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/column_data.hpp>

namespace dlp::detail {

void refuse_value(column const& what) {
  throw error("dlp: the value of the column " + what.name +
              " is of another kind or shape than the result that it is to become");
}

void refuse_ragged() {
  throw error(
      "dlp: the rows of an array in a result differ in length: a table has only arrays with a "
      "shape");
}

}  // namespace dlp::detail
