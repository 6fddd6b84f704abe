// SPDX-License-Identifier: BSL-1.0
//
// What do large results cost on their way to the root? Workers make vectors, by `map_unordered` and
// by `map`; and by MPI alone, where each vector is sent as it lies, and received into one that the
// root uses again and again, as `map_unordered` may, or into one that stays, as `map` has to.
#include <sys/resource.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <mpi.h>
#include <dlp.hpp>

#include "../support/clock.hpp"
#include "../support/program.hpp"
#include "../support/statistics.hpp"
#include "../support/table.hpp"

using namespace benchmark;

namespace {

using numbers = std::vector<double>;

/// The results of a run: so many, each of so many numbers.
struct workload {
  int count;
  std::size_t size;

  [[nodiscard]] auto make(int i) const { return numbers(size, i); }
  /// What the first and the last numbers of all results add up to.
  [[nodiscard]] auto sum() const { return static_cast<double>(count) * (count - 1); }
};

auto ends_of(numbers const& one) { return one.front() + one.back(); }

auto by_map_unordered(workload const& work) -> double {
  auto sum = 0.0;
  auto const make = [&work](int i) { return work.make(i); };
  for (auto const& one : dlp::map_unordered(make, work.count)) sum += ends_of(one);
  return sum;
}

auto by_map(workload const& work) -> double {
  auto sum = 0.0;
  for (auto const& one : dlp::map([&work](int i) { return work.make(i); }, work.count))
    sum += ends_of(one);
  return sum;
}

/// Worker w of W sends the results w, w + W, …; the root takes each into what `place()` gives.
auto by_mpi(workload const& work, std::function<numbers&()> const& place) -> double {
  auto const comm = MPI_Comm(boost::mpi::communicator());
  auto const rank = boost::mpi::communicator().rank();
  auto const workers = boost::mpi::communicator().size() - 1;
  auto const size = static_cast<int>(work.size);
  auto sum = 0.0;
  if (rank == 0) {
    for (auto i = 0; i != work.count; ++i) {
      auto& one = place();
      MPI_Recv(one.data(), size, MPI_DOUBLE, MPI_ANY_SOURCE, 0, comm, MPI_STATUS_IGNORE);
      sum += ends_of(one);
    }
  } else {
    for (auto i = rank - 1; i < work.count; i += workers)
      MPI_Send(work.make(i).data(), size, MPI_DOUBLE, 0, 0, comm);
  }
  return sum;
}

auto by_mpi_into_one(workload const& work) -> double {
  auto buffer = numbers(work.size);
  return by_mpi(work, [&]() -> numbers& { return buffer; });
}

auto by_mpi_into_each(workload const& work) -> double {
  auto all = std::vector<numbers>();
  return by_mpi(work, [&]() -> numbers& { return all.emplace_back(work.size); });
}

/// Seconds until the root has all results, and its page faults meanwhile.
struct figures {
  std::vector<double> seconds, faults;
};

auto page_faults() -> double {
  auto used = rusage();
  ::getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_minflt);
}

void measure(std::function<double(workload const&)> const& run, workload const& work, figures& to) {
  dlp::barrier();
  auto const faults = page_faults();
  auto const begin = MPI_Wtime();
  auto const sum = run(work);
  to.seconds.push_back(MPI_Wtime() - begin);
  to.faults.push_back(page_faults() - faults);
  auto const is_right = dlp::call_on_root([&] { return sum == work.sum(); });
  if (!is_right) throw wrong_visits("the results are not those that were made");
}

void run(options const& given) {
  auto const rounds = given.number<int>("--rounds", 1);
  if (boost::mpi::communicator().size() == 1) options::complain("--rounds", "needs a worker");
  auto results = table({"bytes", "results", "", "ms", "times MPI", "page faults"});
  for (auto const& size : given.list("--sizes")) {
    auto bytes = std::size_t();
    if (!parse(size, bytes) || bytes < 8) options::complain("--sizes", "needs sizes in bytes");
    auto const count = std::max<std::size_t>(given.number<std::size_t>("--bytes", 8) / bytes, 1);
    auto const work = workload{static_cast<int>(count), bytes / sizeof(double)};
    auto mpi_into_one = figures();
    auto mpi_into_each = figures();
    auto unordered = figures();
    auto map = figures();
    for (auto round = 0; round != rounds; ++round) {
      measure(by_map_unordered, work, unordered);
      measure(by_mpi_into_one, work, mpi_into_one);
      measure(by_map, work, map);
      measure(by_mpi_into_each, work, mpi_into_each);
    }
    auto const add = [&](std::string name, figures const& what, figures const& mpi) {
      auto const ratio = median(paired(what.seconds, mpi.seconds, std::divides<>()));
      results.add({size, std::to_string(work.count), std::move(name),
                   three_digits(1e3 * median(what.seconds)), fixed(ratio, 2),
                   fixed(median(what.faults), 0)});
    };
    add("MPI into one", mpi_into_one, mpi_into_one);
    add("map_unordered", unordered, mpi_into_one);
    add("MPI into each", mpi_into_each, mpi_into_each);
    add("map", map, mpi_into_each);
  }
  if (boost::mpi::communicator().rank() == 0) results.print();
  say_passed();
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv, "map_results",
                     {{"--sizes", "N,…", "1000,100000,4000000", "bytes of a result"},
                      {"--bytes", "N", "800000000", "bytes of all results"},
                      {"--rounds", "N", "5", "how often it is measured"}},
                     run);
}
