// SPDX-License-Identifier: BSL-1.0
#include "hang.hpp"

#include <execinfo.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <string>

#include <boost/mpi/communicator.hpp>
#include <boost/test/tree/observer.hpp>
#include <boost/test/tree/test_unit.hpp>
#include <boost/test/unit_test.hpp>

#include <comm/job/launcher_line.hpp>

namespace ut = boost::unit_test;

namespace {

auto where = std::string();  // whole beforehand: a signal's handler allocates nothing

class case_watch : public ut::test_observer {
  void test_unit_start(ut::test_unit const& unit) override {
    auto const world = boost::mpi::communicator();
    where = "rank " + std::to_string(world.rank()) + " of " + std::to_string(world.size()) +
            ": still in " + unit.full_name() + ":\n";
  }

  // Behind Boost.Test's own: what that notes of the start is looked at after each observer's.
  auto priority() -> int override { return 100; }
};

case_watch watcher;

void put(int file, char const* text, std::size_t size) {
  [[maybe_unused]] auto const written = ::write(file, text, size);
}

extern "C" void tell_and_end(int signal) {
  auto const text = ::memfd_create("hang", 0);  // all in one write: mpiexec mixes several ranks'
  auto frames = std::array<void*, 24>();
  put(text, where.data(), where.size());
  ::backtrace_symbols_fd(frames.data(), ::backtrace(frames.data(), frames.size()), text);
  auto said = std::array<char, 16384>();
  auto const size = ::pread(text, said.data(), said.size(), 0);
  if (size > 0) put(STDOUT_FILENO, said.data(), static_cast<std::size_t>(size));
  ::sleep(1);  // the other ranks say theirs
  dlp::detail::tell_launcher(128 + signal);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

void dlp_test::watch_for_a_hang() {
  auto const* const text = std::getenv("DLP_TEST_SECONDS");
  auto const limit = text ? std::atoi(text) : 0;
  if (limit <= 0) return;
  ut::framework::register_observer(watcher);
  auto* frame = static_cast<void*>(nullptr);
  ::backtrace(&frame, 1);  // loads what it needs, which a handler may not
  dlp::detail::find_launcher_line();
  std::signal(SIGALRM, &tell_and_end);
  ::alarm(static_cast<unsigned>(std::max(limit - 5, (limit + 1) / 2)));
}
