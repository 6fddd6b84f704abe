// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/core_quota.hpp>

#include <cmath>
#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

#include "../support/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(core_quota_test)

namespace {

using dlp::detail::core_quota;

/// A machine with control groups, of which a process is in some.
class machine {
 public:
  explicit machine(std::string const& groups) { set("self", groups); }

  void set(std::string const& file, std::string const& text) {
    auto const path = folder_.path() / file;
    std::filesystem::create_directories(path.parent_path());
    dlp_test::write_file(path, text);
  }

  /// Of the first version of groups.
  void limit(std::string const& group, std::string const& quota) {
    set("mounted/" + group + "/cpu.cfs_quota_us", quota + "\n");
    set("mounted/" + group + "/cpu.cfs_period_us", "100000\n");
  }

  [[nodiscard]] auto quota() const -> double {
    return core_quota(folder_ / "self", folder_ / "mounted");
  }

 private:
  dlp_test::temporary_folder folder_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(without_groups_or_limits_there_is_no_quota) {
  BOOST_TEST(std::isinf(core_quota("/no/such/file", "/no/such/folder")));
  auto here = machine("0::/job\n");
  BOOST_TEST(std::isinf(here.quota()));
  here.set("mounted/job/cpu.max", "max 100000\n");
  BOOST_TEST(std::isinf(here.quota()));
  BOOST_TEST(core_quota() > 0);  // of this machine
}

BOOST_AUTO_TEST_CASE(the_smallest_limit_on_the_path_counts) {
  auto here = machine("0::/slice/job/step\n");
  here.set("mounted/slice/job/step/cpu.max", "400000 100000\n");
  BOOST_TEST(here.quota() == 4);
  here.set("mounted/slice/cpu.max", "75000 50000\n");
  BOOST_TEST(here.quota() == 1.5);
  here.set("mounted/slice/job/cpu.max", "max 100000\n");
  here.set("mounted/slice/other/cpu.max", "1000 100000\n");
  BOOST_TEST(here.quota() == 1.5);
}

BOOST_AUTO_TEST_CASE(so_it_is_with_the_first_version_of_groups) {
  auto here = machine("5:memory:/job\n4:cpu,cpuacct:/job/step\n3:cpuset:/\n0::/\n");
  here.limit("cpu,cpuacct/job/step", "-1");
  here.limit("cpuset/job", "1");
  BOOST_TEST(std::isinf(here.quota()));
  here.limit("cpu,cpuacct/job", "250000");
  BOOST_TEST(here.quota() == 2.5);
}

// Docker's, for which the host's path is not there.
BOOST_AUTO_TEST_CASE(a_container_has_the_limit_of_what_it_takes_for_the_top) {
  auto second = machine("0::/docker/0123456789ab\n");
  second.set("mounted/cpu.max", "200000 100000\n");
  BOOST_TEST(second.quota() == 2);
  auto first = machine("4:cpu:/docker/0123456789ab\n");
  first.limit("cpu", "50000");
  BOOST_TEST(first.quota() == 0.5);
}

BOOST_AUTO_TEST_CASE(what_is_no_limit_and_no_group_is_nothing) {
  BOOST_TEST(std::isinf(machine("0::job\n").quota()));  // no path
  auto here = machine("nonsense\n0:\n\n0::\n0::/job");
  here.set("mounted/job/cpu.max", "0 100000\n");
  BOOST_TEST(std::isinf(here.quota()));
  here.set("mounted/job/cpu.max", "many of them\n");
  BOOST_TEST(std::isinf(here.quota()));
  here.set("mounted/job/cpu.max", "");
  BOOST_TEST(std::isinf(here.quota()));
}

BOOST_AUTO_TEST_SUITE_END()
