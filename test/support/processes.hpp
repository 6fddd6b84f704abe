// SPDX-License-Identifier: BSL-1.0
//
// Processes of this machine, by their numbers.
#pragma once

#include <chrono>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include <sys/types.h>

#include <boost/test/unit_test.hpp>

#include "../comm/job.hpp"

namespace dlp_test {

/// State and parent; 'X' where there is none, 'Z' of a dead one that nobody has asked for.
struct process {
  char state = 'X';
  ::pid_t parent = 0;
};

inline auto look_at(::pid_t number) -> process {
  auto file = std::ifstream("/proc/" + std::to_string(number) + "/stat");
  auto text = std::string();
  std::getline(file, text);
  auto found = process();
  if (auto const name_ends = text.rfind(") "); name_ends != std::string::npos) {
    std::istringstream(text.substr(name_ends + 2)) >> found.state >> found.parent;
  }
  return found;
}

/// What a rank says that is to be looked for later.
inline auto its_number(::pid_t number) -> std::string { return "pid: " + std::to_string(number); }

/// That none of the ranks lives, who have all said their number.
inline void check_nobody_is_left(job const& ended, int ranks) {
  BOOST_TEST(ended.times("pid: ") == ranks, ended.said);
  auto words = std::istringstream(ended.said);
  for (auto word = std::string(); words >> word;) {
    if (word != "pid:") continue;
    auto number = ::pid_t{0};
    words >> number;
    auto const lives = [&] {
      auto const state = look_at(number).state;
      return state != 'X' && state != 'Z';
    };
    for (auto i = 0; i != 100 && lives(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    BOOST_TEST(!lives(), "process " << number << " lives");
  }
}

}  // namespace dlp_test
