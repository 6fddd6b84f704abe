// SPDX-License-Identifier: BSL-1.0
//
// A call with a journal, to be killed: calls CALL FILE NOTES, or list FILE, which says what the
// journal has. Each body first writes its index into NOTES.
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include <boost/serialization/vector.hpp>

#include <dispatch/journal/journal_check.hpp>
#include <dispatch/journal/journal_reader.hpp>
#include <dlp/batches.hpp>
#include <dlp/sweep.hpp>

namespace {

constexpr auto size = 500;

/// One line, in one piece, whoever else writes.
void note(char const* file, int index) {
  auto const line = std::to_string(index) + "\n";
  auto const to = ::open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (::write(to, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::abort();
  ::close(to);
}

auto work(int x) -> std::vector<double> {
  std::this_thread::sleep_for(std::chrono::microseconds(500 + x * 7919 % 4000));
  return std::vector<double>(static_cast<std::size_t>(x % 40), 1.0 / (x + 1));
}

auto sum(std::vector<double> const& all) -> double {
  return std::accumulate(all.begin(), all.end(), 0.0);
}

void list(char const* file) try {
  dlp::detail::journal_reader(file).for_each_row(
      [](auto const& row) { std::printf("%llu\n", static_cast<unsigned long long>(row.index)); });
} catch (dlp::usage_error const&) {
  if (!dlp::detail::has_nothing(file)) throw;  // else it was killed before there were tables
}

/// A sweep, of which some cells fail; a number that depends on all of its table.
auto sum_of_sweep(dlp::journal const& file, char const* notes) -> double {
  auto const grid =
      dlp::product(dlp::axis("tens", dlp::arange(50)), dlp::axis("ones", dlp::arange(10)));
  auto const table = dlp::sweep(
      [notes](int tens, int ones) {
        auto const x = 10 * tens + ones;
        note(notes, x);
        if (x % 17 == 3) throw std::domain_error(std::to_string(x));
        return std::tuple(work(x), 1.0 / (x + 1));
      },
      grid, {.path = file});
  if (table.empty()) return 0;
  auto const csv = std::string(file.path) + ".csv";
  table.save(csv);
  auto text = std::ifstream(csv, std::ios::binary);
  auto total = 0.0;
  for (char c = 0; text.get(c);) total = total * 31 / 32 + c;
  std::filesystem::remove(csv);
  return total;
}

/// The call; a number that depends on all results, on the root.
auto run(std::string const& call, dlp::journal const& file, char const* notes) -> double {
  auto const f = [notes](int x) {
    note(notes, x);
    return work(x);
  };
  if (call == "map") {
    auto const all = dlp::map(f, size, {.journal = file});
    auto total = static_cast<double>(all.size());
    for (auto const& one : all) total = total / 2 + sum(one);
    return total;
  }
  if (call == "map_unordered") {
    auto all = std::map<dlp::index_t, double>();
    auto found = dlp::map_unordered(f, size, {.journal = file});
    for (auto it = found.begin(); it != found.end(); ++it) all[it.index()] += sum(*it);
    auto total = static_cast<double>(all.size());
    for (auto const& [index, value] : all) total = total / 2 + value;
    return total;
  }
  if (call == "sweep") return sum_of_sweep(file, notes);
  if (call == "batches") {
    auto const trial = [&](dlp::trajectory const& one) {
      return sum(f(static_cast<int>(one.index))) + 1e-9 * static_cast<double>(one.stream() >> 40U);
    };
    auto const all =
        dlp::batches(trial, dlp::moments(), {.count = size, .batch_size = 1, .journal = file});
    return all.mean() + all.standard_error();
  }
  if (call == "map_reduce") {
    return dlp::map_reduce([&](int x) { return sum(f(x)); }, size, 0.0, std::plus<>(),
                           {.journal = file});
  }
  if (call == "for_each") {
    dlp::for_each(size, [&](int x) { static_cast<void>(f(x)); }, {.journal = file});
    return 0;
  }
  if (call == "split_shared") {
    for (auto const x : dlp::split_shared(size, {.journal = file})) static_cast<void>(f(x));
    return 0;
  }
  for (auto const x : dlp::split_managed(size, {.journal = file})) static_cast<void>(f(x));
  return 0;
}

}  // namespace

auto main(int argc, char** argv) -> int {
  if (argc == 3 && argv[1] == std::string("list")) {
    list(argv[2]);
    return 0;
  }
  auto const environment = dlp::environment(argc, argv);
  dlp::stop_on_signal();
  auto const found = run(argv[1], argv[2], argv[3]);
  if (dlp::communicator().rank() == 0) std::printf("RESULT %a\n", found);
  return 0;
}
