// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stop_token>
#include <string>

#include <dlp/comm/communicator.hpp>
#include <dlp/schedule/schedule.hpp>

namespace dlp {

/// Options of the splits that send nothing.
struct split_options {
  std::stop_token stop = {};  ///< ends the loop on this rank
  bool progress = false;      ///< a meter of the root's own share, on its stderr
  std::string label = {};     ///< the meter's title
  communicator comm = {};     ///< the ranks that share the work: the world, unless said otherwise
};

/// Options of the loops that a manager rank serves; the same on every rank, but for `stop`,
/// `progress` and `label`.
struct managed_options {
  dlp::schedule schedule = {};  ///< how many indices a worker gets at once: adaptive
  std::stop_token stop = {};    ///< ends the loop for all: no new index is handed out
  bool progress = false;        ///< a meter on the root's stderr
  std::string label = {};       ///< the meter's title
  int root = 0;                 ///< the manager, and the rank that has the results
  communicator comm = {};       ///< the ranks that share the work: by default the world
};

/// Options of the collective calls that are no loops; the same on every rank.
struct collective_options {
  int root = 0;            ///< the rank that has the result, or gives it
  communicator comm = {};  ///< the ranks that take part: the world, unless said otherwise
};

}  // namespace dlp
