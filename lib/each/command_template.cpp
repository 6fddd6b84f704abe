// SPDX-License-Identifier: BSL-1.0
#include <each/command_template.hpp>

#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

#include <each/shell_quote.hpp>

namespace dlp::detail {
namespace {

auto name_of(std::string const& path) -> std::string {
  return path.substr(path.rfind('/') + 1);  // all of it where there is none
}

auto folder_of(std::string const& path) -> std::string {
  auto end = path.find_last_not_of('/');
  if (end == path.npos) return path.empty() ? "." : "/";
  end = path.rfind('/', end);
  if (end == path.npos) return ".";
  auto const last = path.find_last_not_of('/', end);
  return last == path.npos ? "/" : path.substr(0, last + 1);
}

auto without_extension(std::string const& path) -> std::string {
  auto const at = path.find_last_of("./");
  return at == path.npos || path[at] == '/' ? path : path.substr(0, at);
}

}  // namespace

/// How many characters the replacement string takes that the text begins with; 0: it begins with
/// none.
auto command_template::field_in(std::string_view text, std::string_view all, field& found)
    -> std::size_t {
  if (!all.empty() && text.starts_with(all)) {
    found = {};
    return all.size();
  }
  if (!text.starts_with('{')) return 0;
  auto const end = text.find('}');
  if (end == text.npos) return 0;
  auto inside = text.substr(1, end - 1);
  auto place = 0;
  auto const [rest, error] = std::from_chars(inside.data(), inside.data() + inside.size(), place);
  auto const is_placed = error == std::errc();
  if (is_placed) inside.remove_prefix(static_cast<std::size_t>(rest - inside.data()));
  if (is_placed && place == 0) return 0;
  static constexpr auto parts =
      std::array<std::pair<std::string_view, part>, 6>{{{".", part::stem},
                                                        {"/", part::name},
                                                        {"//", part::folder},
                                                        {"/.", part::name_stem},
                                                        {"#", part::number},
                                                        {"%", part::slot}}};
  for (auto const& [sign, what] : parts) {
    if (inside != sign) continue;
    if (is_placed && (what == part::number || what == part::slot)) return 0;
    found = {what, place};
    return end + 1;
  }
  if (!is_placed || !inside.empty()) return 0;
  found = {part::whole, place};
  return end + 1;
}

void command_template::add(std::string_view text, std::string_view all) {
  auto plain = std::string();
  while (!text.empty()) {
    auto found = field();
    if (auto const size = field_in(text, all, found)) {
      if (!plain.empty()) pieces_.emplace_back(std::exchange(plain, {}));
      pieces_.emplace_back(found);
      text.remove_prefix(size);
    } else {
      plain += text.front();
      text.remove_prefix(1);
    }
  }
  if (!plain.empty()) pieces_.emplace_back(std::move(plain));
}

command_template::command_template(std::string_view text, std::string_view all) { add(text, all); }

auto command_template::of_words(std::span<std::string const> words, std::string_view all)
    -> command_template {
  auto made = command_template();
  for (auto const& word : words) {
    if (!made.pieces_.empty()) made.pieces_.emplace_back(" ");
    auto parsed = command_template(word, all);
    if (parsed.pieces_.empty()) made.pieces_.emplace_back("''");
    for (auto& one : parsed.pieces_) {
      if (auto* const plain = std::get_if<std::string>(&one)) *plain = shell_quoted(*plain);
      made.pieces_.push_back(std::move(one));
    }
  }
  return made;
}

auto command_template::replaces() const -> bool {
  for (auto const& one : pieces_) {
    if (std::holds_alternative<field>(one)) return true;
  }
  return false;
}

void command_template::append_all() {
  if (!pieces_.empty()) pieces_.emplace_back(" ");
  pieces_.emplace_back(field());
}

auto command_template::part_of(part what, std::string const& argument) -> std::string {
  switch (what) {
    case part::stem:
      return without_extension(argument);
    case part::name:
      return name_of(argument);
    case part::folder:
      return folder_of(argument);
    case part::name_stem:
      return without_extension(name_of(argument));
    default:
      return argument;
  }
}

auto command_template::filled(replacements const& by, bool quotes) const -> std::string {
  auto text = std::string();
  auto const count = static_cast<int>(by.arguments.size());
  auto const put = [&](part what, int place) {
    auto const value = part_of(what, by.arguments[static_cast<std::size_t>(place)]);
    text += quotes ? shell_quoted(value) : value;
  };
  for (auto const& one : pieces_) {
    if (auto const* const plain = std::get_if<std::string>(&one)) {
      text += *plain;
      continue;
    }
    auto const& wanted = std::get<field>(one);
    if (wanted.what == part::number) {
      text += std::to_string(by.number);
    } else if (wanted.what == part::slot) {
      text += std::to_string(by.slot);
    } else if (wanted.place == 0) {
      for (auto place = 0; place != count; ++place) {
        if (place != 0) text += ' ';
        put(wanted.what, place);
      }
    } else if (std::abs(wanted.place) <= count) {
      put(wanted.what, wanted.place > 0 ? wanted.place - 1 : count + wanted.place);
    }
  }
  return text;
}

auto command_template::command_for(replacements const& by) const -> std::string {
  return filled(by, true);
}

auto command_template::text_for(replacements const& by) const -> std::string {
  return filled(by, false);
}

}  // namespace dlp::detail
