// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

namespace dlp {

/// What became of a cell of a sweep.
enum class cell_status {
  done,     ///< it has a result
  failed,   ///< its body has thrown, or its result could not be kept; why is in the column "error"
  missing,  ///< it has not been computed: the sweep ended before
};

}  // namespace dlp
