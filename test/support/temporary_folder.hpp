// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace dlp_test {

/// A folder that goes away, in memory where that can be: a disk would make tests wait, and nothing
/// here is about it.
class temporary_folder {
 public:
  temporary_folder() {
    auto const memory = std::filesystem::path("/dev/shm");
    auto const is_there = ::access(memory.c_str(), W_OK) == 0;
    auto const in = is_there ? memory : std::filesystem::temp_directory_path();
    auto name = (in / "dlp-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = name;
  }
  temporary_folder(temporary_folder const&) = delete;
  auto operator=(temporary_folder const&) -> temporary_folder& = delete;
  ~temporary_folder() {
    auto failed = std::error_code();
    std::filesystem::remove_all(folder_, failed);
  }

  [[nodiscard]] auto operator/(char const* name) const { return folder_ / name; }
  [[nodiscard]] auto path() const -> std::filesystem::path const& { return folder_; }

  /// The names of what is in it, in their order.
  [[nodiscard]] auto files() const {
    auto names = std::vector<std::string>();
    for (auto const& entry : std::filesystem::directory_iterator(folder_)) {
      names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
  }

 private:
  std::filesystem::path folder_;
};

inline auto read_file(std::filesystem::path const& file) -> std::string {
  auto in = std::ifstream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(std::filesystem::path const& file, std::string const& text) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
}

}  // namespace dlp_test
