// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <iostream>

#include <sys/wait.h>
#include <unistd.h>

namespace dlp_test {

/// How a child by fork() ends, as waitpid() tells it: with code 0 where f says true there, else,
/// or with an exception, with code 1.
template <class F>
auto status_of_child(F f) -> int {
  auto const child = ::fork();
  if (child == 0) {
    try {
      ::_exit(f() ? 0 : 1);
    } catch (std::exception const& thrown) {
      std::cerr << "in a child: " << thrown.what() << std::endl;
    } catch (...) {
    }
    ::_exit(1);
  }
  auto status = -1;
  ::waitpid(child, &status, 0);
  return status;
}

/// Whether f says true in a child.
template <class F>
auto holds_in_child(F f) -> bool {
  return status_of_child(f) == 0;
}

}  // namespace dlp_test
