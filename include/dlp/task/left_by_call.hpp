// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <span>

#include <dlp/core/bytes.hpp>
#include <dlp/task/failed_call.hpp>

namespace dlp::detail {

/// How a call has ended, in the first byte of what it leaves; a value or an exception follows.
enum class call_end : unsigned char { value, exception };

/// On a worker: calls `run(left)`, which appends a value, and appends how that has ended.
template <class Run>
void leave_by(bytes& left, int rank, Run run) {
  auto const begin = left.size();
  try {
    append(left, call_end::value);
    run(left);
  } catch (...) {
    left.resize(begin);
    append(left, call_end::exception);
    append_thrown(left, rank);
  }
}

/// On the root: gives the bytes of the value to `read`.
/// Throws: what the call has thrown, with its index; what `read` throws.
template <class Read>
void read_left(std::span<std::byte const> left, index_t index, Read read) {
  auto from = byte_reader(left);
  if (from.take<call_end>() == call_end::exception) std::rethrow_exception(thrown_in(from, index));
  read(left.subspan(sizeof(call_end)));
}

}  // namespace dlp::detail
