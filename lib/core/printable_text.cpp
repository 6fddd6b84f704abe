// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/printable_text.hpp>

namespace dlp::detail {
namespace {

auto byte_at(std::string_view text, std::size_t place) -> unsigned {
  return place < text.size() ? static_cast<unsigned char>(text[place]) : 0U;
}

auto goes_on(unsigned byte) -> bool { return byte >> 6 == 0b10; }

/// How many bytes the printable character takes that the text begins with; 0 where there is none.
auto printable_size(std::string_view text) -> std::size_t {
  auto const first = byte_at(text, 0);
  auto const second = byte_at(text, 1);
  if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
  // What the second byte may be tells overlong forms, surrogates and what lies beyond Unicode, and
  // the control characters from 0x80 to 0x9f.
  auto const follows = [&](unsigned least, unsigned most, std::size_t size) -> std::size_t {
    if (second < least || second > most) return 0;
    for (auto place = std::size_t{2}; place < size; ++place) {
      if (!goes_on(byte_at(text, place))) return 0;
    }
    return size;
  };
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return follows(first == 0xc2 ? 0xa0 : 0x80, 0xbf, 2);
  if (first < 0xf0) return follows(first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf, 3);
  return follows(first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf, 4);
}

void escape(char byte, std::string& to) {
  switch (byte) {
    case '\n':
      to += "\\n";
      return;
    case '\r':
      to += "\\r";
      return;
    case '\t':
      to += "\\t";
      return;
    default:
      break;
  }
  constexpr auto digits = std::string_view("0123456789abcdef");
  auto const value = static_cast<unsigned char>(byte);
  to += "\\x";
  to += digits[value / 16U];
  to += digits[value % 16U];
}

}  // namespace

auto cut_text(std::string_view text, std::size_t most) -> std::string {
  if (text.size() <= most) return std::string(text);
  constexpr auto longest_character = std::size_t{4};
  auto size = most;
  while (size != 0 && most - size < longest_character && goes_on(byte_at(text, size))) --size;
  if (goes_on(byte_at(text, size))) size = most;  // it is no UTF-8
  return std::string(text.substr(0, size)) + "… (" + std::to_string(text.size()) + " bytes)";
}

auto printable_text(std::string_view text) -> std::string {
  auto printable = std::string();
  printable.reserve(text.size());
  while (!text.empty()) {
    auto const size = printable_size(text);
    if (size == 0) {
      escape(text.front(), printable);
    } else {
      printable += text.substr(0, size);
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return printable;
}

}  // namespace dlp::detail
