// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dlp/version.hpp>

#include <cstddef>
#include <cstdint>
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
  if constexpr (detail::travels_whole<T>()) {
    auto const what = detail::collective_of<T>("all_gather", options);
    auto gathered = detail::gather_bytes(what, detail::packed_in(options.comm, value));
    auto const all = detail::broadcast_bytes(what, [&](bytes& to) {
      auto size = std::uint64_t{0};
      for (auto const& part : gathered) size += sizeof size + part.size();
      to.reserve(size);
      for (auto& part : gathered) {
        detail::append(to, std::uint64_t{part.size()});
        to.insert(to.end(), part.begin(), part.end());
        part = bytes();
      }
    });
    return detail::unpack_together<T>(what, [&] {
      auto values = std::vector<T>();
      values.reserve(static_cast<std::size_t>(what.comm.size()));
      for (auto rest = detail::byte_reader(all); !rest.done();) {
        auto const part = rest.take_sized();
        detail::unpack_onto(values, part);
        if (all.size() > detail::piece_limit()) detail::give_back_pages(part);
      }
      return values;
    });
  } else {
    return {};
  }
}

}  // namespace dlp
