// SPDX-License-Identifier: BSL-1.0
//
// Random numbers that belong to an example, and not to the rank that visits it.
#pragma once

#include <dlp/core/random_stream.hpp>
