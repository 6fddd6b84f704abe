// SPDX-License-Identifier: BSL-1.0
//
// A folder for the files of one test, the same on all ranks, which the root makes and removes.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <dlp/adaptor/barrier.hpp>
#include <dlp/adaptor/call_on_root.hpp>

namespace dlp_test {

class scratch_folder {
 public:
  scratch_folder()
      : path_(dlp::call_on_root([] {
          auto name = (std::filesystem::temp_directory_path() / "dlp-test-XXXXXX").string();
          if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for a test");
          return name;
        })) {}
  scratch_folder(scratch_folder const&) = delete;
  auto operator=(scratch_folder const&) -> scratch_folder& = delete;
  ~scratch_folder() {
    dlp::barrier();
    auto ignored = std::error_code();
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] auto operator/(std::string const& name) const -> std::string {
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

}  // namespace dlp_test
