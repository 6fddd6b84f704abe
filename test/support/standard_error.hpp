// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdio>
#include <functional>
#include <string>

#include <unistd.h>

namespace dlp_test {

/// What this process says on stderr while `act` runs.
inline auto said_on_stderr(std::function<void()> const& act) -> std::string {
  auto* const file = std::tmpfile();
  auto const before = ::dup(STDERR_FILENO);
  ::dup2(::fileno(file), STDERR_FILENO);
  act();
  ::dup2(before, STDERR_FILENO);
  ::close(before);
  std::rewind(file);
  auto text = std::string();
  for (auto c = 0; (c = std::fgetc(file)) != EOF;) text += static_cast<char>(c);
  std::fclose(file);
  return text;
}

}  // namespace dlp_test
