// SPDX-License-Identifier: BSL-1.0
//
// Monte Carlo runs: many trajectories with random numbers of their own, and what accumulates their
// results.
#pragma once

#include <dlp.hpp>
#include <dlp/accumulators.hpp>
#include <dlp/random_stream.hpp>
#include <dlp/task/batches.hpp>
#include <dlp/task/batches_options.hpp>
#include <dlp/task/batches_result.hpp>
#include <dlp/task/labelled.hpp>
#include <dlp/task/trajectory.hpp>
