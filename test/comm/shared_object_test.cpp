// SPDX-License-Identifier: BSL-1.0
#include <comm/wire/shared_object.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "../support/child_status.hpp"
#include "../support/no_more_files.hpp"

namespace {

/// What the next calls of posix_fallocate say, the last of it first, before any that is made.
auto planted = std::vector<int>();

}  // namespace

/// The system's, but for what has been planted.
extern "C" auto posix_fallocate(int file, off_t at, off_t size) -> int {
  if (!planted.empty()) {
    auto const said = planted.back();
    planted.pop_back();
    if (said != 0) return said;
  }
  return ::fallocate(file, 0, at, size) == 0 ? 0 : errno;
}

BOOST_AUTO_TEST_SUITE(shared_object_test)

namespace {

using dlp::detail::protect_from_writing;
using dlp::detail::shared_object;
namespace fs = std::filesystem;

constexpr auto size = std::uint64_t{100'000};

auto entries(char const* folder) -> std::ptrdiff_t {
  return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

auto is_named(std::string const& name) -> bool { return fs::exists("/dev/shm" + name); }

/// How many lines of the maps of this process are of such memory.
auto mappings() -> int {
  auto file = std::ifstream("/proc/self/maps");
  auto count = 0;
  for (auto line = std::string(); std::getline(file, line);) {
    count += line.find(".once.") != line.npos;
  }
  return count;
}

/// What is said of this in an exception of dlp; nothing where there is none.
template <class F>
auto error_of(F f) -> std::string {
  try {
    f();
  } catch (dlp::error const& thrown) {
    return thrown.what();
  }
  return {};
}

/// Whether a process that writes there dies of it.
auto kills_a_writer(std::byte* at) -> bool {
  auto const status = dlp_test::status_of_child([=] {
    ::signal(SIGSEGV, SIG_DFL);
    auto const no_core = rlimit{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    *static_cast<std::byte volatile*>(at) = std::byte{1};
    return true;
  });
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV;
}

}  // namespace

BOOST_AUTO_TEST_CASE(who_has_opened_it_reads_what_its_maker_writes) {
  auto made = shared_object::create();
  auto const opened = shared_object::open(made.name());
  made.take_name_away();
  auto const theirs = opened.map(size);
  auto const mine = made.map(size);
  made.reserve(size);
  BOOST_TEST(
      std::all_of(theirs.get(), theirs.get() + size, [](auto b) { return b == std::byte{}; }));
  mine.get()[size - 1] = std::byte{7};
  BOOST_TEST(std::to_integer<int>(theirs.get()[size - 1]) == 7);
  BOOST_TEST(theirs.get() != mine.get());
}

BOOST_AUTO_TEST_CASE(it_has_a_name_until_that_is_taken_away_or_its_maker_is_gone) {
  auto name = std::string();
  {
    auto made = shared_object::create();
    name = made.name();
    BOOST_TEST(is_named(name));
    BOOST_TEST(fs::file_size("/dev/shm" + name) == 0u);
    auto const moved = std::move(made);
    BOOST_TEST(is_named(name));
  }
  BOOST_TEST(!is_named(name));
  auto made = shared_object::create();
  name = made.name();
  made.take_name_away();
  BOOST_TEST(!is_named(name));
  BOOST_TEST(!error_of([&] { static_cast<void>(shared_object::open(name)); }).empty());
}

BOOST_AUTO_TEST_CASE(one_that_is_opened_and_closed_keeps_its_name) {
  auto const made = shared_object::create();
  static_cast<void>(shared_object::open(made.name()));
  BOOST_TEST(is_named(made.name()));
}

BOOST_AUTO_TEST_CASE(a_name_that_another_process_has_is_left_alone) {
  auto const name = shared_object::create().name();
  auto const at = name.rfind('.') + 1;
  auto const next = name.substr(0, at) + std::to_string(std::stoi(name.substr(at)) + 1);
  auto const file = ::shm_open(next.c_str(), O_RDWR | O_CREAT | O_EXCL, 0600);
  BOOST_TEST(shared_object::create().name() != next);
  BOOST_TEST(is_named(next));
  ::close(file);
  ::shm_unlink(next.c_str());
}

BOOST_AUTO_TEST_CASE(memory_outlives_the_object_and_takes_no_descriptor) {
  auto const files = entries("/proc/self/fd");
  auto memory = std::shared_ptr<std::byte>();
  {
    auto const made = shared_object::create();
    made.reserve(size);
    memory = made.map(size);
  }
  BOOST_TEST(entries("/proc/self/fd") == files);
  BOOST_TEST(mappings() == 1);
  memory.get()[size - 1] = std::byte{1};
  memory.reset();
  BOOST_TEST(mappings() == 0);
}

BOOST_AUTO_TEST_CASE(readers_cannot_write_and_in_the_end_the_maker_cannot_either) {
  auto const made = shared_object::create();
  made.reserve(size);
  auto const mine = made.map(size);
  auto const theirs = shared_object::open(made.name()).map(size);
  BOOST_TEST(kills_a_writer(theirs.get()));
  BOOST_TEST(::mprotect(theirs.get(), size, PROT_READ | PROT_WRITE) != 0);
  BOOST_TEST(!kills_a_writer(mine.get()));
  protect_from_writing(mine.get(), size);
  BOOST_TEST(kills_a_writer(mine.get()));
  BOOST_TEST(kills_a_writer(mine.get() + size - 1));
}

BOOST_AUTO_TEST_CASE(memory_of_this_process_alone_has_no_name_and_no_limit_but_its_own) {
  auto const own = shared_object();
  BOOST_TEST(own.name() == "");
  own.require_room(std::uint64_t{1} << 50);
  own.reserve(size);
  auto const memory = own.map(size);
  memory.get()[size - 1] = std::byte{1};
  protect_from_writing(memory.get(), size);
  BOOST_TEST(kills_a_writer(memory.get()));
  auto const said = error_of([&] { static_cast<void>(own.map(std::uint64_t{1} << 50)); });
  BOOST_TEST(said.find("dlp: no memory for 1125899906842624 bytes: ") == 0u, said);
}

BOOST_AUTO_TEST_CASE(more_than_there_is_is_refused_before_any_of_it_is_taken) {
  struct statvfs memory = {};
  ::statvfs("/dev/shm", &memory);
  auto const too_much = (std::uint64_t{memory.f_blocks} + 1) * memory.f_frsize;
  auto const made = shared_object::create();
  for (auto const& said : {error_of([&] { made.require_room(too_much); }),
                           error_of([&] { made.reserve(too_much); })}) {
    auto const begin = "dlp: " + std::to_string(too_much) + " bytes of shared memory are wanted";
    BOOST_TEST(said.find(begin) == 0u, said);
    BOOST_TEST(said.find(", and /dev/shm has ") != said.npos, said);
  }
  BOOST_TEST(fs::file_size("/dev/shm" + made.name()) == 0u);
}

BOOST_AUTO_TEST_CASE(memory_that_another_program_takes_meanwhile_is_told_too) {
  auto const made = shared_object::create();
  planted = {ENOSPC, 0};
  auto const said = error_of([&] { made.reserve(std::uint64_t{40} << 20); });
  BOOST_TEST(said.find("dlp: 41943040 bytes of shared memory are wanted") == 0u, said);
  BOOST_TEST(planted.empty());
  planted = {EPERM};
  BOOST_TEST(error_of([&] { made.reserve(size); }) ==
             "dlp: no 100000 bytes of shared memory: Operation not permitted");
}

BOOST_AUTO_TEST_CASE(a_signal_that_comes_meanwhile_does_not_begin_it_again) {
  auto const made = shared_object::create();
  planted = {EINTR, 0, EINTR, EINTR, 0};
  made.reserve(std::uint64_t{40} << 20);
  BOOST_TEST(planted.empty());
  BOOST_TEST(fs::file_size("/dev/shm" + made.name()) == std::uint64_t{40} << 20);
}

BOOST_AUTO_TEST_CASE(a_process_that_can_open_no_more_files_is_told_so) {
  auto said = std::vector<std::string>();
  auto const made = shared_object::create();
  {
    auto const none = dlp_test::no_more_files();
    said.push_back(error_of([] { static_cast<void>(shared_object::create()); }));
    said.push_back(error_of([&] { static_cast<void>(shared_object::open(made.name())); }));
  }
  BOOST_TEST(said.front() == "dlp: no shared memory can be created: Too many open files");
  BOOST_TEST(said.back() ==
             "dlp: shared memory of this node cannot be opened: Too many open files");
}

BOOST_AUTO_TEST_SUITE_END()
