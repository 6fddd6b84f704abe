// SPDX-License-Identifier: BSL-1.0
//
// A library of which a rank sends calls.
#include <dlp/task/call_frame.hpp>

extern "C" void put_call(dlp::bytes& to) {
  auto const lambda = [](int x) { return x + 1; };
  dlp::detail::call_frame_of<decltype(lambda), int>::put(to, lambda, 41);
}
