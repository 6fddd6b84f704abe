// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <charconv>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <vector>

namespace benchmark {

/// Whether all of `digits` is a number, which becomes the value.
template <class T>
[[nodiscard]] auto parse(std::string_view digits, T& value) -> bool {
  auto const end = digits.data() + digits.size();
  auto const [stopped_at, error] = std::from_chars(digits.data(), end, value);
  return error == std::errc() && stopped_at == end;
}

/// A command line that the program does not understand; the text says why.
struct wrong_usage : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// An option `--name VALUE`, or a flag `--name` where `value` is empty.
struct option {
  std::string name;
  std::string value;     ///< what stands for the value in the usage
  std::string fallback;  ///< where the option is not given
  std::string help;
};

/// The options of a program, each with a value.
class options {
 public:
  /// Throws: wrong_usage.
  options(int argc, char** argv, std::vector<option> const& known);

  [[nodiscard]] auto has(std::string_view name) const -> bool { return !text(name).empty(); }
  [[nodiscard]] auto text(std::string_view name) const -> std::string const&;

  /// The parts of "a,b,c".
  [[nodiscard]] auto list(std::string_view name) const -> std::vector<std::string>;

  /// Throws: wrong_usage for what is no number, or less than `least`.
  template <class T>
  [[nodiscard]] auto number(std::string_view name, T least) const -> T {
    auto value = T();
    if (!parse(text(name), value) || !(value >= least)) {
      auto why = std::ostringstream();
      why << "needs a " << (std::is_integral_v<T> ? "whole number" : "number") << " of at least "
          << least;
      complain(name, why.str());
    }
    return value;
  }

  [[noreturn]] static void complain(std::string_view name, std::string_view why);

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

/// The text that `--help` shows.
[[nodiscard]] auto usage(std::string_view program, std::vector<option> const& known) -> std::string;

/// "a,b,c" into its parts.
[[nodiscard]] auto split(std::string_view text, char separator) -> std::vector<std::string>;

}  // namespace benchmark
