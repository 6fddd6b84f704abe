// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/call_frame.hpp>

namespace dlp::detail {

void run_call(byte_reader& frame, bytes& to) {
  using runner = void (*)(byte_reader&, bytes&);
  auto const* const code = from_portable(take_code_address(frame));
  reinterpret_cast<runner>(const_cast<void*>(code))(frame, to);
}

}  // namespace dlp::detail
