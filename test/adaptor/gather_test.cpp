// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/gather.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/serialization/map.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/barrier.hpp>
#include <dlp/comm/pieces.hpp>
#include <dlp/core/error.hpp>

#include "../support/hard_values.hpp"
#include "../support/memory_taken.hpp"
#include "../support/plain_structs.hpp"

BOOST_AUTO_TEST_SUITE(gather_test)

using dlp_test::sample;
using dlp_test::stamp;

namespace {

auto const world = boost::mpi::communicator();

/// Every rank's value as `make(rank)` says, on the root; none elsewhere.
template <class Make>
auto expected(Make make, int root = 0) {
  auto all = std::vector<decltype(make(0))>();
  for (auto r = 0; world.rank() == root && r != world.size(); ++r) all.push_back(make(r));
  return all;
}

}  // namespace

// contract: M4
BOOST_AUTO_TEST_CASE(the_root_gets_every_ranks_value_by_rank) {
  auto const number = [](int r) { return 10 * r; };
  auto const text = [](int r) { return std::string(static_cast<std::size_t>(1000 * r), 'x'); };
  auto const table = [](int r) {
    return std::map<std::string, int>{{"rank", r}, {"twice", 2 * r}};
  };
  auto const samples = [](int r) { return std::vector<double>(static_cast<std::size_t>(r), 0.5); };
  for (auto root = 0; root != world.size(); ++root) {
    BOOST_TEST((dlp::gather(number(world.rank()), {.root = root}) == expected(number, root)));
    BOOST_TEST((dlp::gather(text(world.rank()), {.root = root}) == expected(text, root)));
    BOOST_TEST((dlp::gather(table(world.rank()), {.root = root}) == expected(table, root)));
    BOOST_TEST((dlp::gather(samples(world.rank()), {.root = root}) == expected(samples, root)));
  }
}

