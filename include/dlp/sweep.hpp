// SPDX-License-Identifier: BSL-1.0
//
// Sweeps: a function at all points of a grid of parameters, and its results by their names.
#pragma once

#include <dlp.hpp>
#include <dlp/task/axis.hpp>
#include <dlp/task/cell.hpp>
#include <dlp/task/checked_body.hpp>
#include <dlp/task/labelled.hpp>
#include <dlp/task/make_grid.hpp>
#include <dlp/task/quantity.hpp>
#include <dlp/task/random_grid.hpp>
#include <dlp/task/result_row.hpp>
#include <dlp/task/spaced_values.hpp>
#include <dlp/task/sweep.hpp>
