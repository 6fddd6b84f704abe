// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <vector>

#include <dlp/adaptor/gather.hpp>

namespace dlp {

/// Every rank's value, by rank, on every rank.
///
/// Communicates: a `gather` to the root and a broadcast of all values from there.
/// Collective: every rank of the communicator. Whoever waits, sleeps.
/// Throws: usage_error; disagreement; task_error on every rank where a value could not be sent.
template <class T>
[[nodiscard]] auto all_gather(T const& value, collective_options options = {}) -> std::vector<T> {
  auto const what = detail::collective_of<T>("all_gather", options);
  auto const gathered = detail::gather_bytes(what, detail::packed_in(options.comm, value));
  auto const all = detail::broadcast_bytes(what, [&](bytes& to) {
    for (auto const& part : gathered) {
      detail::append(to, std::uint64_t{part.size()});
      to.insert(to.end(), part.begin(), part.end());
    }
  });
  auto parts = std::vector<bytes>();
  for (auto rest = detail::byte_reader(all); !rest.done();) {
    auto const part = rest.take(rest.take<std::uint64_t>());
    parts.emplace_back(part.begin(), part.end());
  }
  return detail::unpack_all<T>(parts, what);
}

}  // namespace dlp
