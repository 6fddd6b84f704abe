// SPDX-License-Identifier: BSL-1.0
#include <comm/call/hello.hpp>

#include <cstddef>
#include <span>

namespace dlp::detail {
namespace {

auto text_in(std::span<std::byte const> from) -> std::string_view {
  return {reinterpret_cast<char const*>(from.data()), from.size()};
}

}  // namespace

void append(bytes& to, hello const& what) {
  append(to, what.version);
  append(to, what.words);
  append(to, what.failures);
  append(to, what.where);
  append(to, what.host);
}

auto take_hello(byte_reader& from) -> hello {
  auto what = hello();
  what.version = from.take<std::uint32_t>();
  if (what.version != protocol) return what;
  what.words = text_in(from.take_sized());
  what.failures = take_failures(from);
  what.where = text_in(from.take_sized());
  what.host = text_in(from.take_sized());
  return what;
}

auto how_builds_differ(int rank, std::uint32_t version, int other, std::uint32_t others)
    -> std::string {
  if (version == others) return {};
  if (other < rank) return how_builds_differ(other, others, rank, version);
  return "dlp: the ranks run different builds of dlp: rank " + std::to_string(rank) +
         " speaks its protocol " + std::to_string(version) + ", and rank " + std::to_string(other) +
         " its protocol " + std::to_string(others) +
         "; start the same build of the program on every host";
}

}  // namespace dlp::detail
