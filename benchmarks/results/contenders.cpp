// SPDX-License-Identifier: BSL-1.0
#include "contenders.hpp"

#include <memory>
#include <span>

#include <mpi.h>
#include <boost/mpi.hpp>
#include <boost/serialization/vector.hpp>

#include <dlp.hpp>

namespace benchmark {
namespace {

using numbers = std::vector<double>;

auto const world = MPI_COMM_WORLD;

auto ranks() -> std::size_t { return static_cast<std::size_t>(dlp::size()); }

/// The values of this rank.
auto own(std::size_t count) -> std::shared_ptr<numbers> {
  return std::make_shared<numbers>(count, 1.0 + dlp::rank());
}

/// Something of the values of each rank; 0 where there are none.
auto mark_of(std::vector<numbers> const& parts) -> double {
  auto mark = 0.0;
  for (auto const& part : parts) mark = 3 * mark + part.front() + part.back();
  return mark;
}
auto mark_of(std::span<double const> flat) -> double {
  auto mark = 0.0;
  auto const count = flat.size() / ranks();
  for (; !flat.empty(); flat = flat.subspan(count)) mark = 3 * mark + flat[0] + flat[count - 1];
  return mark;
}
/// Makes memory that is kept say nothing any more of what an earlier call brought: the marks are
/// made of the first and the last value of each rank.
auto spoil(numbers& kept, std::size_t count) -> void {
  for (auto i = std::size_t{0}; i < kept.size(); i += count) kept[i] = kept[i + count - 1] = -1;
}

auto mark_of_one(std::span<double const> values) -> double {
  return values.front() + values.back();
}

/// What MPI wants to know of parts of the same size.
struct layout {
  explicit layout(std::size_t count) : counts(ranks(), static_cast<int>(count)) {
    for (auto const one : counts) places.push_back(one * static_cast<int>(places.size()));
  }
  std::vector<int> counts;
  std::vector<int> places;
};

void raw_gather(numbers const& mine, numbers& all, layout const& of) {
  MPI_Gatherv(mine.data(), of.counts[0], MPI_DOUBLE, all.data(), of.counts.data(), of.places.data(),
              MPI_DOUBLE, 0, world);
}
void raw_all_gather(numbers const& mine, numbers& all, layout const& of) {
  MPI_Allgatherv(mine.data(), of.counts[0], MPI_DOUBLE, all.data(), of.counts.data(),
                 of.places.data(), MPI_DOUBLE, world);
}

/// A call of raw MPI whose result, of so many values, lies in fresh memory, and one in memory that
/// was there before.
auto raw_ways(std::size_t count, std::size_t size,
              void (*call)(numbers const&, numbers&, layout const&)) -> std::vector<way> {
  auto const mine = own(count);
  auto const of = layout(count);
  auto const kept = std::make_shared<numbers>(size);
  return {{"raw MPI",
           [=] {
             auto all = numbers(size);
             call(*mine, all, of);
             return mark_of(all);
           }},
          {"raw MPI, memory kept",
           [=] {
             call(*mine, *kept, of);
             return mark_of(*kept);
           },
           [=] { spoil(*kept, count); }}};
}

auto size_at_root(std::size_t count) { return dlp::is_root() ? count * ranks() : 0; }

auto with_first(way dlp_way, std::vector<way> ways, way last) -> std::vector<way> {
  ways.insert(ways.begin(), std::move(dlp_way));
  ways.push_back(std::move(last));
  return ways;
}

}  // namespace

auto gathers(std::size_t count) -> comparison {
  auto const mine = own(count);
  return {"gather", with_first({"dlp", [=] { return mark_of(dlp::gather(*mine)); }},
                               raw_ways(count, size_at_root(count), raw_gather),
                               {"Boost.MPI", [=] {
                                  auto all = std::vector<numbers>();
                                  boost::mpi::gather(dlp::communicator(), *mine, all, 0);
                                  return mark_of(all);
                                }})};
}

auto flat_gathers(std::size_t count) -> comparison {
  auto const mine = own(count);
  return {"gather_flat", with_first({"dlp", [=] { return mark_of(dlp::gather_flat(*mine)); }},
                                    raw_ways(count, size_at_root(count), raw_gather),
                                    {"Boost.MPI", [=] {
                                       auto all = numbers(size_at_root(count));
                                       auto const counts = layout(count).counts;
                                       boost::mpi::gatherv(dlp::communicator(), *mine, all.data(),
                                                           counts, 0);
                                       return mark_of(all);
                                     }})};
}

auto all_gathers(std::size_t count) -> comparison {
  auto const mine = own(count);
  return {"all_gather", with_first({"dlp", [=] { return mark_of(dlp::all_gather(*mine)); }},
                                   raw_ways(count, count * ranks(), raw_all_gather),
                                   {"Boost.MPI", [=] {
                                      auto all = std::vector<numbers>();
                                      boost::mpi::all_gather(dlp::communicator(), *mine, all);
                                      return mark_of(all);
                                    }})};
}

auto broadcasts(std::size_t count) -> comparison {
  auto const mine = own(count);
  auto const kept = own(count);
  auto const size = static_cast<int>(count);
  auto const spoil_kept = [=] {
    if (!dlp::is_root()) spoil(*kept, count);
  };
  /// The root's own values, elsewhere what `elsewhere` is.
  auto const at_root = [=](auto elsewhere, auto call) {
    return [=] {
      auto fresh = dlp::is_root() ? numbers() : numbers(elsewhere);
      auto& value = dlp::is_root() ? *mine : fresh;
      call(value);
      return mark_of_one(value);
    };
  };
  return {"broadcast",
          {{"dlp", at_root(0U, [](numbers& value) { dlp::broadcast(value); })},
           {"raw MPI",
            at_root(count,
                    [=](numbers& value) { MPI_Bcast(value.data(), size, MPI_DOUBLE, 0, world); })},
           {"raw MPI, memory kept",
            [=] {
              MPI_Bcast(kept->data(), size, MPI_DOUBLE, 0, world);
              return mark_of_one(*kept);
            },
            spoil_kept},
           {"dlp, memory kept",
            [=] {
              dlp::broadcast(*kept);
              return mark_of_one(*kept);
            },
            spoil_kept},
           {"Boost.MPI", at_root(0U, [](numbers& value) {
              boost::mpi::broadcast(dlp::communicator(), value, 0);
            })}}};
}

}  // namespace benchmark
