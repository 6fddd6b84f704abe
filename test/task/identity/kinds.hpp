// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

/// A function, as a call on another rank would name it.
struct kind {
  std::string name;
  int (*call)(int);
};

/// Those of kinds.cpp, which is compiled three times: two parts of the program, and a library.
auto kinds_of_one_part() -> std::vector<kind>;
auto kinds_of_other_part() -> std::vector<kind>;
auto kinds_of_library() -> std::vector<kind>;
