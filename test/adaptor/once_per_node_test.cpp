// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/once_per_node.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <numeric>
#include <ranges>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/all_gather.hpp>
#include <dlp/adaptor/barrier.hpp>
#include <dlp/adaptor/for_each.hpp>
#include <dlp/adaptor/map.hpp>
#include <dlp/adaptor/reduce.hpp>
#include <dlp/adaptor/split_managed.hpp>
#include <dlp/adaptor/split_shared.hpp>
#include <dlp/comm/local_rank.hpp>
#include <dlp/comm/pieces.hpp>
#include <dlp/core/error.hpp>

#include "../support/memory_taken.hpp"
#include "../support/nodes_main.hpp"
#include "../support/soaked.hpp"
#include "../support/visits.hpp"

auto main(int argc, char** argv) -> int { return dlp_test::main_on_nodes(argc, argv); }

BOOST_AUTO_TEST_SUITE(once_per_node_test)

namespace {

auto const world = dlp::communicator();

/// How many nodes there are.
auto nodes() -> int { return dlp_test::how_many(dlp::local_rank() == 0); }

auto numbers(std::size_t count) -> std::vector<double> {
  auto all = std::vector<double>(count);
  std::iota(all.begin(), all.end(), 0.5);
  return all;
}

auto has(std::span<double const> is, std::vector<double> const& should) -> bool {
  return std::ranges::equal(is, should);
}

struct setting {
  double gamma = 0.5;
  std::array<int, 3> steps = {1, 2, 3};
  friend auto operator==(setting const&, setting const&) -> bool = default;
};

/// Too large for a stack.
struct large {
  double values[2'000'000];
};

/// What this process has of the memory of its machine, in kB: of what n share, one nth.
auto share_of_memory() -> long {
  auto file = std::ifstream("/proc/self/smaps_rollup");
  for (auto word = std::string(); file >> word;) {
    auto kB = 0L;
    if (word == "Pss:" && file >> kB) return kB;
  }
  return 0;
}

/// The most memory that this process has had since the last call of `begin_to_look`, in kB.
auto most_since() -> long {
  auto file = std::ifstream("/proc/self/status");
  for (auto word = std::string(); file >> word;) {
    auto kB = 0L;
    if (word == "VmHWM:" && file >> kB) return kB;
  }
  return 0;
}
/// What it has now.
auto begin_to_look() -> long {
  std::ofstream("/proc/self/clear_refs") << 5;
  return most_since();
}

/// The text of what is thrown there, on every rank the same.
template <class F>
auto task_error_of(F f) -> std::string {
  auto text = std::string();
  try {
    f();
  } catch (dlp::task_error const& thrown) {
    text = thrown.what();
  }
  auto const all = dlp::all_gather(text);
  BOOST_TEST(std::ranges::count(all, text) == world.size());
  return text;
}

}  // namespace

// contract: M8
BOOST_AUTO_TEST_CASE(one_rank_of_each_node_makes_it_and_all_read_it) {
  auto calls = 0;
  auto const make = [&] {
    ++calls;
    return numbers(1000);
  };
  auto const table = dlp::once_per_node(make);
  static_assert(std::is_same_v<decltype(table.span()), std::span<double const>>);
  BOOST_TEST(has(table.span(), numbers(1000)));
  BOOST_TEST(reinterpret_cast<std::uintptr_t>(table.span().data()) % 64 == 0u);
  BOOST_TEST(calls == (dlp::local_rank() == 0 ? 1 : 0));
}

// contract: M8
BOOST_AUTO_TEST_CASE(from_the_root_it_is_made_once_for_all_nodes) {
  for (auto const limit : {std::uint64_t{1} << 30, std::uint64_t{1000}}) {
    dlp::detail::set_piece_limit(limit);
    for (auto root = 0; root != world.size(); ++root) {
      auto calls = 0;
      auto const make = [&] {
        ++calls;
        return std::vector<double>(1000, root + 0.5);
      };
      auto const table = dlp::once_per_node(make, {.from_root = true, .root = root});
      BOOST_TEST(has(table.span(), std::vector<double>(1000, root + 0.5)));
      BOOST_TEST(calls == (world.rank() == root ? 1 : 0));
    }
  }
  dlp::detail::set_piece_limit(std::uint64_t{1} << 30);
}

