// SPDX-License-Identifier: BSL-1.0
#include <comm/call/call.hpp>

#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/error.hpp>

#include "fake_channel.hpp"

BOOST_AUTO_TEST_SUITE(call_test)

namespace detail = dlp::detail;

namespace {

auto const failed_there = std::vector<dlp::failure>{{4, 2, "h", "int", "x"}};

/// Rank 1 of 4.
struct fixture {
  dlp_test::fake_wire wire;
  detail::context talk{std::make_unique<dlp_test::fake_channel>(wire, 1, 4)};

  void hello_arrives(int source, std::string const& words,
                     std::vector<dlp::failure> const& failures = {}) {
    auto hello = detail::make_message(1, detail::word::hello);
    hello.source = source;
    detail::append(hello.body, detail::hello{.words = words, .failures = failures});
    wire.incoming.push_back(hello);
  }

  /// To whom it has been sent, in order.
  auto receivers() const -> std::vector<int> {
    auto ranks = std::vector<int>();
    for (auto const& [to, what] : wire.sent) ranks.push_back(to);
    return ranks;
  }
};

using ranks = std::vector<int>;

auto disagreement_of(detail::call& here) -> std::string {
  try {
    static_cast<void>(here.try_receive());
  } catch (dlp::disagreement const& thrown) {
    return thrown.what();
  }
  return "";
}

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_rank_greets_the_root_with_its_words_and_what_it_brings, fixture) {
  auto here = detail::call(talk, "gather", 2);
  BOOST_TEST(!here.at_root());
  here.say_hello(17, failed_there);
  BOOST_TEST(receivers() == (ranks{2}), boost::test_tools::per_element());
  auto const& hello = wire.sent[0].second;
  BOOST_TEST((hello.what == detail::word::hello));
  BOOST_TEST(hello.call == here.number());
  BOOST_TEST(hello.range.last == 17U);
  auto body = detail::byte_reader(hello.body);
  BOOST_TEST(detail::take_hello(body).words == "gather");
  BOOST_TEST((detail::call::failures_of(hello) == failed_there));
}

