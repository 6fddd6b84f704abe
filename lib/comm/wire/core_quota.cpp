// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/core_quota.hpp>

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>

namespace dlp::detail {
namespace {

namespace fs = std::filesystem;

constexpr auto unlimited = std::numeric_limits<double>::infinity();

auto cores_of(double quota, double period) -> double {
  return quota > 0 && period > 0 ? quota / period : unlimited;
}

/// "150000 100000", or "max 100000": µs of time in each period of so many.
auto second_version(fs::path const& group) -> double {
  auto file = std::ifstream(group / "cpu.max");
  auto quota = 0.0;
  auto period = 0.0;
  return file >> quota >> period ? cores_of(quota, period) : unlimited;
}

/// The same in two files; -1 is no limit.
auto first_version(fs::path const& group) -> double {
  auto quota = 0.0;
  auto period = 0.0;
  std::ifstream(group / "cpu.cfs_quota_us") >> quota;
  std::ifstream(group / "cpu.cfs_period_us") >> period;
  return cores_of(quota, period);
}

/// The smallest from the group "/a/b" up. What is not there limits nothing: in a container the path
/// may be that of the host, and its own group is the top.
auto smallest(fs::path const& top, std::string_view group, double (*cores)(fs::path const&))
    -> double {
  auto least = cores(top);
  while (group.starts_with('/') && group.size() > 1) {
    least = std::min(least, cores(top / group.substr(1)));
    group = group.substr(0, group.rfind('/'));
  }
  return least;
}

auto names(std::string_view controllers, std::string_view one) -> bool {
  while (!controllers.empty()) {
    auto const end = std::min(controllers.find(','), controllers.size());
    if (controllers.substr(0, end) == one) return true;
    controllers.remove_prefix(std::min(end + 1, controllers.size()));
  }
  return false;
}

}  // namespace

auto core_quota(fs::path const& membership, fs::path const& mounted) -> double {
  auto least = unlimited;
  auto file = std::ifstream(membership);
  for (auto line = std::string(); std::getline(file, line);) {  // "4:cpu,cpuacct:/a/b", "0::/a/b"
    auto const first = line.find(':');
    auto const second = line.find(':', first + 1);
    if (first == line.npos || second == line.npos) continue;
    auto const controllers = std::string_view(line).substr(first + 1, second - first - 1);
    auto const group = std::string_view(line).substr(second + 1);
    if (controllers.empty()) {
      least = std::min(least, smallest(mounted, group, second_version));
    } else if (names(controllers, "cpu")) {
      auto const own = fs::is_directory(mounted / "cpu") ? mounted / "cpu" : mounted / controllers;
      least = std::min(least, smallest(own, group, first_version));
    }
  }
  return least;
}

}  // namespace dlp::detail
