// SPDX-License-Identifier: BSL-1.0
#include <dlp/core/error.hpp>

#include <algorithm>
#include <utility>

namespace dlp {
namespace {

auto sentence(std::string_view call, std::vector<failure> const& failures) -> std::string {
  constexpr auto most = std::size_t{10};  // a person reads ten; failures() has them all
  auto text = std::string(call) + ": ";
  if (failures.size() > 1) text += std::to_string(failures.size()) + " failures: ";
  for (auto i = std::size_t{0}; i < std::min(failures.size(), most); ++i) {
    text += (i == 0 ? "" : "; ") + to_string(failures[i]);
  }
  if (failures.size() > most) text += "; and " + std::to_string(failures.size() - most) + " more";
  return text;
}

}  // namespace

task_error::task_error(std::string_view call, std::vector<failure> failures)
    : collective_error(sentence(call, failures)), failures_(std::move(failures)) {}

}  // namespace dlp
