// SPDX-License-Identifier: BSL-1.0
//
//   17_folders DIRECTORY
//
// How many files are below a directory, and how many bytes are in them? Each folder is an item, and
// the folders in it are found when it is looked at. Links are not followed.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <dlp/pool.hpp>

namespace fs = std::filesystem;

struct totals {
  std::uint64_t folders = 0;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
};

// What is in a folder itself; the folders in it are done by whoever is free.
auto look_into(std::string const& folder, dlp::feeder<std::string>& more) -> totals {
  auto here = totals{.folders = 1};
  auto const options = fs::directory_options::skip_permission_denied;
  for (auto const& entry : fs::directory_iterator(folder, options)) {
    auto const type = entry.symlink_status().type();
    if (type == fs::file_type::directory) more.add(entry.path().string());
    if (type != fs::file_type::regular) continue;
    ++here.files;
    here.bytes += entry.file_size();
  }
  return here;
}

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  if (argc != 2) {
    if (dlp::is_root()) std::fputs("usage: 17_folders DIRECTORY\n", stderr);
    return 2;
  }

  auto sum = totals();
  for (auto const& part : dlp::map_unordered(look_into, std::vector<std::string>{argv[1]})) {
    sum.folders += part.folders;
    sum.files += part.files;
    sum.bytes += part.bytes;
  }
  if (dlp::is_root())
    std::printf("%ju bytes in %ju files in %ju folders\n", std::uintmax_t{sum.bytes},
                std::uintmax_t{sum.files}, std::uintmax_t{sum.folders});
}
