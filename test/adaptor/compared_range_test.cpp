// SPDX-License-Identifier: BSL-1.0
//
// Ranks whose ranges are not the same: what every loop says of one that is empty here and not
// there, and all that DLP_CHECK=1 finds.
#include <dlp/adaptor/compared_range.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <forward_list>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <random>
#include <ranges>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include <unistd.h>

#include <boost/mpi/environment.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp.hpp>

#include "../support/ranges.hpp"
#include "mpi_test.hpp"

namespace {

auto world() -> dlp::communicator { return {}; }

/// Calls `use(name, loop)` for every way to loop; `loop(range)` does.
template <class Use>
void for_each_managed_loop(Use use) {
  use("split_managed", [](auto&& xs) {
    for (auto&& x : dlp::split_managed(xs)) static_cast<void>(x);
  });
  use("split_shared", [](auto&& xs) {
    for (auto&& x : dlp::split_shared(xs)) static_cast<void>(x);
  });
  use("for_each", [](auto&& xs) { dlp::for_each(xs, [](auto const&) {}); });
  auto const one = [](auto const&) { return 1; };
  use("map", [one](auto&& xs) { static_cast<void>(dlp::map(one, xs)); });
  use("map_reduce",
      [one](auto&& xs) { static_cast<void>(dlp::map_reduce(one, xs, 0, std::plus<>())); });
  use("map_unordered", [one](auto&& xs) {
    for (auto const& x : dlp::map_unordered(one, xs)) static_cast<void>(x);
  });
}

template <class Use>
void for_each_loop(Use use) {
  for_each_managed_loop(use);
  use("split_round_robin", [](auto&& xs) {
    for (auto&& x : dlp::split_round_robin(xs)) static_cast<void>(x);
  });
  use("split_block", [](auto&& xs) {
    for (auto&& x : dlp::split_block(xs)) static_cast<void>(x);
  });
}

/// What `f` throws where the ranks disagree; empty where nothing.
template <class F>
auto disagreement_in(F f) -> std::string {
  try {
    f();
    return {};
  } catch (dlp::disagreement const& thrown) {
    return thrown.what();
  }
}

auto is_one_of(std::string_view name, std::initializer_list<std::string_view> names) -> bool {
  return std::ranges::find(names, name) != names.end();
}

/// Every rank says the same, and it has these words; nothing where one rank is alone.
void check_said(std::string const& text, std::string const& expected, std::string_view loop) {
  auto const texts = dlp::all_gather(text);
  BOOST_TEST_CONTEXT(loop) {
    BOOST_TEST(std::ranges::count(texts, text) == world().size(), text);
    if (world().size() == 1) {
      BOOST_TEST(text == "");
    } else {
      BOOST_TEST(text.find(expected) != text.npos, text << " lacks: " << expected);
    }
  }
}

auto on_the_last_rank() -> bool {
  return world().size() > 1 && world().rank() == world().size() - 1;
}

}  // namespace

