// SPDX-License-Identifier: BSL-1.0
#include <dispatch/journal/file_lock.hpp>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <boost/test/unit_test.hpp>

#include <dispatch/journal/journal_file.hpp>
#include <dlp/core/error.hpp>
#include <dlp/core/failure.hpp>

#include "../support/child_status.hpp"
#include "../support/journals.hpp"

namespace {

int error_of_flock = 0;
long magic_of_statfs = 0;
std::filesystem::path removed_before_flock;

}  // namespace

// The two calls of the system that say what a file system can do; 0 leaves them as they are.
extern "C" auto flock(int file, int what) noexcept -> int {
  if (!removed_before_flock.empty()) ::unlink(std::exchange(removed_before_flock, {}).c_str());
  if (error_of_flock == 0) return static_cast<int>(::syscall(SYS_flock, file, what));
  errno = error_of_flock;
  return -1;
}

extern "C" auto statfs(char const* folder, struct statfs* found) noexcept -> int {
  auto const result = static_cast<int>(::syscall(SYS_statfs, folder, found));
  if (magic_of_statfs != 0) found->f_type = magic_of_statfs;
  return result;
}

BOOST_AUTO_TEST_SUITE(file_lock_test)

using namespace dlp::detail;
using namespace dlp_test;

namespace {

struct fixture : journal_place {
  fixture() { error_of_flock = 0, magic_of_statfs = 0; }
  ~fixture() { error_of_flock = 0, magic_of_statfs = 0; }