// contract: M8
BOOST_AUTO_TEST_CASE(it_may_be_filled_where_it_lies) {
  for (auto const from_root : {false, true}) {
    auto calls = 0;
    auto const fill = [&](std::span<double> to) {
      ++calls;
      BOOST_TEST(to.size() == 1000u);
      BOOST_TEST(std::ranges::count(to, 0.0) == 1000);
      std::iota(to.begin(), to.end(), 0.5);
    };
    auto const table = dlp::once_per_node<double>(1000, fill, {.from_root = from_root});
    BOOST_TEST(has(table.span(), numbers(1000)));
    BOOST_TEST(dlp::all_reduce(calls, std::plus<>()) == (from_root ? 1 : nodes()));
  }
}

BOOST_AUTO_TEST_CASE(elements_that_are_filled_in_place_have_been_constructed) {
  auto const few = dlp::once_per_node<setting>(3, [](std::span<setting> to) { to[1].gamma = 7; });
  auto const seven = setting{.gamma = 7};
  BOOST_TEST((few.span()[0] == setting() && few.span()[1] == seven && few.span()[2] == setting()));
}

// contract: M8
BOOST_AUTO_TEST_CASE(a_struct_is_a_value) {
  auto const one = dlp::once_per_node([] { return setting{.gamma = 2}; });
  BOOST_TEST(one->gamma == 2);
  BOOST_TEST((*one == setting{.gamma = 2}));
  auto const yes = dlp::once_per_node([] { return true; }, {.from_root = true});
  BOOST_TEST(*yes);
  auto const huge = dlp::once_per_node([] { return large{.values = {1.5}}; });
  BOOST_TEST(huge->values[0] == 1.5);
}

