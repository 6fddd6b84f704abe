// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <string>

#include <dlp/core/index_range.hpp>

namespace dlp {

/// A loop that goes on when ranks are lost: what such a rank had and had not reported goes to
/// others. Of an example that a lost rank had begun, the body may so have run more than once; its
/// result is delivered once. What a lost rank has kept to itself is lost with it.
///
/// A rank is lost when it dies, where `dlp-run` started the job (else its death ends the job). The
/// root cannot be lost: its death ends the job.
struct survive {
  /// A rank that has a chunk is lost too when it reports nothing for so long, as one that hangs
  /// does; when it speaks again, it takes part again. Choose far more than a chunk takes. With 0
  /// only death counts.
  std::chrono::duration<double> patience = std::chrono::duration<double>::zero();

  /// An example with which so many ranks have been lost is not given again: it counts as failed,
  /// and `on_error` says what follows.
  index_t deaths = 3;
};

namespace detail {

/// In words, as "survive{.patience = 0.5 s, .deaths = 3}".
[[nodiscard]] auto to_string(survive const& rule) -> std::string;

/// Throws: usage_error where one of the numbers makes no sense.
void require_sense(survive const& rule);

}  // namespace detail
}  // namespace dlp