  [[nodiscard]] auto is_locked() const {
    try {
      file_lock{file};
      return false;
    } catch (dlp::usage_error const&) {
      return true;
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(one_has_it_and_then_nothing_is_left, fixture) {
  {
    auto const lock = file_lock(file);
    BOOST_TEST(lock.holds());
    BOOST_TEST(is_locked());
    BOOST_TEST(holds_in_child([&] { return is_locked(); }));
    auto const text = text_of<dlp::usage_error>([&] { file_lock{file}; });
    auto const owner =
        "process " + std::to_string(::getpid()) + " on " + dlp::detail::host_name() + ", since ";
    BOOST_TEST(text.starts_with("dlp: " + file.string() + " is being written to by " + owner));
    BOOST_TEST(text.ends_with(": give this run another file, or wait until that one has ended"));
  }
  BOOST_TEST(folder.files().empty());
  BOOST_TEST(!is_locked());
}

BOOST_FIXTURE_TEST_CASE(a_killed_process_leaves_no_lock, fixture) {
  in_a_process_that_is_killed(
      [&] { static_cast<void>(std::make_unique<file_lock>(file).release()); });
  BOOST_TEST(folder.files() == std::vector<std::string>{"run.db-lock"},
             boost::test_tools::per_element());
  BOOST_TEST(!is_locked());
}

BOOST_FIXTURE_TEST_CASE(who_writes_is_known_without_the_lock, fixture) {
  BOOST_TEST(writer_of(file).empty());
  {
    auto const lock = file_lock(file);
    BOOST_TEST(writer_of(file) == own_name());
  }
  BOOST_TEST(writer_of(file).empty());
}

BOOST_FIXTURE_TEST_CASE(a_writer_that_was_killed_here_is_none, fixture) {
  in_a_process_that_is_killed([&] { static_cast<void>(new file_lock(file)); });
  BOOST_TEST(std::filesystem::exists(file.string() + "-lock"));
  BOOST_TEST(writer_of(file).empty());
  auto const elsewhere =
      std::string("process 1999999999 on another-host, since 2030-01-31 12:00:00");
  write_file(file.string() + "-lock", elsewhere);
  BOOST_TEST(writer_of(file) == elsewhere + ", if it still runs there");
  write_file(file.string() + "-lock", "proc");
  BOOST_TEST(writer_of(file).empty());
}

BOOST_FIXTURE_TEST_CASE(a_child_lets_nothing_go_and_keeps_nothing, fixture) {
  auto lock = std::make_unique<file_lock>(file);
  BOOST_TEST(holds_in_child([&] { return lock.reset(), true; }));
  BOOST_TEST(is_locked());
  auto const other = child([] {});
  lock.reset();
  BOOST_TEST(!is_locked());
}

BOOST_FIXTURE_TEST_CASE(a_link_in_its_place_is_not_followed, fixture) {
  write_file(folder / "other", "theirs");
  std::filesystem::create_symlink(folder / "other", folder / "run.db-lock");
  BOOST_CHECK_THROW(file_lock{file}, dlp::error);
  BOOST_TEST(read_file(folder / "other") == "theirs");
}

BOOST_FIXTURE_TEST_CASE(who_comes_upon_a_lock_that_is_going_away_takes_a_new_one, fixture) {
  // Who had it removes the file between our opening and our locking it: such a lock is nobody's.
  removed_before_flock = folder / "run.db-lock";
  auto const lock = file_lock(file);
  BOOST_TEST(folder.files() == std::vector<std::string>{"run.db-lock"},
             boost::test_tools::per_element());
  BOOST_TEST(is_locked());
}

BOOST_FIXTURE_TEST_CASE(a_file_system_may_have_no_locks, fixture) {
  for (auto const error : {ENOLCK, EOPNOTSUPP, ENOSYS}) {
    error_of_flock = error;
    BOOST_TEST(!file_lock(file).holds());
  }
  error_of_flock = EIO;
  auto const text = text_of<dlp::error>([&] { file_lock{file}; });
  BOOST_TEST(text.ends_with("run.db-lock cannot be made: Input/output error"));
}

BOOST_FIXTURE_TEST_CASE(file_systems_are_known_by_their_numbers, fixture) {
  BOOST_TEST(network_file_system("/proc").empty());
  magic_of_statfs = 0x6969;
  BOOST_TEST(network_file_system("/") == "NFS");
  magic_of_statfs = static_cast<int>(0xff534d42);  // as a system of 32 bits has it
  BOOST_TEST(network_file_system("/") == "CIFS");
}

// What a journal makes of it: nobody else reads it, and there is no file of shared memory.
BOOST_FIXTURE_TEST_CASE(a_journal_on_such_a_file_system_is_one_process_alone, fixture) {
  auto lines = std::vector<std::string>();
  auto const use = [&] {
    auto terms = sample_terms(file);
    terms.says = [&](std::string_view line) { lines.emplace_back(line); };
    {
      auto journal = journal_file(terms);
      commit_samples(journal, 0, 100);
      BOOST_TEST(find_rows(journal).count == 100U);
      BOOST_TEST(std::filesystem::exists(folder / "run.db-wal"));
      BOOST_TEST(!std::filesystem::exists(folder / "run.db-shm"));
    }
    BOOST_TEST(folder.files() == std::vector<std::string>{"run.db"},
               boost::test_tools::per_element());
  };
  magic_of_statfs = 0x0bd00bd0;
  use();
  error_of_flock = ENOLCK;
  use();
  BOOST_REQUIRE(lines.size() == 2U);
  BOOST_TEST(lines[0] == "dlp: " + file.string() +
                             " is on a network file system (Lustre): nobody else can read it while "
                             "this process has it open");
  BOOST_TEST(lines[1] == "dlp: " + file.string() +
                             " is on a file system without locks: nothing keeps another process "
                             "from writing to it");
}

BOOST_FIXTURE_TEST_CASE(there_a_killed_process_is_recovered_from_too, fixture) {
  magic_of_statfs = 0x6969;
  in_a_process_that_is_killed([&] {
    auto journal = std::make_unique<journal_file>(sample_terms(file));
    commit_samples(*journal, 0, 100);
    static_cast<void>(journal.release());
  });
  BOOST_TEST(find_rows(journal_file(sample_terms(file))).count == 100U);
}

BOOST_AUTO_TEST_SUITE_END()
