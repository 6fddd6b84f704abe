// SPDX-License-Identifier: BSL-1.0
//
// Bodies of messages, as they are read piece by piece: texts, failures, hellos, results.
#include <algorithm>

#include <comm/call/hello.hpp>
#include <core/checksum.hpp>
#include <core/packed_failures.hpp>
#include <dlp/core/bytes.hpp>
#include <dlp/dispatch/result_queue.hpp>

#include "fuzz.hpp"

using namespace dlp::detail;
using namespace dlp_test;

namespace {

/// Takes pieces of all kinds, of which the first byte of each says the kind.
void read_pieces(byte_span input) {
  auto reader = byte_reader(input);
  auto taken = std::size_t{0};
  may_refuse([&] {
    while (!reader.done()) {
      auto const kind = reader.take<unsigned char>();
      taken += 1;
      switch (kind % 4) {
        case 0:
          reader.take<std::uint64_t>();
          taken += sizeof(std::uint64_t);
          break;
        case 1:
          taken += sizeof(std::uint64_t) + reader.take_text().size();
          break;
        case 2:
          taken += reader.take(reader.take<std::uint64_t>()).size() + sizeof(std::uint64_t);
          break;
        default:
          static_cast<void>(checksum(reader.take(kind)));
          taken += kind;
      }
    }
  });
  demand(taken <= input.size());
}

void read_failures(byte_span input) {
  may_refuse([&] {
    auto reader = byte_reader(input);
    auto const failures = take_failures(reader);
    auto again = dlp::bytes();
    append(again, failures);
    demand(again.size() <= input.size() && std::ranges::equal(again, input.first(again.size())));
    for (auto const& one : failures) demand(!to_string(one).empty());
  });
}

void read_hello(byte_span input) {
  may_refuse([&] {
    auto reader = byte_reader(input);
    auto const said = take_hello(reader);
    if (said.version != protocol) return;
    auto again = dlp::bytes();
    append(again, said);
    demand(again.size() <= input.size() && std::ranges::equal(again, input.first(again.size())));
  });
}

void read_results(byte_span input) {
  may_refuse([&] {
    auto queue = result_queue();
    queue.push(dlp::bytes(input.begin(), input.end()));
    auto again = dlp::bytes();
    while (!queue.empty()) {
      auto const result = queue.take();
      append_result(again, result.index, dlp::bytes(result.packed.begin(), result.packed.end()));
      queue.drop_taken();
    }
    demand(std::ranges::equal(again, input));
  });
}

}  // namespace

void try_bytes(byte_span input) {
  read_pieces(input);
  read_failures(input);
  read_hello(input);
  read_results(input);
}
