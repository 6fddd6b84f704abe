// SPDX-License-Identifier: BSL-1.0
#include "figures.hpp"

#include <algorithm>
#include <fstream>

#include <unistd.h>

#include <dlp/pool.hpp>

#include "../support/clock.hpp"
#include "../support/program.hpp"

namespace benchmark {
namespace {

using dlp::index_t;

/// What this process has of the memory now, in kB.
auto memory_taken() -> long {
  auto file = std::ifstream("/proc/self/statm");
  auto total = 0L;
  auto resident = 0L;
  file >> total >> resident;
  return resident * (::sysconf(_SC_PAGESIZE) / 1024);
}

/// The memory of this rank after a tenth of all calls, and after all of them.
class memory_notes {
 public:
  explicit memory_notes(index_t calls) : calls_(calls) {}

  /// To be told of each call that this rank has made, or whose result has come.
  void after(index_t call) {
    if (++heard_ % every == 0) (call < calls_ / 10 ? early_ : late_) = memory_taken();
  }
  [[nodiscard]] auto growth() const -> long { return early_ && late_ ? late_ - early_ : 0; }

 private:
  static constexpr auto every = 100;
  index_t calls_;
  index_t heard_ = 0;
  long early_ = 0;
  long late_ = 0;
};

/// While all ranks are in `use`, which the root alone plays.
template <class Use>
auto cores_taken(Use use) -> std::vector<double> {
  auto const start = start_together();
  auto const before = cpu_time_of_process();
  dlp::executor::run(use);
  return dlp::all_gather((cpu_time_of_process() - before) / (now() - start));
}

void nap(double seconds) { sleep_until(now() + seconds); }

}  // namespace

auto growth_in_calls(index_t calls) -> std::vector<long> {
  constexpr auto at_once = index_t{100};
  auto notes = memory_notes(calls);
  auto pool = dlp::function_pool<index_t(index_t)>([&](index_t x) {
    notes.after(x);
    return x;
  });
  auto wrong = index_t{0};
  for (auto x = index_t{0}; pool.is_root() && x < calls; x += at_once) {
    auto results = std::vector<dlp::future<index_t>>();
    for (auto i = index_t{0}; i != at_once; ++i) results.push_back(pool(x + i));
    for (auto i = index_t{0}; i != at_once; ++i) {
      if (results[i].get() != x + i) ++wrong;
      notes.after(x + i);
    }
  }
  pool.shutdown();
  if (dlp::all_reduce(wrong, std::plus<>()) != 0) throw wrong_visits("a call has another's result");
  return dlp::all_gather(notes.growth());
}

auto cores_taken_by_open_pool(double seconds) -> std::vector<double> {
  return cores_taken([=](dlp::executor&) { nap(seconds); });
}

auto cores_taken_by_long_call(double seconds) -> std::vector<double> {
  return cores_taken([=](dlp::executor& pool) { pool.submit(nap, seconds).get(); });
}

auto latest_result(double seconds_of_long_call) -> double {
  auto pool = dlp::function_pool<double(bool)>([&](bool is_long) {
    if (is_long) nap(seconds_of_long_call);
    return now();
  });
  auto latest = 0.0;
  if (pool.is_root()) {
    auto all = std::vector<dlp::future<void>>();
    for (auto x = 0; x != 400; ++x) {
      auto const is_long = x % 100 == 50;
      all.push_back(pool(is_long).then([&latest, is_long](double ended) {
        if (!is_long) latest = std::max(latest, now() - ended);
      }));
    }
    for (auto& one : all) one.get();
  }
  pool.shutdown();
  return latest;
}

}  // namespace benchmark
