// SPDX-License-Identifier: BSL-1.0
#include <comm/call/agreement.hpp>

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <comm/call/private_communicator.hpp>
#include <dlp/core/error.hpp>

#include "../support/texts.hpp"
#include "everywhere.hpp"

BOOST_AUTO_TEST_SUITE(agreement_test)

namespace detail = dlp::detail;

namespace {

struct fixture {
  dlp::communicator world;
  detail::context& talk = detail::private_of(world).talk;
  int me = world.rank();
  int ranks = world.size();

  /// The next call works, whatever became of the one before.
  ~fixture() {
    auto here = detail::call(talk, "the next call", ranks - 1);
    auto const agreed = detail::agree(here, 1, {}, [](auto numbers) {
      return detail::verdict{std::reduce(numbers.begin(), numbers.end()), {}};
    });
    BOOST_TEST(agreed.number == static_cast<dlp::index_t>(ranks));
  }

  auto failure_here(std::string const& text) const -> std::vector<dlp::failure> {
    return {{dlp::failure::no_index, me, "h", "int", text}};
  }

  /// What the disagreement says of ranks that make a call in these words and with this root.
  auto disagreement_of(std::string const& words, int root) -> std::string {
    return dlp_test::text_of<dlp::disagreement>([&] {
      auto here = detail::call(talk, words + ", root " + std::to_string(root), root);
      detail::agree(here);
    });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(everyone_gets_what_the_root_makes_of_all_numbers, fixture) {
  for (auto root = 0; root != ranks; ++root) {
    auto here = detail::call(talk, "test", root);
    auto const agreed =
        detail::agree(here, static_cast<dlp::index_t>(me * me), {}, [&](auto numbers) {
          auto made = detail::verdict{static_cast<dlp::index_t>(root) + 100, {}};
          for (auto const number : numbers) detail::append(made.body, number);
          return made;
        });
    BOOST_TEST(agreed.number == static_cast<dlp::index_t>(root) + 100);
    auto body = detail::byte_reader(agreed.body);
    for (auto rank = dlp::index_t{0}; rank != static_cast<dlp::index_t>(ranks); ++rank) {
      BOOST_TEST(body.take<dlp::index_t>() == rank * rank);
    }
    BOOST_TEST(body.done());
  }
}

// As in a reduction, where a rank that has the verdict hands its part to one that may not have it.
BOOST_FIXTURE_TEST_CASE(what_comes_from_another_rank_is_not_taken_for_the_verdict, fixture) {
  auto here = detail::call(talk, "test", ranks - 1);
  auto const speaks = ranks > 2 && me == 1;
  if (speaks) here.send(0, detail::word::results, dlp::bytes(1));
  auto const agreed =
      detail::agree(here, 0, {}, [](auto) { return detail::verdict{42, dlp::bytes(3)}; });
  BOOST_TEST(agreed.number == 42);
  BOOST_TEST(agreed.body.size() == 3);
  if (ranks > 2 && me == 0) {
    auto const kept = here.receive();
    BOOST_TEST(kept.source == 1);
    BOOST_TEST((kept.what == detail::word::results));
  }
}

BOOST_FIXTURE_TEST_CASE(a_few_bytes_come_along_with_the_number, fixture) {
  for (auto root = 0; root != ranks; ++root) {
    auto here = detail::call(talk, "test", root);
    auto const mine = dlp::bytes(static_cast<std::size_t>(me) * 1000, static_cast<std::byte>(me));
    auto heard = 0;
    detail::agree_on_parts(here, {static_cast<dlp::index_t>(me + 7), mine}, {}, [&](auto all) {
      BOOST_TEST(all.size() == static_cast<std::size_t>(ranks));
      for (auto rank = 0; auto const& one : all) {
        auto const size = static_cast<std::size_t>(rank) * 1000;
        BOOST_TEST(one.number == static_cast<dlp::index_t>(rank + 7));
        BOOST_TEST(one.part.size() == size);
        BOOST_TEST(std::ranges::count(one.part, static_cast<std::byte>(rank)) ==
                   static_cast<std::ptrdiff_t>(size));
        ++rank;
      }
      heard = 1;
      return detail::verdict();
    });
    BOOST_TEST(heard == (me == root ? 1 : 0));
  }
}

BOOST_AUTO_TEST_CASE(what_comes_along_is_small_and_so_is_all_of_it) {
  BOOST_TEST(detail::comes_along(4096, 2));
  BOOST_TEST(!detail::comes_along(4097, 2));
  BOOST_TEST(!detail::comes_along(4096, 1 << 20));
  BOOST_TEST(detail::comes_along(16, 1 << 20));
}

BOOST_FIXTURE_TEST_CASE(a_verdict_can_be_large, fixture) {
  for (auto const size :
       {std::size_t{1}, std::size_t{32'768}, std::size_t{32'769}, std::size_t{3'000'000}}) {
    auto here = detail::call(talk, "test", 0);
    auto const agreed = detail::agree(
        here, 0, {}, [&](auto) { return detail::verdict{7, dlp::bytes(size, std::byte{42})}; });
    BOOST_TEST((agreed.body == dlp::bytes(size, std::byte{42})));
    talk.flush();
  }
}

BOOST_FIXTURE_TEST_CASE(only_the_root_decides, fixture) {
  auto decided = 0;
  auto here = detail::call(talk, "test", ranks - 1);
  detail::agree(here, 0, {}, [&](auto) {
    ++decided;
    return detail::verdict();
  });
  BOOST_TEST(decided == (me == ranks - 1 ? 1 : 0));
}

// contract: E1
BOOST_FIXTURE_TEST_CASE(the_failure_of_any_rank_is_the_same_error_on_all, fixture) {
  for (auto who = 0; who != ranks; ++who) {
    for (auto const root : {0, ranks - 1}) {
      auto decided = false;
      auto failures = std::vector<dlp::failure>();
      auto const text = dlp_test::text_of<dlp::task_error>([&] {
        auto here = detail::call(talk, "test", root);
        try {
          detail::agree(here, 0, me == who ? failure_here("it broke") : std::vector<dlp::failure>(),
                        [&](auto) {
                          decided = true;
                          return detail::verdict();
                        });
        } catch (dlp::task_error const& thrown) {
          failures = thrown.failures();
          throw;
        }
      });
      BOOST_TEST(text == "test: rank " + std::to_string(who) + " (h): int: it broke");
      BOOST_TEST(failures.size() == 1U);
      BOOST_TEST(!decided);
    }
  }
}

// contract: E1
BOOST_FIXTURE_TEST_CASE(the_failures_of_several_ranks_come_in_the_order_of_the_ranks, fixture) {
  auto thrown_failures = std::vector<dlp::failure>();
  auto const text = dlp_test::text_of<dlp::task_error>([&] {
    auto here = detail::call(talk, "test", ranks / 2);
    try {
      detail::agree(here, failure_here(std::to_string(me)));
    } catch (dlp::task_error const& thrown) {
      thrown_failures = thrown.failures();
      throw;
    }
  });
  BOOST_TEST(dlp_test::same_on_all_ranks(text));
  BOOST_TEST(thrown_failures.size() == static_cast<std::size_t>(ranks));
  for (auto rank = 0; auto const& one : thrown_failures) BOOST_TEST(one.rank == rank++);
}

// contract: E1
BOOST_FIXTURE_TEST_CASE(the_failure_of_the_decision_is_the_same_error_on_all, fixture) {
  auto const text = dlp_test::text_of<dlp::task_error>([&] {
    auto here = detail::call(talk, "test", 0);
    detail::agree(here, 0, {},
                  [](auto) -> detail::verdict { throw std::range_error("undecided"); });
  });
  BOOST_TEST(text == "test: rank 0 (" + detail::host_name() + "): std::range_error: undecided");
}

// contract: E4
BOOST_FIXTURE_TEST_CASE(one_rank_of_another_mind_is_told_on_all, fixture) {
  if (ranks == 1) return;
  for (auto who = 0; who != ranks; ++who) {
    for (auto const root : {0, 1, ranks - 1}) {
      auto const text = disagreement_of(me == who ? "barrier" : "gather", root);
      BOOST_TEST_CONTEXT("rank " << who << " says barrier, root " << root << ": " << text) {
        BOOST_TEST(text.find("barrier") != std::string::npos);
        BOOST_TEST(text.find("gather") != std::string::npos);
        BOOST_TEST(text.find("rank " + std::to_string(who) + " says \"barrier") !=
                   std::string::npos);
        BOOST_TEST(dlp_test::same_on_all_ranks(text));
      }
    }
  }
}

// Where several ranks take themselves for the root, each may find out by itself, of another pair.
auto says_who_said_what(std::string const& text) -> bool {
  return text.find("says") != text.npos && text.find("says") != text.rfind("says");
}

// contract: E4
BOOST_FIXTURE_TEST_CASE(two_roots_are_a_disagreement_on_all, fixture) {
  for (auto first = 0; first != ranks; ++first) {
    for (auto second = 0; second != ranks; ++second) {
      if (first == second) continue;
      for (auto who = 0; who != ranks; ++who) {  // this rank alone is for the second root
        auto const text = disagreement_of("gather", me == who ? second : first);
        BOOST_TEST_CONTEXT("root " << first << ", but " << second << " says rank " << who << ": "
                                   << text) {
          BOOST_TEST(says_who_said_what(text));
        }
      }
    }
  }
}

// contract: E4
BOOST_FIXTURE_TEST_CASE(everyone_for_himself_is_a_disagreement_on_all, fixture) {
  if (ranks == 1) return;
  BOOST_TEST(says_who_said_what(disagreement_of("gather", me)));
  BOOST_TEST(says_who_said_what(disagreement_of("gather", (me + 1) % ranks)));
  BOOST_TEST(says_who_said_what(disagreement_of("gather " + std::to_string(me), ranks - 1)));
}

// contract: E1
BOOST_FIXTURE_TEST_CASE(a_failure_goes_before_words_that_could_not_be_said, fixture) {
  auto const who = ranks - 1;
  auto const text = dlp_test::text_of<dlp::task_error>([&] {
    auto here = detail::call(talk, me == who ? "over ? examples" : "over 7 examples", 0);
    detail::agree(here, me == who ? failure_here("no size") : std::vector<dlp::failure>());
  });
  BOOST_TEST(text.find("rank " + std::to_string(who) + " (h): int: no size") != std::string::npos);
}

// contract: S10
BOOST_FIXTURE_TEST_CASE(thousands_of_agreements_follow_each_other, fixture) {
  for (auto i = 0; i != 2000; ++i) {
    auto here = detail::call(talk, "test", i % ranks);
    auto const agreed = detail::agree(
        here, 0, {}, [&](auto) { return detail::verdict{static_cast<dlp::index_t>(i), {}}; });
    if (agreed.number != static_cast<dlp::index_t>(i))
      BOOST_ERROR("in round " << i << ": " << agreed.number);
  }
}

BOOST_AUTO_TEST_SUITE_END()