// contract: M4
BOOST_AUTO_TEST_CASE(what_is_too_large_for_one_message_arrives_in_pieces) {
  auto const make = [](int r) {
    auto values = std::vector<long>(50'000);
    for (auto i = std::size_t{0}; i != values.size(); ++i)
      values[i] = static_cast<long>(i) * (r + 1);
    return values;
  };
  dlp::detail::set_piece_limit(70'001);
  auto const all = dlp::gather(make(world.rank()));
  auto const text = std::string(50'000, 'x');
  auto const archived = dlp::gather(std::vector<std::string>(4, text));
  dlp::detail::set_piece_limit(std::uint64_t{1} << 30);
  BOOST_TEST((all == expected(make)));
  BOOST_TEST(archived.size() == all.size());
  for (auto const& one : archived) BOOST_TEST((one == std::vector<std::string>(4, text)));
}

// contract: M4
BOOST_AUTO_TEST_CASE(plain_values_and_vectors_of_them_arrive_whatever_their_sizes) {
  auto const small_and_large = [](int r) {
    return std::size_t(r % 3 == 0 ? 2 : r % 3 == 1 ? 0 : 70'000);
  };
  auto const samples = [&](int r) {
    return std::vector<sample>(small_and_large(r), {0.5 * r, 'a'});
  };
  auto const text = [&](int r) {
    return std::string(small_and_large(r + 1), static_cast<char>('a' + r));
  };
  auto const array = [](int r) {
    auto numbers = std::array<double, 3000>();
    numbers.fill(r);
    return numbers;
  };
  auto const flags = [&](int r) { return std::vector<bool>(small_and_large(r), r % 2 == 0); };
  auto const one = [](int r) { return sample{1.5 * r, 'b'}; };
  auto const fixed = [](int r) { return stamp{r}; };
  auto const is_even = [](int r) { return r % 2 == 0; };
  for (auto const limit : {std::uint64_t{1} << 30, std::uint64_t{5'001}}) {
    dlp::detail::set_piece_limit(limit);
    for (auto const root : {0, world.size() - 1}) {
      auto const check = [&](auto make) {
        BOOST_TEST((dlp::gather(make(world.rank()), {.root = root}) == expected(make, root)));
      };
      check(samples);
      check(text);
      check(array);
      check(flags);
      check(one);
      check(fixed);
      check(is_even);
    }
  }
  dlp::detail::set_piece_limit(std::uint64_t{1} << 30);
}

// contract: M4
BOOST_AUTO_TEST_CASE(the_root_needs_no_memory_but_that_of_the_result) {
  if constexpr (!dlp_test::memory_is_the_programs_own) return;
  constexpr auto size = 20'000'000L;
  auto const own = std::vector<double>(size / 8, world.rank());
  dlp_test::forget_most_memory_taken();
  auto const before = dlp_test::memory_taken();
  auto const all = dlp::gather(own);
  auto const taken = dlp_test::most_memory_taken() - before;
  BOOST_TEST(1024 * taken < static_cast<long>(all.size()) * size + size / 4);
}

BOOST_AUTO_TEST_CASE(it_gathers_on_any_communicator) {
  auto const half = world.split(world.rank() % 2);
  auto const all = dlp::gather(world.rank(), {.comm = half});
  BOOST_TEST(all.size() == (half.rank() == 0 ? static_cast<std::size_t>(half.size()) : 0));
  for (auto i = 0; auto const value : all) BOOST_TEST(value == world.rank() + 2 * i++);
}

namespace {
struct vec {
  double x, y;
  auto operator==(vec const&) const -> bool = default;
};
struct body {
  std::string name;
  vec at;
  std::optional<vec> before;
  std::vector<body> moons;
  auto operator==(body const&) const -> bool = default;
};
}  // namespace

// contract: M3
BOOST_AUTO_TEST_CASE(structs_need_no_serialize) {
  auto const planet = [](int r) {
    auto const moon = body{"moon", {1.0 * r, 2}, vec{0, r - 1.0}, {}};
    return body{"planet", {0, 1}, {}, {moon, moon}};
  };
  auto const row = [](int r) {
    return std::tuple<int, std::list<vec>, std::map<std::string, vec>>(r, {{1, 2}}, {{"a", {}}});
  };
  BOOST_TEST((dlp::gather(planet(world.rank())) == expected(planet)));
  BOOST_TEST((dlp::gather(row(world.rank())) == expected(row)));
}

// contract: M4
BOOST_AUTO_TEST_CASE(a_value_may_be_larger_than_a_stack) {
  auto const own = std::make_unique<dlp_test::huge_and_more>();
  own->rest.rank = world.rank();
  own->text = "text";
  auto const plain = dlp::gather(own->rest);
  auto const archived = dlp::gather(*own);
  auto const others = std::make_unique<dlp_test::huge_without_empty_value>(world.rank());
  auto const other = dlp::gather(*others);
  BOOST_TEST(plain.size() == expected([](int r) { return r; }).size());
  for (auto r = std::size_t{0}; r != plain.size(); ++r) {
    BOOST_TEST(plain[r].rank == static_cast<int>(r));
    BOOST_TEST(archived[r].rest.rank == static_cast<int>(r));
    BOOST_TEST(archived[r].text == "text");
    BOOST_TEST(other[r].rank == static_cast<int>(r));
  }
}

// contract: M4
BOOST_AUTO_TEST_CASE(a_part_may_be_larger_than_a_stack) {
  auto named = std::map<std::string, dlp_test::huge>();
  named["a"].rank = world.rank();
  auto const maps = dlp::gather(named);
  BOOST_TEST(maps.size() == expected([](int r) { return r; }).size());
  for (auto r = std::size_t{0}; r != maps.size(); ++r)
    BOOST_TEST(maps[r].at("a").rank == static_cast<int>(r));
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_value_that_throws_on_its_way_is_the_same_task_error_on_every_rank) {
  for (auto const culprit : {0, world.size() - 1}) {
    for (auto const how : {1, 2}) {
      auto text = std::string();
      try {
        static_cast<void>(dlp::gather(dlp_test::brittle(world.rank() == culprit ? how : 0)));
      } catch (dlp::task_error const& thrown) {
        text = thrown.failures().front().text;
      }
      BOOST_TEST(text == (how == 1 ? "cannot be saved" : "cannot be loaded"));
      BOOST_TEST((dlp::gather(world.rank()) == expected([](int r) { return r; })));
    }
  }
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_rank_that_throws_while_others_send_plain_values_is_heard_of_by_all) {
  auto const make = [](int r) { return std::string(100'000, static_cast<char>('a' + r)); };
  for (auto const culprit : {0, world.size() - 1}) {
    auto const what = dlp::detail::collective{
        .words = "gather of texts", .comm = world, .failures = {{0, culprit, "h", "int", "x"}}};
    auto const other = dlp::detail::collective{.words = "gather of texts", .comm = world};
    BOOST_CHECK_THROW(static_cast<void>(dlp::detail::gather_values(
                          world.rank() == culprit ? what : other, make(world.rank()),
                          dlp::detail::gather_in_place)),
                      dlp::task_error);
    BOOST_TEST((dlp::gather(make(world.rank())) == expected(make)));
  }
}

// contract: E4
BOOST_AUTO_TEST_CASE(another_call_or_another_type_on_one_rank_is_a_disagreement_on_all) {
  if (world.size() == 1) return;
  auto const odd = world.rank() == world.size() - 1;
  auto const told = [](auto call) {
    try {
      call();
    } catch (dlp::disagreement const& thrown) {
      return std::string(thrown.what());
    }
    return std::string();
  };
  auto const says = [](std::string const& text, auto what) { return text.find(what) != text.npos; };
  constexpr auto advice = "look for a call that only some ranks make, e.g. inside if (is_root())";
  auto const other_call = told([&] { odd ? dlp::barrier() : static_cast<void>(dlp::gather(1)); });
  BOOST_TEST(says(other_call, "gather of int"));
  BOOST_TEST(says(other_call, advice), other_call);
  auto const other_type =
      told([&] { odd ? static_cast<void>(dlp::gather(1.0)) : static_cast<void>(dlp::gather(1)); });
  BOOST_TEST(says(other_type, "gather of int"));
  BOOST_TEST(!says(other_type, advice), other_type);
  BOOST_TEST((dlp::gather(world.rank()) == expected([](int r) { return r; })));
}

// contract: E6
BOOST_AUTO_TEST_CASE(a_root_that_is_no_rank_is_a_usage_error) {
  BOOST_CHECK_THROW(static_cast<void>(dlp::gather(1, {.root = world.size()})), dlp::usage_error);
  BOOST_CHECK_THROW(static_cast<void>(dlp::gather(1, {.root = -1})), dlp::usage_error);
}

BOOST_AUTO_TEST_SUITE_END()
