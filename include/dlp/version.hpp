// SPDX-License-Identifier: BSL-1.0
#pragma once

#if __cplusplus < 202002L
#error "dlp needs C++20: compile with -std=c++20 or newer"
#include <dlp/cxx20_or_newer>  // there is none: so the compiler stops here, and says nothing more
#endif

// The one place that holds the version: both builds read this line.
#define DLP_VERSION_STRING "0.1.0"
