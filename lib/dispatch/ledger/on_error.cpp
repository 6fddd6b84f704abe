// SPDX-License-Identifier: BSL-1.0
#include <dlp/dispatch/on_error.hpp>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace dlp::detail {
namespace {

/// How the policy leaves out what failed for good; null where it does not.
auto skip_in(error_policy const& policy) noexcept -> skip const* {
  auto const* const again = std::get_if<retry>(&policy);
  return again && again->then ? &*again->then : std::get_if<skip>(&policy);
}

/// "dlp: map over 10 examples: 2 examples were left out:", and a line for each.
auto in_words(std::string const& words, std::vector<failure> const& left_out) -> std::string {
  constexpr auto most = std::size_t{20};
  auto const count = left_out.size();
  auto text = "dlp: " + words + ": " + std::to_string(count) +
              (count == 1 ? " example was left out:\n" : " examples were left out:\n");
  for (auto i = std::size_t{0}; i != std::min(count, most); ++i) {
    text += "  " + to_string(left_out[i]) + "\n";
  }
  if (count > most) text += "  and " + std::to_string(count - most) + " more\n";
  return text;
}

}  // namespace

auto to_string(error_policy const& policy) -> std::string {
  if (auto const* const again = std::get_if<retry>(&policy)) {
    return "retry{" + std::to_string(again->times) + (again->then ? ", skip}" : "}");
  }
  if (std::holds_alternative<skip>(policy)) return "skip";
  return std::holds_alternative<collect>(policy) ? "collect" : "stop";
}

auto after(error_policy const& policy, index_t failures) noexcept -> after_failure {
  if (ends_loop(policy)) return after_failure::stop;
  auto const* const again = std::get_if<retry>(&policy);
  return again && failures <= again->times ? after_failure::again : after_failure::go_on;
}

auto ends_loop(error_policy const& policy) noexcept -> bool {
  return std::holds_alternative<stop>(policy);
}

auto goes_back(error_policy const& policy) noexcept -> bool {
  return std::holds_alternative<retry>(policy);
}

auto leaves_out(error_policy const& policy) noexcept -> bool { return skip_in(policy) != nullptr; }

auto leaves_out(error_policy const& policy, failure const& what) noexcept -> bool {
  return leaves_out(policy) && what.index != failure::no_index;
}

void report_left_out(error_policy const& policy, std::string const& words,
                     std::vector<failure> left_out, bool at_root) {
  auto const* const rule = skip_in(policy);
  if (!rule) return;
  if (rule->list) {
    *rule->list = std::move(left_out);
  } else if (at_root && !left_out.empty()) {
    auto const text = in_words(words, left_out);
    std::fwrite(text.data(), 1, text.size(), stderr);
  }
}

}  // namespace dlp::detail