// contract: E4
BOOST_FIXTURE_TEST_CASE(a_root_other_than_rank_0_greets_rank_0, fixture) {
  detail::call(talk, "gather", 1).say_hello();
  BOOST_TEST(receivers() == (ranks{0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(rank_0_as_the_root_greets_nobody) {
  auto wire = dlp_test::fake_wire();
  auto talk = detail::context(std::make_unique<dlp_test::fake_channel>(wire, 0, 4));
  detail::call(talk, "gather", 0).say_hello();
  BOOST_TEST(wire.sent.empty());
}

BOOST_FIXTURE_TEST_CASE(the_same_words_come_through_at_the_root_and_only_there, fixture) {
  auto at_root = detail::call(talk, "gather", 1);
  hello_arrives(3, "gather");
  BOOST_TEST(at_root.try_receive().has_value());
  BOOST_TEST(!at_root.try_receive().has_value());

  auto elsewhere_talk = detail::context(std::make_unique<dlp_test::fake_channel>(wire, 0, 4));
  auto elsewhere = detail::call(elsewhere_talk, "gather", 1);
  hello_arrives(1, "gather");
  BOOST_TEST(!elsewhere.try_receive().has_value());
  BOOST_TEST(wire.sent.empty());
}

// contract: E4
BOOST_FIXTURE_TEST_CASE(other_words_are_refused_and_everyone_is_told_the_same, fixture) {
  auto here = detail::call(talk, "gather", 1);
  hello_arrives(3, "barrier");
  auto const text = disagreement_of(here);
  BOOST_TEST(text.find("rank 1 says \"gather\"") != std::string::npos);
  BOOST_TEST(text.find("rank 3 says \"barrier\"") != std::string::npos);
  BOOST_TEST(receivers() == (ranks{0, 2, 3}), boost::test_tools::per_element());
  for (auto const& [to, what] : wire.sent) {
    BOOST_TEST((what.what == detail::word::disagree));
    BOOST_TEST(detail::byte_reader(what.body).take_text() == text);
  }
}

// contract: E4
BOOST_FIXTURE_TEST_CASE(the_line_of_the_program_is_named_of_both, fixture) {
  auto const where = std::source_location::current();
  auto here = detail::call(talk, "gather", 1, where);
  auto other = detail::make_message(1, detail::word::hello);
  other.source = 3;
  detail::append(other.body, detail::hello{.words = "gather of int", .where = "x.cpp:9"});
  wire.incoming.push_back(other);
  BOOST_TEST(disagreement_of(here).ends_with(
      ": rank 1 says \"gather\" at call_test.cpp:" + std::to_string(where.line()) +
      ", rank 3 says \"gather of int\" at x.cpp:9"));
}

// contract: E4
BOOST_FIXTURE_TEST_CASE(a_rank_of_another_build_is_refused_whatever_else_it_says, fixture) {
  auto here = detail::call(talk, "gather", 1);
  auto other = detail::make_message(1, detail::word::hello);
  other.source = 3;
  detail::append(other.body, detail::protocol + 2);
  detail::append(other.body, std::string_view("what no one knows"));
  wire.incoming.push_back(other);
  auto const text = disagreement_of(here);
  BOOST_TEST(text.starts_with("dlp: the ranks run different builds of dlp: rank 1 speaks"), text);
  BOOST_TEST(receivers() == (ranks{0, 2, 3}), boost::test_tools::per_element());
}

// contract: E4
BOOST_FIXTURE_TEST_CASE(whoever_is_told_of_a_disagreement_throws_its_text, fixture) {
  auto here = detail::call(talk, "gather", 0);
  auto told = detail::make_message(here.number(), detail::word::disagree);
  detail::append(told.body, std::string_view("the text"));
  wire.incoming.push_back(told);
  BOOST_TEST(disagreement_of(here) == "the text");
  BOOST_TEST(wire.sent.empty());
}

// contract: E1
BOOST_FIXTURE_TEST_CASE(the_words_of_a_rank_that_failed_are_not_compared, fixture) {
  auto here = detail::call(talk, "gather of 3", 1);
  hello_arrives(3, "gather of ?", failed_there);
  auto const hello = here.try_receive();
  BOOST_REQUIRE(hello.has_value());
  BOOST_TEST((detail::call::failures_of(*hello) == failed_there));
}

BOOST_FIXTURE_TEST_CASE(a_call_in_the_body_of_a_loop_is_refused_and_not_counted, fixture) {
  talk.in_body(true);
  auto const says = [](std::string_view part) {
    return [part](dlp::usage_error const& e) {
      return std::string(e.what()).find(part) != std::string::npos;
    };
  };
  BOOST_CHECK_EXCEPTION(detail::call(talk, "gather", 0), dlp::usage_error,
                        says("dlp: gather inside"));
  talk.in_body(false);
  BOOST_TEST(detail::call(talk, "gather", 0).number() == 1U);  // as on the ranks that did not try
  BOOST_TEST(wire.sent.empty());
}

BOOST_FIXTURE_TEST_CASE(what_is_sent_belongs_to_the_call, fixture) {
  static_cast<void>(talk.begin_call());
  auto here = detail::call(talk, "gather", 0);
  here.send(3, detail::word::work, {2, 5}, detail::asks_to_stop);
  here.send(0, detail::word::results, dlp::bytes(7), {1, 2});
  BOOST_TEST(receivers() == (ranks{3, 0}), boost::test_tools::per_element());
  for (auto const& [to, what] : wire.sent) BOOST_TEST(what.call == 2U);
  BOOST_TEST((wire.sent[0].second.range == dlp::index_range{2, 5}));
  BOOST_TEST(wire.sent[0].second.flags == detail::asks_to_stop);
  BOOST_TEST(wire.sent[1].second.body.size() == 7U);
}

// contract: S10
BOOST_FIXTURE_TEST_CASE(a_call_in_another_takes_nothing_from_it, fixture) {
  auto pool = detail::call(talk, "pool", 0);
  {
    auto loop = detail::call(talk, "loop", 0);
    wire.incoming.push_back(detail::make_message(pool.number(), detail::word::work));
    wire.incoming.push_back(detail::make_message(loop.number(), detail::word::work));
    wire.incoming.push_back(detail::make_message(loop.number(), detail::word::end));
    BOOST_TEST(loop.try_receive().has_value());
  }
  BOOST_TEST(pool.try_receive().has_value());
  BOOST_TEST(!pool.try_receive().has_value());
  BOOST_TEST(!talk.try_receive(pool.number() + 1));  // the rest of a call that is over
}

BOOST_FIXTURE_TEST_CASE(who_waits_for_a_message_pauses_between_the_polls, fixture) {
  auto here = detail::call(talk, "gather", 0);
  auto idle = 0;
  auto const what = here.receive([&] {
    if (++idle == 3)
      wire.incoming.push_back(detail::make_message(here.number(), detail::word::work));
  });
  BOOST_TEST((what.what == detail::word::work));
  BOOST_TEST(wire.pauses == 3);
}

BOOST_AUTO_TEST_SUITE_END()
