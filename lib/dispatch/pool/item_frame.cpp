// SPDX-License-Identifier: BSL-1.0
#include <dispatch/pool/item_frame.hpp>

namespace dlp::detail {
namespace {

/// Seven bits a byte, the low ones first: most numbers in a path are small, and paths may be long.
void append_short(bytes& to, index_t number) {
  for (; number >= 128; number >>= 7U) to.push_back(static_cast<std::byte>(number | 128U));
  to.push_back(static_cast<std::byte>(number));
}

auto take_short(byte_reader& from) -> index_t {
  auto number = index_t{0};
  for (auto shift = 0U;; shift += 7) {
    auto const part = from.take<unsigned char>();
    number |= (part & index_t{127}) << shift;
    if (part < 128) return number;
  }
}

}  // namespace

auto frame_of(given_item const& item) -> bytes {
  auto frame = bytes();
  append(frame, static_cast<unsigned char>(item.is_seed));
  append_short(frame, item.path.size());
  for (auto const number : item.path) append_short(frame, number);
  frame.insert(frame.end(), item.data.begin(), item.data.end());
  return frame;
}

auto item_in(std::span<std::byte const> frame) -> given_item {
  auto from = byte_reader(frame);
  auto item = given_item();
  item.is_seed = from.take<unsigned char>() != 0;
  item.path.resize(static_cast<std::size_t>(take_short(from)));
  for (auto& number : item.path) number = take_short(from);
  item.data = from.rest();
  return item;
}

void name(failure& what, item_path const& path) {
  what.index = path.front();
  if (path.size() == 1) return;
  what.example = "path " + to_string(path) + (what.example.empty() ? "" : ", " + what.example);
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
