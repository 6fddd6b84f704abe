// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dlp::detail {

/// What the replacement strings of one job stand for.
struct replacements {
  std::uint64_t number = 0;  ///< of the job, from 1
  int slot = 0;              ///< where it runs, from 1
  std::span<std::string const> arguments = {};
};

/// A command line with replacement strings, as GNU parallel writes them: `{}`, without extension
/// `{.}`, the name in its folder `{/}`, the folder `{//}`, both `{/.}`, the number of the job
/// `{#}`, of its slot `{%}`; `{2}`, `{-1}` and `{2/.}` are of one argument, the others of all.
class command_template {
 public:
  /// `all`: what is written for `{}`.
  explicit command_template(std::string_view text, std::string_view all = "{}");

  /// One word for each of these, as they are: nothing in them is for the shell.
  static auto of_words(std::span<std::string const> words, std::string_view all)
      -> command_template;

  /// Whether there is any replacement string in it.
  [[nodiscard]] auto replaces() const -> bool;

  /// As if there stood ` {}` behind it.
  void append_all();

  /// Each argument is one word of a shell.
  [[nodiscard]] auto command_for(replacements const& by) const -> std::string;
  /// The arguments as they are.
  [[nodiscard]] auto text_for(replacements const& by) const -> std::string;

 private:
  enum class part { whole, stem, name, folder, name_stem, number, slot };
  struct field {
    part what = part::whole;
    int place = 0;  // from 1, or from the end; 0: all
  };
  using piece = std::variant<std::string, field>;

  command_template() = default;
  static auto field_in(std::string_view text, std::string_view all, field& found) -> std::size_t;
  static auto part_of(part what, std::string const& argument) -> std::string;
  void add(std::string_view text, std::string_view all);
  [[nodiscard]] auto filled(replacements const& by, bool quotes) const -> std::string;

  std::vector<piece> pieces_;
};

}  // namespace dlp::detail
