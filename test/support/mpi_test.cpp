// SPDX-License-Identifier: BSL-1.0
#include "mpi_test.hpp"

#include <mpi.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <ostream>
#include <streambuf>
#include <string>
#include <thread>

#include <boost/test/output/compiler_log_formatter.hpp>
#include <boost/test/results_reporter.hpp>
#include <boost/test/tree/observer.hpp>
#include <boost/test/tree/test_unit.hpp>
#include <boost/test/unit_test.hpp>
#include <boost/test/unit_test_log.hpp>

#include "hang.hpp"

namespace ut = boost::unit_test;

namespace {

auto world_rank() -> int {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

auto world_size() -> int {
  int size = 0;
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  return size;
}

/// Whole lines with the rank in front, one write each: the launcher mixes anything smaller.
class line_buffer : public std::streambuf {
 public:
  void end_line() {
    if (line_.empty()) return;
    line_ = "rank " + std::to_string(world_rank()) + ": " + line_ + '\n';
    [[maybe_unused]] auto const written = ::write(STDOUT_FILENO, line_.data(), line_.size());
    line_.clear();
  }

 private:
  auto overflow(int_type c) -> int_type override {
    if (c == '\n') {
      end_line();
    } else {
      line_ += traits_type::to_char_type(c);
    }
    return c;
  }

  std::string line_;
};

line_buffer lines;
std::ostream log_stream(&lines);

/// Says nothing where nothing fails.
class failures_only : public ut::output::compiler_log_formatter {
  void log_start(std::ostream&, ut::counter_t) override {}
};

[[noreturn]] void end_job(int code) {
  lines.end_line();
  std::this_thread::sleep_for(std::chrono::milliseconds(100));  // lets the launcher carry the text
  MPI_Abort(MPI_COMM_WORLD, code);
  std::_Exit(code);
}

class watch : public ut::test_observer {
 public:
  [[nodiscard]] auto cases() const -> int { return cases_; }

 private:
  void test_unit_finish(ut::test_unit const& unit, unsigned long) override {
    if (unit.p_type == ut::TUT_CASE) ++cases_;
  }

  // After an exception or a failed BOOST_REQUIRE; the log has told it by now.
  void test_unit_aborted(ut::test_unit const& unit) override {
    if (world_size() == 1) return;
    log_stream << "left " << unit.full_name() << ": ending all ranks\n";
    end_job(201);
  }

  auto priority() -> int override { return 100; }

  int cases_ = 0;
};

watch watcher;

auto set_up() -> bool {
  ut::framework::master_test_suite().p_name.value = "dlp";
  ut::unit_test_log.set_formatter(new failures_only);
  ut::unit_test_log.set_stream(log_stream);
  ut::results_reporter::set_level(ut::NO_REPORT);
  ut::framework::register_observer(watcher);
  return true;
}

/// The least of each number over all ranks. Polled: a rank that waits leaves its core to the
/// others.
auto least(std::array<int, 3> mine) -> std::array<int, 3> {
  std::array<int, 3> all = {};
  MPI_Request request = MPI_REQUEST_NULL;
  MPI_Iallreduce(mine.data(), all.data(), 3, MPI_INT, MPI_MIN, MPI_COMM_WORLD, &request);
  auto done = 0;
  while (MPI_Test(&request, &done, MPI_STATUS_IGNORE), !done) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return all;
}

}  // namespace

auto dlp_test::run(int argc, char** argv) -> int {
  if (auto const* asked = std::getenv("DLP_TEST_RANKS");
      asked && std::atoi(asked) != world_size()) {
    log_stream << "asked for " << asked << " ranks, but MPI knows of " << world_size()
               << ": is this launcher another MPI's?\n";
    end_job(202);
  }

  watch_for_a_hang();
  auto const code = ut::unit_test_main(&set_up, argc, argv);
  auto const cases = watcher.cases();
  auto const [passed, fewest, most] = least({code == 0 ? 1 : 0, cases, -cases});
  auto const same = fewest == -most && fewest > 0;

  if (world_rank() == 0) {
    if (!same) {
      log_stream << "the ranks ran " << fewest << " to " << -most << " cases\n";
    } else if (passed) {
      std::cout << "ALL " << world_size() << " RANKS PASSED (" << cases << " cases)" << std::endl;
    }
  }
  return passed && same ? 0 : code ? code : 1;
}
