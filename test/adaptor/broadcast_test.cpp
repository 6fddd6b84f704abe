// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/broadcast.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/test/unit_test.hpp>

#include <dlp/comm/pieces.hpp>
#include <dlp/core/error.hpp>

#include "../support/hard_values.hpp"
#include "../support/memory_taken.hpp"

BOOST_AUTO_TEST_SUITE(broadcast_test)

namespace {
auto const world = boost::mpi::communicator();
}

BOOST_AUTO_TEST_CASE(every_rank_has_the_roots_value_in_its_variable) {
  for (auto root = 0; root != world.size(); ++root) {
    auto value = 100 + world.rank();
    auto const* const returned = &dlp::broadcast(value, {.root = root});
    BOOST_TEST(value == 100 + root);
    BOOST_TEST(returned == &value);
  }
}

BOOST_AUTO_TEST_CASE(a_value_that_is_no_variable_comes_back_as_the_roots) {
  auto const own = std::vector<std::string>(static_cast<std::size_t>(world.rank() + 2), "x");
  BOOST_TEST(dlp::broadcast(world.rank()) == 0);
  BOOST_TEST(dlp::broadcast(own).size() == 2u);
  BOOST_TEST(own.size() == static_cast<std::size_t>(world.rank() + 2));
}

BOOST_AUTO_TEST_CASE(every_rank_has_the_roots_values_in_its_array) {
  auto const last = world.size() - 1;
  double matrix[2][3] = {{world.rank() + 0.5, 1, 2}, {3, 4, world.rank() + 5.0}};
  std::string names[2] = {std::to_string(world.rank()), std::string(1'000, 'n')};
  static int many[2'000'000];
  many[1'999'999] = world.rank();
  auto const* const returned = &dlp::broadcast(matrix, {.root = last});
  dlp::broadcast(names, {.root = last});
  dlp::broadcast(many, {.root = last});
  BOOST_TEST(returned == &matrix);
  BOOST_TEST(matrix[0][0] == last + 0.5);
  BOOST_TEST(matrix[1][2] == last + 5);
  BOOST_TEST(names[0] == std::to_string(last));
  BOOST_TEST(names[1] == std::string(1'000, 'n'));
  BOOST_TEST(many[1'999'999] == last);
}

// contract: M4
BOOST_AUTO_TEST_CASE(small_large_and_very_large_values_arrive_whole) {
  for (auto const limit : {std::uint64_t{1} << 30, std::uint64_t{50'000}}) {
    dlp::detail::set_piece_limit(limit);
    for (auto const size : {0u, 1u, 32'000u, 33'000u, 3'000'000u}) {
      auto text = world.rank() == 0 ? std::string(size, 'y') : std::string("not yet");
      BOOST_TEST((dlp::broadcast(text) == std::string(size, 'y')));
      auto const texts = std::vector<std::string>(3, std::string(size / 3, 'z'));
      BOOST_TEST((dlp::broadcast(world.rank() == 0 ? texts : std::vector<std::string>()) == texts));
    }
  }
  dlp::detail::set_piece_limit(std::uint64_t{1} << 30);
}

// contract: M4
BOOST_AUTO_TEST_CASE(plain_values_take_no_memory_but_their_own) {
  if constexpr (!dlp_test::memory_is_the_programs_own) return;
  struct numbers {
    double all[2'500'000];
  };
  auto const array = std::make_unique<numbers>();
  auto vector = std::vector<double>(2'500'000);
  auto const* const before = vector.data();
  array->all[2'499'999] = vector.back() = world.rank() + 0.5;
  static_cast<void>(dlp::broadcast(world.rank()));
  dlp_test::forget_most_memory_taken();
  auto const taken = dlp_test::memory_taken();
  dlp::broadcast(*array);
  dlp::broadcast(vector);
  BOOST_TEST(dlp_test::most_memory_taken() - taken < 8'000);
  BOOST_TEST(vector.data() == before);
  BOOST_TEST(array->all[2'499'999] == 0.5);
  BOOST_TEST(vector.back() == 0.5);
}

// contract: M4
BOOST_AUTO_TEST_CASE(a_value_may_be_larger_than_a_stack) {
  using without_empty_value = dlp_test::huge_without_empty_value;
  auto const last = world.size() - 1;
  auto const own = std::make_unique<dlp_test::huge_and_more>();
  own->rest.rank = world.rank();
  own->text = std::to_string(world.rank());
  dlp::broadcast(own->rest, {.root = last});
  BOOST_TEST(own->rest.rank == last);
  dlp::broadcast(*own, {.root = last});
  BOOST_TEST(own->text == std::to_string(last));
  auto const other = std::make_unique<without_empty_value>(world.rank());
  auto const made = std::unique_ptr<without_empty_value>(
      new without_empty_value(dlp::broadcast(std::as_const(*other), {.root = last})));
  BOOST_TEST(made->rank == last);
}

namespace {
struct unsaveable {
  unsaveable() = default;
  unsaveable(unsaveable const&) {}
  auto operator=(unsaveable const&) -> unsaveable& = default;
  template <class Archive>
  void serialize(Archive&, unsigned) {
    if (Archive::is_saving::value) throw std::logic_error("cannot be saved");
  }
};
}  // namespace

// contract: E1
BOOST_AUTO_TEST_CASE(a_value_that_cannot_be_saved_is_the_same_task_error_on_every_rank) {
  auto value = unsaveable();
  auto text = std::string();
  try {
    dlp::broadcast(value);
  } catch (dlp::task_error const& thrown) {
    text = thrown.failures().front().type;
  }
  BOOST_TEST(text == "std::logic_error");
  BOOST_TEST(dlp::broadcast(world.rank()) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
