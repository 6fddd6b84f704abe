// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <core/packed_failures.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/core/index_range.hpp>

namespace dlp::detail {

/// What a rank says of a shared loop that has a journal: what it has visited since it last said so.
struct visit_report {
  struct visit {
    index_range indices;
    double seconds = 0;  ///< for all of them
  };
  struct tried {
    index_t index = 0;
    std::uint32_t times = 0;  ///< it has failed so often, and is tried again
  };

  std::string host = {};
  bool is_last = false;              ///< this rank is through with the loop
  bool waits = false;                ///< until it hears that all is kept
  std::vector<visit> visits = {};    ///< these are done
  std::vector<failure> failed = {};  ///< these have failed, and are given up
  std::vector<tried> again = {};     ///< these were not, as the rank that takes them says too
};

void append(bytes& to, visit_report const& what);
/// Throws: dlp::error where it is cut off.
[[nodiscard]] auto take_visit_report(byte_reader& from) -> visit_report;

}  // namespace dlp::detail
