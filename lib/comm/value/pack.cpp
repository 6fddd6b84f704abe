// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/pack.hpp>

#include <core/checksum.hpp>

namespace dlp::detail {

void write_head(bytes& to, std::size_t begin) {
  auto const written = std::span(to).subspan(begin + sizeof(value_head));
  auto const head = value_head{written.size(), checksum(written)};
  std::memcpy(to.data() + begin, &head, sizeof head);
}

auto behind_head(std::span<std::byte const> from) -> std::span<std::byte const> {
  auto reader = byte_reader(from);
  auto const head = reader.take<value_head>();
  auto const written = reader.take(head.size);
  if (!reader.done() || checksum(written) != head.checksum) throw error(arrived_damaged);
  return written;
}

}  // namespace dlp::detail
