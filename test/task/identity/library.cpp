// SPDX-License-Identifier: BSL-1.0
//
// A library that can be closed again.
extern "C" auto of_library(int x) -> int { return x + 1; }
