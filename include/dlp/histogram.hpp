// SPDX-License-Identifier: BSL-1.0
//
// Histograms, by Boost.Histogram; apart from the other accumulators, for it takes long to compile.
#pragma once

#include <dlp/core/histogram.hpp>
