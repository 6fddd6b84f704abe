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

/// As a file of an earlier run: each call of a program has one of its own.
inline auto copied(std::string const& file) -> std::string {
  static auto copies = 0;
  auto const name = file + std::to_string(++copies);
  dlp::call_on_root([&] {
    std::filesystem::copy_file(file, name);
    return 0;
  });
  return name;
}

}  // namespace dlp_test
