// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace scale {

/// "1,10,100" as numbers, or as words.
template <class T>
[[nodiscard]] auto list_of(std::string const& text) -> std::vector<T> {
  auto values = std::vector<T>();
  auto words = std::istringstream(text);
  for (auto word = std::string(); std::getline(words, word, ',');) {
    auto value = T();
    if (!(std::istringstream(word) >> value)) throw std::invalid_argument("not a value: " + word);
    values.push_back(value);
  }
  return values;
}

/// What ./run hands on, as `name=value`.
struct arguments {
  std::vector<std::string> kinds = {"constant", "exponential", "lognormal"};
  std::vector<double> means_ms = {1, 10, 100};
  std::vector<std::uint64_t> seeds = {1};
  std::vector<std::string> schedules = {"adaptive", "fixed{1}", "factoring"};
  std::uint64_t per_rank = 64;  ///< examples
  double message_us = 0.75;     ///< what a message costs a rank's processor

  /// Throws: std::invalid_argument.
  arguments(int argc, char** argv) {
    for (auto i = 1; i < argc; ++i) {
      auto const text = std::string(argv[i]);
      auto const sign = text.find('=');
      auto const name = text.substr(0, sign);
      auto const value = sign == text.npos ? std::string() : text.substr(sign + 1);
      if (name == "workloads") {
        kinds = list_of<std::string>(value);
      } else if (name == "mean-ms") {
        means_ms = list_of<double>(value);
      } else if (name == "seeds") {
        seeds = list_of<std::uint64_t>(value);
      } else if (name == "schedules") {
        schedules = list_of<std::string>(value);
      } else if (name == "per-rank") {
        per_rank = list_of<std::uint64_t>(value).at(0);
      } else if (name == "message-us") {
        message_us = list_of<double>(value).at(0);
      } else {
        throw std::invalid_argument("no such option: " + text);
      }
    }
  }
};

}  // namespace scale
