// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/resource.h>

namespace dlp_test {

/// While there is one, no file can be opened, by root either: "Too many open files".
class no_more_files {
 public:
  no_more_files() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    auto const none = rlimit{0, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none);
  }
  no_more_files(no_more_files const&) = delete;
  auto operator=(no_more_files const&) -> no_more_files& = delete;
  ~no_more_files() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_ = {};
};

}  // namespace dlp_test