// contract: M8
BOOST_AUTO_TEST_CASE(a_vector_of_structs_and_an_empty_one_are_made_too) {
  auto const many = dlp::once_per_node([] { return std::vector(100, setting{.gamma = 3}); });
  BOOST_TEST(many.span().size() == 100u);
  BOOST_TEST((many.span()[99] == setting{.gamma = 3}));
  for (auto const from_root : {false, true}) {
    auto const made =
        dlp::once_per_node([] { return std::vector<int>(); }, {.from_root = from_root});
    auto const filled = dlp::once_per_node<int>(0, [](auto) {}, {.from_root = from_root});
    BOOST_TEST(made.span().empty());
    BOOST_TEST(filled.span().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_vector_that_is_returned_by_reference_stays_as_it_is) {
  auto const mine = numbers(10);
  auto const table = dlp::once_per_node([&]() -> std::vector<double> const& { return mine; });
  BOOST_TEST(has(table.span(), mine));
  BOOST_TEST(has(mine, numbers(10)));
}

BOOST_AUTO_TEST_CASE(it_can_be_made_over_any_communicator) {
  auto const half = world.split(world.rank() % 2, -world.rank());
  auto const make = [&] { return std::vector<int>{world.rank() % 2, half.size()}; };
  auto const last = half.size() - 1;
  for (auto const from_root : {false, true}) {
    auto const table =
        dlp::once_per_node(make, {.from_root = from_root, .root = last, .comm = half});
    BOOST_TEST((table.span()[0] == world.rank() % 2 && table.span()[1] == half.size()));
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(what_make_throws_is_the_same_task_error_on_every_rank) {
  auto const fail = [] { throw std::invalid_argument("no such table"); };
  for (auto const from_root : {false, true}) {
    auto const options = dlp::once_per_node_options{.from_root = from_root};
    auto const in_make = [&]() -> std::vector<int> { return fail(), std::vector<int>(); };
    auto const made = [&] { static_cast<void>(dlp::once_per_node(in_make, options)); };
    auto const filled = [&] {
      static_cast<void>(dlp::once_per_node<int>(5, [&](auto) { fail(); }, options));
    };
    for (auto const& said : {task_error_of(made), task_error_of(filled)}) {
      BOOST_TEST(said.find("std::invalid_argument: no such table") != said.npos, said);
      BOOST_TEST(said.find("once_per_node of ") == 0u, said);
    }
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_call_of_dlp_in_make_is_a_task_error_on_every_rank) {
  auto const meets = [] {
    dlp::barrier();
    return 1.0;
  };
  auto const said = task_error_of([&] { static_cast<void>(dlp::once_per_node(meets)); });
  BOOST_TEST(
      said.find("barrier, root 0 inside the body of a loop, of call_on_root, of once") != said.npos,
      said);
}

BOOST_AUTO_TEST_CASE(a_loop_in_make_runs_on_its_rank_alone) {
  auto const sum = dlp::once_per_node([] {
    auto all = 0;
    for (auto i : dlp::split_managed(10)) all += i;
    return all;
  });
  BOOST_TEST(*sum == 45);
}

// contract: E1
BOOST_AUTO_TEST_CASE(in_a_body_it_is_a_usage_error) {
  auto const body = [](int) { static_cast<void>(dlp::once_per_node([] { return 1.0; })); };
  auto const said = task_error_of([&] { dlp::for_each(std::views::iota(0, 3), body); });
  BOOST_TEST(said.find("once_per_node of double, root 0 inside the body of a loop") != said.npos,
             said);
}

// contract: E4
BOOST_AUTO_TEST_CASE(ranks_that_disagree_are_told_who_said_what) {
  if (world.size() == 1) return;
  auto const odd = world.rank() % 2 == 1;
  auto const said_of = [](auto call) {
    try {
      call();
    } catch (dlp::disagreement const& thrown) {
      return std::string(thrown.what());
    }
    return std::string();
  };
  auto const size = said_of([&] {
    static_cast<void>(dlp::once_per_node<double>(odd ? 10 : 11, [](std::span<double>) {}));
  });
  BOOST_TEST(size.find("once_per_node of 11 double, root 0") != size.npos, size);
  BOOST_TEST(size.find("once_per_node of 10 double, root 0") != size.npos, size);
  auto const options = said_of(
      [&] { static_cast<void>(dlp::once_per_node([] { return 1.0; }, {.from_root = odd})); });
  BOOST_TEST(options.find("once_per_node of double, from_root, root 0") != options.npos, options);
  auto const call = said_of([&] {
    if (odd)
      dlp::barrier();
    else
      static_cast<void>(dlp::once_per_node([] { return 1.0; }));
  });
  BOOST_TEST(call.find("a call that only some ranks make") != call.npos, call);
}

// contract: E6
BOOST_AUTO_TEST_CASE(wrong_options_are_usage_errors_before_anything_is_sent) {
  auto const one = [] { return 1.0; };
  BOOST_CHECK_THROW(static_cast<void>(dlp::once_per_node(one, {.root = world.size()})),
                    dlp::usage_error);
  auto const fill = [](std::span<double>) {};
  for (auto const n : {~std::size_t{0}, ~std::size_t{0} / 16 + 1}) {
    BOOST_CHECK_EXCEPTION(static_cast<void>(dlp::once_per_node<double>(n, fill)), dlp::usage_error,
                          [&](auto const& thrown) {
                            return std::string(thrown.what()).find(std::to_string(n)) !=
                                   std::string::npos;
                          });
  }
}

// contract: E1 M8
BOOST_AUTO_TEST_CASE(more_than_a_node_has_is_told_with_both_sizes) {
  auto calls = 0;
  auto const huge = std::size_t{1} << 47;  // 1 PB
  auto const fill = [&](std::span<double>) { ++calls; };
  auto const said =
      task_error_of([&] { static_cast<void>(dlp::once_per_node<double>(huge, fill)); });
  BOOST_TEST(said.find("1125899906842624 bytes") != said.npos, said);
  if (dlp::local_size() > 1) BOOST_TEST(said.find("and /dev/shm has ") != said.npos, said);
  BOOST_TEST(calls == 0);
}

BOOST_AUTO_TEST_CASE(the_body_of_a_map_reads_it) {
  auto const table = dlp::once_per_node([] { return numbers(100); });
  auto const twice = dlp::map([table](int i) { return 2 * table.span()[std::size_t(i)]; },
                              std::views::iota(0, 100), {.everywhere = true});
  BOOST_TEST(twice[99] == 199);
}

BOOST_AUTO_TEST_CASE(loops_that_count_in_memory_of_the_node_are_not_touched_by_it) {
  for (auto round = 0; round != 9; ++round) {
    if (round == 4) dlp::barrier();  // where the counters are goes by the number of the call
    auto const table = dlp::once_per_node([] { return std::vector(100, 2); });
    auto own = std::vector<int>();
    for (auto i : dlp::split_shared(100)) own.push_back(i * table.span()[std::size_t(i)] / 2);
    BOOST_TEST(dlp_test::exactly_once(own, 100));
  }
}

// contract: M8
BOOST_AUTO_TEST_CASE(thousands_of_them_take_no_descriptors_and_leave_nothing) {
  auto const entries = [](char const* folder) {
    return std::distance(std::filesystem::directory_iterator(folder),
                         std::filesystem::directory_iterator());
  };
  auto const count = world.size() > 2 ? 300 : 3000;
  auto const files = entries("/proc/self/fd");
  auto tables = std::vector<dlp::node_array<int>>();
  for (auto i = 0; i != count; ++i) {
    tables.push_back(dlp::once_per_node([&] { return std::vector<int>(10, i); }));
  }
  BOOST_TEST(entries("/proc/self/fd") == files);
  for (auto i = 0; i != count; ++i) BOOST_TEST_REQUIRE(tables[std::size_t(i)].span()[9] == i);
}

// contract: M8
BOOST_AUTO_TEST_CASE(each_rank_gives_its_handles_back_when_it_likes) {
  auto table = dlp::once_per_node([] { return numbers(1000); });
  if (world.rank() % 2 == 0) table = {};
  dlp::barrier();
  auto const more = dlp::once_per_node([] { return numbers(10); });
  if (world.rank() % 2 == 1) BOOST_TEST(has(table.span(), numbers(1000)));
  BOOST_TEST(has(more.span(), numbers(10)));
}

// contract: M8
BOOST_AUTO_TEST_CASE(the_memory_of_a_node_has_it_once) {
  if (!dlp_test::memory_is_the_programs_own) return;
  auto const kB = dlp_test::soaked(64L << 10, 64L << 10);  // less is lost among what else is taken
  auto const count = static_cast<std::size_t>(kB) << 7;    // 8 bytes each
  auto const taken = [] {
    dlp::barrier();
    return dlp::all_reduce(share_of_memory(), std::plus<>());
  };
  auto const ones = [](std::span<double> to) { std::ranges::fill(to, 1.0); };
  for (auto const from_root : {false, true}) {
    auto const before = taken();
    auto const made =
        dlp::once_per_node([&] { return std::vector(count, 1.0); }, {.from_root = from_root});
    BOOST_TEST(std::reduce(made.span().begin(), made.span().end()) == double(count));
    auto const middle = taken();
    auto const filled = dlp::once_per_node<double>(count, ones, {.from_root = from_root});
    BOOST_TEST(std::reduce(filled.span().begin(), filled.span().end()) == double(count));
    auto const after = taken();
    auto const how_many_nodes = nodes();
    if (world.rank() == 0) {
      BOOST_TEST_MESSAGE(world.size() << " ranks on " << how_many_nodes << " nodes, " << kB
                                      << " kB: " << middle - before << " and " << after - middle
                                      << " kB of memory are taken");
    }
    for (auto const more : {middle - before, after - middle}) {
      BOOST_TEST(double(more) > 0.9 * double(how_many_nodes * kB));
      BOOST_TEST(double(more) < 1.1 * double(how_many_nodes * kB));
    }
  }
}

// contract: M8
BOOST_AUTO_TEST_CASE(who_makes_it_needs_room_for_it_twice_and_once_where_it_is_filled_in_place) {
  if (!dlp_test::memory_is_the_programs_own) return;
  auto const kB = 64L << 10;
  auto const count = std::size_t(kB) << 7;
  auto const ones = [](std::span<double> to) { std::ranges::fill(to, 1.0); };
  auto const makes = [](bool from_root) {
    return from_root ? world.rank() == 0 : dlp::local_rank() == 0;
  };
  for (auto const from_root : {false, true}) {
    auto const options = dlp::once_per_node_options{.from_root = from_root};
    // Who gets it from the root has it once, and who only reads it nothing before it reads.
    auto const once = dlp::local_rank() == 0 ? 1.1 : 0.1;
    auto before = begin_to_look();
    auto const filled = dlp::once_per_node<double>(count, ones, options);
    BOOST_TEST(double(most_since() - before) < once * double(kB));
    before = begin_to_look();
    auto const made = dlp::once_per_node([&] { return std::vector(count, 1.0); }, options);
    BOOST_TEST(double(most_since() - before) < (makes(from_root) ? 2.1 : once) * double(kB));
  }
}

BOOST_AUTO_TEST_SUITE_END()
