// SPDX-License-Identifier: BSL-1.0
#include <report/failure_reason.hpp>

#include <cctype>

namespace dlp::detail {
namespace {

auto is_digit(char c) -> bool { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
auto is_in_name(char c) -> bool {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// How long the number is that begins here, as -1.5e-3 or 0x7f; 0 where none does. Digits in a
/// name, as those of int32_t, are none.
auto length_of_number(std::string_view text, std::size_t at) -> std::size_t {
  if (at != 0 && is_in_name(text[at - 1])) return 0;
  auto end = at;
  if (text[end] == '-') ++end;
  if (end == text.size() || !is_digit(text[end])) return 0;
  for (; end != text.size(); ++end) {
    auto const has_next = end + 1 != text.size();
    auto const is_point = text[end] == '.' && has_next && is_digit(text[end + 1]);
    auto const is_sign = (text[end] == '-' || text[end] == '+') && has_next &&
                         is_digit(text[end + 1]) && (text[end - 1] == 'e' || text[end - 1] == 'E');
    if (!is_in_name(text[end]) && !is_point && !is_sign) break;
  }
  return end - at;
}

}  // namespace

failure_reason::failure_reason(std::string_view text) : parts_(1) {
  for (auto at = std::size_t{0}; at != text.size();) {
    auto const length = length_of_number(text, at);
    if (length == 0) {
      parts_.back() += text[at++];
    } else {
      parts_.emplace_back(text.substr(at, length));
      parts_.emplace_back();
      at += length;
    }
  }
}

auto failure_reason::words() const -> std::string {
  auto joined = parts_[0];
  for (auto i = std::size_t{2}; i < parts_.size(); i += 2) joined += '\0' + parts_[i];
  return joined;
}

void failure_reason::join(failure_reason const& other) {
  for (auto i = std::size_t{1}; i < parts_.size(); i += 2) {
    if (parts_[i] != other.parts_[i]) parts_[i] = "…";
  }
}

auto failure_reason::text() const -> std::string {
  auto joined = std::string();
  for (auto const& one : parts_) joined += one;
  return joined;
}

}  // namespace dlp::detail
