// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pool/item.hpp>

namespace dlp::detail {

auto to_string(item_path const& path) -> std::string {
  auto text = std::string();
  for (auto const number : path) text += (text.empty() ? "" : ".") + std::to_string(number);
  return text;
}

auto frame_of(given_item const& item) -> bytes {
  auto frame = bytes();
  append(frame, static_cast<unsigned char>(item.is_seed));
  append(frame, std::uint64_t{item.path.size()});
  for (auto const number : item.path) append(frame, number);
  frame.insert(frame.end(), item.data.begin(), item.data.end());
  return frame;
}

auto item_in(std::span<std::byte const> frame) -> given_item {
  auto from = byte_reader(frame);
  auto item = given_item();
  item.is_seed = from.take<unsigned char>() != 0;
  item.path.resize(static_cast<std::size_t>(from.take<std::uint64_t>()));
  for (auto& number : item.path) number = from.take<index_t>();
  item.data = frame.subspan(1 + sizeof(std::uint64_t) + item.path.size() * sizeof(index_t));
  return item;
}

void append(bytes& to, made_of_item const& made) {
  append(to, index_t{made.added.size()});
  for (auto const& [number, data] : made.added) {
    append(to, number);
    append(to, std::uint64_t{data.size()});
    to.insert(to.end(), data.begin(), data.end());
  }
  to.insert(to.end(), made.result.begin(), made.result.end());
}

}  // namespace dlp::detail
