// SPDX-License-Identifier: BSL-1.0
#include "options.hpp"

#include <algorithm>

namespace benchmark {

options::options(int argc, char** argv, std::vector<option> const& known) {
  for (auto const& each : known) values_[each.name] = each.fallback;
  for (auto i = 1; i < argc; ++i) {
    auto const name = std::string_view(argv[i]);
    auto const found = std::ranges::find(known, name, &option::name);
    if (found == known.end()) complain(name, "is no option");
    if (found->value.empty()) {
      values_[found->name] = "yes";
    } else if (++i < argc) {
      values_[found->name] = argv[i];
    } else {
      complain(name, "needs a value");
    }
  }
}

auto options::text(std::string_view name) const -> std::string const& {
  return values_.find(name)->second;
}

auto options::list(std::string_view name) const -> std::vector<std::string> {
  return split(text(name), ',');
}

void options::complain(std::string_view name, std::string_view why) {
  throw wrong_usage(std::string(name) + " " + std::string(why));
}

auto usage(std::string_view program, std::vector<option> const& known) -> std::string {
  constexpr auto width = std::size_t{26};
  auto text = "usage: mpiexec.mpich -np RANKS " + std::string(program) + " [OPTIONS]\n";
  for (auto const& each : known) {
    auto left = "  " + each.name + (each.value.empty() ? "" : " " + each.value);
    left.resize(std::max(width, left.size() + 2), ' ');
    text += left + each.help;
    if (!each.fallback.empty()) text += " (" + each.fallback + ")";
    text += "\n";
  }
  return text;
}

auto split(std::string_view text, char separator) -> std::vector<std::string> {
  auto parts = std::vector<std::string>();
  while (!text.empty()) {
    auto const end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace benchmark
