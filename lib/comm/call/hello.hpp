// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <core/packed_failures.hpp>
#include <dlp/core/bytes.hpp>

namespace dlp::detail {

/// The number of what ranks say to each other: another one wherever a message changes. Never do the
/// head of a message, the first number of a hello and the text of `word::disagree`: by these ranks
/// of different builds find out.
inline constexpr auto protocol = std::uint32_t{3};

/// What a rank says when it comes to a call: the body of `word::hello`, and what it brings behind.
/// It looks at texts that are elsewhere, as in the body.
struct hello {
  std::uint32_t version = protocol;
  std::string_view words;              ///< what the call is
  std::vector<failure> failures = {};  ///< of its own part of the call
  std::string_view where = {};         ///< the line of the program, see `line_of`
  std::string_view host = {};          ///< where it is said, as in a call that survives losses
};

void append(bytes& to, hello const& what);

/// Of a hello of another protocol it reads the version alone.
/// Throws: dlp::error where it is cut off.
[[nodiscard]] auto take_hello(byte_reader& from) -> hello;

/// What is to be said of two ranks whose protocols differ; nothing where they do not.
[[nodiscard]] auto how_builds_differ(int rank, std::uint32_t version, int other,
                                     std::uint32_t others) -> std::string;

}  // namespace dlp::detail
