// SPDX-License-Identifier: BSL-1.0
//
// Accumulators: what is known of many numbers without keeping them, and can be merged.
#pragma once

#include <dlp/core/all_of.hpp>
#include <dlp/core/compensated_sum.hpp>
#include <dlp/core/covariance.hpp>
#include <dlp/core/extremes.hpp>
#include <dlp/core/moments.hpp>
#include <dlp/task/averages.hpp>