// contract: E4
BOOST_AUTO_TEST_CASE(
    a_range_without_a_size_that_is_empty_here_and_not_there_is_found_by_every_loop) {
  for (auto const odd : {0, world().size() - 1}) {
    for (auto const odd_size : {0, 3}) {
      auto const size = world().rank() == odd || world().size() == 1 ? odd_size : 3 - odd_size;
      for_each_managed_loop([&](auto name, auto loop) {
        // By the time that the odd one comes the others have visited all that they find.
        auto const come = [&] {
          if (world().rank() == odd) std::this_thread::sleep_for(std::chrono::milliseconds(20));
        };
        auto list = std::forward_list<int>(static_cast<std::size_t>(size));
        check_said(disagreement_in([&] { come(), loop(list); }), " finds ", name);
        auto generator = dlp_test::counting_generator(size);
        check_said(disagreement_in([&] { come(), loop(generator); }), " finds ", name);
      });
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_the_same_on_all_ranks_passes) {
  for_each_loop([](auto name, auto loop) {
    dlp_test::for_each_kind(100, [&](auto kind, auto make, auto) {
      BOOST_TEST_CONTEXT(name << " over " << kind) {
        BOOST_TEST(disagreement_in([&] { loop(make()); }) == "");
      }
    });
  });
}

// contract: E10
BOOST_AUTO_TEST_CASE(the_first_index_that_differs_is_named) {
  for (auto const size : {1U, 63U, 64U, 65U, 1000U, 5000U}) {
    for (auto const at : {std::size_t{0}, std::size_t{size / 2}, std::size_t{size - 1}}) {
      auto xs = std::vector<double>(size, 1.5);
      if (on_the_last_rank()) xs[at] = xs.back() = 2;
      auto const expected = "at index " + std::to_string(at) + " is another";
      for_each_loop([&](auto name, auto loop) {
        if (at != size / 2 && name != std::string_view("map")) return;
        check_said(disagreement_in([&] { loop(xs); }), expected, name);
        auto list = std::forward_list<double>(xs.begin(), xs.end());
        check_said(disagreement_in([&] { loop(list); }), expected, name);
      });
    }
  }
}

// contract: E10
BOOST_AUTO_TEST_CASE(a_range_that_can_be_walked_once_is_compared_when_the_loop_is_over) {
  for (auto const size : {1, 100, 1000}) {
    for_each_loop([&](auto name, auto loop) {
      auto text = std::string();
      for (auto i = 0; i != size; ++i) {
        text += on_the_last_rank() && i >= size / 2 ? "other " : "word ";
      }
      auto in = std::istringstream(text);
      auto const said = disagreement_in([&] { loop(std::views::istream<std::string>(in)); });
      auto const expected = "at index " + std::to_string(size / 2) + " is another";
      auto const all_walk_all = is_one_of(name, {"split_round_robin", "split_block"});
      auto const all_walk = all_walk_all || name == std::string_view("split_shared");
      if (all_walk_all || (all_walk && size == 1) || !said.empty())
        check_said(said, expected, name);
    });
  }
}

// contract: S7
BOOST_AUTO_TEST_CASE(ranks_that_leave_early_keep_nobody_waiting) {
  for (auto round = 0; round != 3; ++round) {
    auto in = std::istringstream("a b c d e f g h i j");
    for (auto const& x : std::views::istream<std::string>(in) | dlp::split_shared) {
      static_cast<void>(x);
      if (world().rank() == round) break;
    }
    for (auto const& x : std::views::iota(0) | dlp::split_round_robin) {
      if (x > 10 * world().rank() + 50) break;
    }
    auto more = std::istringstream("a b c d e f g h i j");
    try {
      for (auto const& x : std::views::istream<std::string>(more) | dlp::split_round_robin) {
        if (x == "b") throw std::runtime_error("b");
      }
    } catch (std::runtime_error const&) {
    }
    dlp::barrier();
  }
}

BOOST_AUTO_TEST_CASE(an_endless_range_is_looked_at_as_far_as_it_was_visited) {
  auto const loop = [](auto xs) {
    for (auto x : xs | dlp::split_round_robin) {
      if (x >= 40) break;
    }
    for (auto x : xs | dlp::split_managed({.schedule = dlp::fixed{1}})) {
      if (x >= 40) break;
    }
  };
  auto furthest = 0;  // an exception would be lost: a rank that has left ends its part in silence
  auto const note = [&](int x) { return furthest = std::max(furthest, x), x; };
  loop(std::views::iota(0) | std::views::transform(note));
  dlp::barrier();
  BOOST_TEST(furthest <= 1000);
}

// contract: E10
BOOST_AUTO_TEST_CASE(loops_in_the_body_of_a_loop_are_not_compared) {
  auto const xs = std::vector{1, 2, 3, 4, 5};
  auto const visit = [](auto range) {
    for (auto y : range) static_cast<void>(y);
  };
  for (auto x : xs | dlp::split_round_robin) {
    visit(std::vector(static_cast<std::size_t>(x), 7) | dlp::split_block);
  }
  for (auto x : xs | dlp::split_managed) {
    visit(std::vector(static_cast<std::size_t>(x), world().rank()) | dlp::split_managed);
  }
  dlp::barrier();
}

namespace {

struct cell {
  std::string name;
};
struct by_name {
  auto operator()(cell const* a, cell const* b) const -> bool { return a->name < b->name; }
};

/// Every loop finds that `make(true)` of the last rank is not what the others have, and lets pass
/// what all make alike.
template <class Make>
void check_found(std::string const& expected, Make make) {
  for_each_loop([&](auto name, auto loop) {
    BOOST_TEST_CONTEXT(name) {
      auto const same = make(false);
      BOOST_TEST(disagreement_in([&] { loop(same); }) == "");
      auto const odd = make(on_the_last_rank());
      check_said(disagreement_in([&] { loop(odd); }), expected, name);
    }
  });
}

}  // namespace

// contract: E10
BOOST_AUTO_TEST_CASE(a_shuffle_with_a_seed_of_its_own_is_found) {
  check_found(" is another on rank ", [](bool odd) {
    auto order = std::vector<int>(100);
    std::iota(order.begin(), order.end(), 0);
    std::ranges::shuffle(order, std::mt19937(odd ? 7U : 42U));
    return order;
  });
}

// contract: E10
BOOST_AUTO_TEST_CASE(a_set_that_is_ordered_by_name_is_compared_by_what_is_in_it) {
  auto kept = std::vector<std::unique_ptr<cell>>();
  auto const make = [&](std::string last) {
    auto cells = std::set<cell*, by_name>();
    for (auto i = 0; i != 9; ++i) {  // the order of addresses is that of names, or against it
      auto const digit = on_the_last_rank() ? 8 - i : i;
      kept.push_back(std::make_unique<cell>(cell{digit == 8 ? last : std::to_string(digit)}));
      cells.insert(kept.back().get());
    }
    return cells;
  };
  check_found("at index 8 is another", [&](bool odd) { return make(odd ? "9" : "8"); });
}

namespace {

/// A folder with files, of which one may be another.
class folder {
 public:
  folder(std::string const& name, bool odd)
      : path_(std::filesystem::temp_directory_path() / ("dlp_compared." + name)) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
    for (auto const* file : {"a", "b", odd ? "d" : "c"}) std::ofstream(path_ / file) << file;
  }
  folder(folder const&) = delete;
  auto operator=(folder const&) -> folder& = delete;
  ~folder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] auto path() const -> std::filesystem::path const& { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

// contract: E10
BOOST_AUTO_TEST_CASE(a_folder_that_is_walked_is_compared_by_the_names_in_it) {
  using std::filesystem::directory_iterator;
  auto const job = dlp::call_on_root([] { return std::to_string(::getpid()); });
  auto shared = std::unique_ptr<folder>();
  if (world().rank() == 0) shared = std::make_unique<folder>(job, false);
  dlp::barrier();
  auto const own = folder(job + "." + std::to_string(world().rank()), on_the_last_rank());
  auto const started_in = std::filesystem::current_path();
  auto const of_job = std::filesystem::temp_directory_path() / ("dlp_compared." + job);
  for_each_loop([&](auto name, auto loop) {
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST(disagreement_in([&] { loop(directory_iterator(of_job)); }) == "");
      std::filesystem::current_path(own.path());
      auto const said = disagreement_in([&] { loop(directory_iterator(".")); });
      std::filesystem::current_path(started_in);
      // Who manages a loop walks nothing, and a rank that has had no example has seen none.
      auto const all_walk_all = is_one_of(name, {"split_round_robin", "split_block"});
      if (all_walk_all || !said.empty()) check_said(said, " is another on rank ", name);
    }
  });
  dlp::barrier();
}

BOOST_AUTO_TEST_SUITE(ends, *boost::unit_test::disabled())

// contract: E7 E10
BOOST_AUTO_TEST_CASE(one_rank_ends_before_a_split_that_sends_nothing) {
  auto const env = dlp::environment();
  auto const xs = std::vector{1, 2, 3, 4, 5, 6};
  for (auto x : xs | dlp::split_round_robin) static_cast<void>(x);
  if (world().rank() == 1) return;
  for (auto x : xs | dlp::split_round_robin) static_cast<void>(x);
  std::this_thread::sleep_for(std::chrono::seconds(20));
}

// contract: E7 E10
BOOST_AUTO_TEST_CASE(the_root_ends_before_a_range_is_compared_that_was_walked_once) {
  auto const env = dlp::environment();
  auto text = std::istringstream("a b c d e f");
  auto words = std::views::istream<std::string>(text);
  if (world().rank() == 0) return;
  for (auto const& x : words | dlp::split_round_robin) static_cast<void>(x);
  std::this_thread::sleep_for(std::chrono::seconds(20));
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

using dlp::detail::is_endless;
static_assert(is_endless<decltype(std::views::iota(0))>);
static_assert(is_endless<decltype(std::views::iota(0) | std::views::transform(std::negate<>()))>);
static_assert(is_endless<decltype(std::views::iota(0) | dlp::enumerate)>);
static_assert(!is_endless<decltype(std::views::iota(0) | std::views::take(3))>);
static_assert(!is_endless<decltype(std::views::iota(0, 9))>);
static_assert(!is_endless<std::vector<int>> && !is_endless<std::forward_list<int>>);

}  // namespace

BOOST_AUTO_TEST_CASE(ranks_that_differ_in_it_disagree, *boost::unit_test::disabled()) {
  auto text = disagreement_in([] { dlp::barrier(); });
  BOOST_TEST(text.find("barrier, root 0\"") != text.npos, text);
  BOOST_TEST(text.find("DLP_CHECK=1\"") != text.npos, text);
}

auto main(int argc, char** argv) -> int {
  boost::mpi::environment const mpi(argc, argv, boost::mpi::threading::multiple);
  auto const chosen = std::string_view(argc > 1 ? argv[1] : "");
  auto const differs = chosen.ends_with("differ_in_it_disagree") && world().rank() == 1;
  auto const compares = !differs && !chosen.ends_with("that_is_empty_*");
  compares ? ::setenv("DLP_CHECK", "1", 1) : ::unsetenv("DLP_CHECK");
  return dlp_test::run(argc, argv);
}
