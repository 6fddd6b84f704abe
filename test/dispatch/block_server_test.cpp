// SPDX-License-Identifier: BSL-1.0
//
// The server against nodes that say their lines by hand, and against many that a seed plays.
#include <dispatch/shared/block_server.hpp>

#include <algorithm>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dispatch/ledger/loop_terms.hpp>
#include "../support/exactly_once.hpp"

BOOST_AUTO_TEST_SUITE(block_server_test)

using namespace dlp::detail;
using dlp::index_range;
using dlp::index_t;
using answers = std::vector<block_server::answer>;
using said = block_request::word;

namespace {

auto terms_of(std::optional<index_t> size) -> loop_terms {
  auto terms = loop_terms();
  terms.name = "split_shared";
  terms.size = size;
  return terms;
}

/// Ranks 0 and 1 on node 0, rank 2 alone on node 2.
struct two_nodes {
  explicit two_nodes(loop_terms const& terms, std::string words = "a loop")
      : server(terms, std::move(words), 3, {}) {}

  auto say(int from, said what, index_t least = 1, index_t most = 1000) -> answers {
    auto request = make(from, what);
    request.least = least;
    request.most = most;
    return server.take(from, std::move(request));
  }
  static auto make(int from, said what) -> block_request {
    auto request = block_request();
    request.what = what;
    request.node = from == 2 ? 2 : 0;
    request.ranks = from == 2 ? 1 : 2;
    request.speaker = from;
    request.words = "a loop";
    return request;
  }

  block_server server;
};

/// The one answer, if it is a block.
auto block(answers const& all) -> index_range {
  BOOST_TEST(all.size() == 1);
  BOOST_TEST((!all.empty() && all[0].what == word::work));
  return all.empty() ? index_range() : all[0].range;
}

auto failures_in(block_server::answer const& one) -> std::vector<dlp::failure> {
  auto body = byte_reader(one.body);
  return body.done() ? std::vector<dlp::failure>() : take_failures(body);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_request_arrives_as_it_was) {
  auto request = block_request();
  request.call = 7;
  request.what = said::gone;
  request.node = 4;
  request.ranks = 2;
  request.speaker = 5;
  request.words = "a loop";
  request.where = "main.cpp:3";
  request.least = 8;
  request.most = 9;
  request.visited = 10;
  request.failed = 1;
  request.size = 11;
  request.finder = 5;
  request.seen_end = 12;
  request.failures = {{3, 5, "host", "type", "text"}};
  request.rests = {{1, 2}, {5, 9}};
  auto content = dlp::bytes();
  append(content, request);
  auto reader = byte_reader(content);
  auto const got = take_block_request(reader);
  BOOST_TEST(got.call == 7);
  BOOST_TEST((got.what == said::gone));
  BOOST_TEST(got.node == 4);
  BOOST_TEST(got.ranks == 2);
  BOOST_TEST(got.speaker == 5);
  BOOST_TEST(got.words == "a loop");
  BOOST_TEST(got.where == "main.cpp:3");
  BOOST_TEST(got.least == 8);
  BOOST_TEST(got.most == 9);
  BOOST_TEST(got.visited == 10);
  BOOST_TEST(got.failed == 1);
  BOOST_TEST((got.size == 11));
  BOOST_TEST(got.finder == 5);
  BOOST_TEST(got.seen_end == 12);
  BOOST_TEST((got.failures == request.failures));
  BOOST_TEST((got.rests == request.rests));
}

BOOST_AUTO_TEST_CASE(a_node_gets_its_share_of_half_of_what_is_left) {
  auto nodes = two_nodes(terms_of(60));
  BOOST_TEST((block(nodes.say(1, said::more)) == index_range{0, 20}));   // 60 * 2/6
  BOOST_TEST((block(nodes.say(2, said::more)) == index_range{20, 27}));  // 40 * 1/6
  BOOST_TEST((block(nodes.say(2, said::more)) == index_range{27, 33}));
  BOOST_TEST((block(nodes.say(0, said::more)) == index_range{33, 42}));
}

BOOST_AUTO_TEST_CASE(no_less_than_is_worth_the_asking_and_no_more_than_it_wants) {
  auto nodes = two_nodes(terms_of(60));
  BOOST_TEST((block(nodes.say(1, said::more, 1, 5)) == index_range{0, 5}));
  BOOST_TEST((block(nodes.say(1, said::more, 50, 50)) == index_range{5, 55}));
  auto const last = nodes.say(2, said::more, 50, 50);
  BOOST_TEST((block(last) == index_range{55, 60}));
  BOOST_TEST(byte_reader(last[0].body).take<index_t>() == 0);
}

BOOST_AUTO_TEST_CASE(a_single_pass_range_goes_index_by_index) {
  auto terms = terms_of(60);
  terms.single_pass = true;
  auto nodes = two_nodes(terms);
  BOOST_TEST((block(nodes.say(1, said::more, 9, 9)) == index_range{0, 1}));
  BOOST_TEST((block(nodes.say(2, said::more, 9, 9)) == index_range{1, 2}));
}

BOOST_AUTO_TEST_CASE(the_loop_is_over_when_every_node_is_idle) {
  auto nodes = two_nodes(terms_of(4));
  BOOST_TEST((block(nodes.say(1, said::more, 4)) == index_range{0, 4}));
  BOOST_TEST(block(nodes.say(2, said::more)).empty());
  BOOST_TEST(nodes.say(2, said::idle).empty());
  BOOST_TEST(!nodes.server.over());
  BOOST_TEST(block(nodes.say(0, said::more)).empty());
  auto const end = nodes.say(1, said::idle);
  BOOST_TEST(nodes.server.over());
  BOOST_TEST(end.size() == 2);
  for (auto const& one : end) {
    BOOST_TEST((one.what == word::verdict));
    BOOST_TEST((one.to == 1 || one.to == 2));
    BOOST_TEST(one.body.empty());
  }
}

BOOST_AUTO_TEST_CASE(nobody_ends_before_every_node_has_come) {
  auto nodes = two_nodes(terms_of(0));
  BOOST_TEST(nodes.say(2, said::idle).empty());
  BOOST_TEST(!nodes.server.over());
  BOOST_TEST(nodes.say(0, said::idle).size() == 2);
}

// contract: S7
BOOST_AUTO_TEST_CASE(what_a_node_leaves_goes_to_one_that_is_idle) {
  auto nodes = two_nodes(terms_of(10));
  BOOST_TEST((block(nodes.say(1, said::more, 10)) == index_range{0, 10}));
  BOOST_TEST(nodes.say(2, said::idle).empty());
  auto gone = two_nodes::make(0, said::gone);
  gone.rests = {{3, 5}, {8, 10}};
  BOOST_TEST((block(nodes.server.take(0, gone)) == index_range{3, 4}));
  BOOST_TEST((block(nodes.say(2, said::more, 9)) == index_range{4, 5}));
  BOOST_TEST((block(nodes.say(2, said::idle, 9)) == index_range{8, 10}));
  auto const end = nodes.say(2, said::idle);
  BOOST_TEST(end.size() == 1);
  BOOST_TEST(nodes.server.over());
}

// contract: S7
BOOST_AUTO_TEST_CASE(when_all_have_gone_nobody_is_told_anything) {
  auto nodes = two_nodes(terms_of(10));
  BOOST_TEST(nodes.say(0, said::gone).empty());
  BOOST_TEST(!nodes.server.over());
  BOOST_TEST(nodes.say(2, said::gone).empty());
  BOOST_TEST(nodes.server.over());
}

// contract: E1
BOOST_AUTO_TEST_CASE(a_failure_halts_all_and_every_node_gets_the_list_of_all) {
  auto nodes = two_nodes(terms_of(100));
  static_cast<void>(nodes.say(1, said::more));
  auto failed = two_nodes::make(2, said::failed);
  failed.failures = {unseen_failure(40, 2)};
  auto const halts = nodes.server.take(2, failed);
  BOOST_TEST(halts.size() == 3);
  for (auto const& one : halts) BOOST_TEST((one.what == word::halt));
  BOOST_TEST(block(nodes.say(1, said::more)).empty());
  BOOST_TEST(nodes.say(2, said::gone).empty());
  failed = two_nodes::make(0, said::failed);
  failed.failures = {unseen_failure(7, 0)};
  BOOST_TEST(nodes.server.take(0, failed).empty());
  auto const end = nodes.say(1, said::idle);
  BOOST_TEST(end.size() == 1);
  BOOST_TEST((failures_in(end[0]) == std::vector{unseen_failure(7, 0), unseen_failure(40, 2)}));
}

// contract: E1
BOOST_AUTO_TEST_CASE(the_end_waits_for_a_failure_that_has_been_announced) {
  auto nodes = two_nodes(terms_of(0));
  auto idle = two_nodes::make(1, said::idle);
  idle.failed = 1;
  BOOST_TEST(nodes.server.take(1, idle).empty());
  BOOST_TEST(nodes.say(2, said::idle).empty());
  auto failed = two_nodes::make(0, said::failed);
  failed.failures = {unseen_failure(7, 0)};
  auto const end = nodes.server.take(0, failed);
  BOOST_TEST(nodes.server.over());
  BOOST_TEST((failures_in(end.back()) == failed.failures));
}

BOOST_AUTO_TEST_CASE(with_collect_a_failure_halts_nobody) {
  auto terms = terms_of(100);
  terms.on_error = dlp::collect{};
  auto nodes = two_nodes(terms);
  auto failed = two_nodes::make(2, said::failed);
  failed.failures = {unseen_failure(40, 2)};
  BOOST_TEST(nodes.server.take(2, failed).empty());
  BOOST_TEST(!block(nodes.say(1, said::more)).empty());
}

// contract: E2 E4
BOOST_AUTO_TEST_CASE(after_a_failure_a_range_still_ends_and_its_size_is_not_compared) {
  auto terms = terms_of({});
  terms.on_error = dlp::collect{};
  auto nodes = two_nodes(terms);
  auto failed = two_nodes::make(0, said::failed);
  failed.failures = {unseen_failure(3, 0)};
  static_cast<void>(nodes.server.take(0, failed));
  auto given = index_t{0};
  for (auto i = index_t{0}; i != 20; ++i) {
    auto found = two_nodes::make(2, said::more);
    found.size = 8 + i % 2;
    found.finder = 2;
    given += block(nodes.server.take(2, found)).size();
  }
  BOOST_TEST(given == 8);
}

// contract: S7
BOOST_AUTO_TEST_CASE(a_stop_halts_all_and_nothing_more_is_given) {
  auto nodes = two_nodes(terms_of(100));
  BOOST_TEST(nodes.say(2, said::stop).size() == 3);
  BOOST_TEST(nodes.say(0, said::stop).empty());
  BOOST_TEST(block(nodes.say(1, said::more)).empty());
  BOOST_TEST(nodes.say(1, said::idle).empty());
  BOOST_TEST(nodes.say(2, said::idle).size() == 2);
}

BOOST_AUTO_TEST_CASE(where_nothing_can_be_kept_all_halt_and_nothing_more_is_given) {
  auto nodes = two_nodes(terms_of(100));
  BOOST_TEST(!block(nodes.say(1, said::more)).empty());
  BOOST_TEST(nodes.server.halt().size() == 3);
  BOOST_TEST(nodes.server.halt().empty());
  BOOST_TEST(block(nodes.say(1, said::more)).empty());
}

// contract: E4
BOOST_AUTO_TEST_CASE(nodes_that_say_other_words_are_told_who_said_what) {
  auto nodes = two_nodes(terms_of(100));
  auto other = two_nodes::make(2, said::more);
  other.words = "another loop";
  other.where = "x.cpp:9";
  auto const answer = nodes.server.take(2, other);
  BOOST_TEST(answer.size() == 1);
  BOOST_TEST((answer[0].what == word::failed));
  BOOST_TEST(byte_reader(answer[0].body).take_text() ==
             "rank 0 says \"a loop\", rank 2 says \"another loop\" at x.cpp:9");
  BOOST_TEST((nodes.say(1, said::more)[0].what == word::failed));
  BOOST_TEST(nodes.say(2, said::forget).empty());
  BOOST_TEST(nodes.server.over());
}

BOOST_AUTO_TEST_CASE(a_root_that_cannot_begin_takes_the_words_of_the_others) {
  auto nodes = two_nodes(terms_of({}), "");
  auto failed = two_nodes::make(0, said::failed);
  failed.words.clear();
  failed.failures = {unseen_failure(dlp::failure::no_index, 0)};
  BOOST_TEST(nodes.server.take(0, failed).size() == 3);
  BOOST_TEST(nodes.say(2, said::idle).empty());
  BOOST_TEST(failures_in(nodes.say(1, said::idle).back()).size() == 1);
}

// contract: S5
BOOST_AUTO_TEST_CASE(a_range_of_unknown_size_ends_where_a_node_finds_its_end) {
  auto nodes = two_nodes(terms_of({}));
  BOOST_TEST((block(nodes.say(1, said::more, 6)) == index_range{0, 6}));
  BOOST_TEST((block(nodes.say(2, said::more, 6)) == index_range{6, 12}));
  auto found = two_nodes::make(2, said::more);
  found.size = 8;
  auto const of_finder = nodes.server.take(2, found);
  BOOST_TEST(block(of_finder).empty());
  auto const of_another = nodes.say(0, said::more);
  BOOST_TEST(block(of_another).empty());
  BOOST_TEST(byte_reader(of_another[0].body).take<index_t>() == 8);
}

BOOST_AUTO_TEST_CASE(where_the_size_was_known_or_the_loop_was_stopped_none_is_told) {
  auto sized = two_nodes(terms_of(1));
  BOOST_TEST((block(sized.say(1, said::more)) == index_range{0, 1}));
  BOOST_TEST(sized.say(1, said::more)[0].body.empty());
  auto stopped = two_nodes(terms_of({}));
  static_cast<void>(stopped.say(2, said::stop));
  BOOST_TEST(stopped.say(1, said::more)[0].body.empty());
}

// contract: E4
BOOST_AUTO_TEST_CASE(ranges_of_other_sizes_are_a_disagreement) {
  auto const disagree = [](std::optional<index_t> size, index_t seen_end) {
    auto nodes = two_nodes(terms_of({}));
    auto found = two_nodes::make(2, said::more);
    found.size = 8;
    found.finder = 2;
    static_cast<void>(nodes.server.take(2, found));
    auto other = two_nodes::make(1, said::more);
    other.size = size;
    other.finder = size ? 0 : -1;  // and it is rank 1 that speaks
    other.seen_end = seen_end;
    auto const answer = nodes.server.take(1, other)[0];
    return answer.what == word::failed ? byte_reader(answer.body).take_text() : std::string();
  };
  BOOST_TEST(disagree(9, 0) == "rank 0 finds 9 examples, and other ranks found 8");
  BOOST_TEST(disagree({}, 9) == "rank 2 finds 8 examples, and other ranks found at least 9");
  BOOST_TEST(disagree(8, 8) == "");
}

// contract: S1 S7 P5
BOOST_AUTO_TEST_CASE(whatever_the_order_of_what_nodes_say_every_index_goes_to_one_node) {
  for (auto seed = 0u; seed != 300; ++seed) {
    auto random = std::minstd_rand(seed + 1);
    auto const below = [&](unsigned n) { return static_cast<int>(random() % n); };
    auto const size = index_t{random() % 500};
    auto ranks = 0;
    struct playing {
      int ranks = 0;
      std::deque<index_range> blocks = {};
      bool dry = false, asked = false, gone = false;
    };
    auto nodes = std::map<int, playing>();
    for (auto count = 1 + below(seed % 10 == 0 ? 64 : 6); count != 0; --count) {
      nodes[ranks].ranks = 1 + below(9);
      ranks += nodes[ranks].ranks;
    }
    auto server = block_server(terms_of(size), "a loop", ranks, {});
    auto visited = std::vector<index_t>();
    auto verdicts = 0;
    auto in_flight = std::deque<std::pair<int, block_request>>();
    auto stayed = 0;
    for (auto steps = 0; !server.over() && steps != 100'000; ++steps) {
      if (!in_flight.empty() && below(2) == 0) {
        auto [from, request] = std::move(in_flight.front());
        in_flight.pop_front();
        for (auto const& answer : server.take(from, std::move(request))) {
          auto& node = nodes[answer.to];
          node.asked = false;
          if (answer.what == word::verdict) ++verdicts;
          if (answer.range.empty()) {
            node.dry = true;
          } else {
            node.blocks.push_back(answer.range);
          }
        }
        continue;
      }
      auto const chosen = std::next(nodes.begin(), below(static_cast<unsigned>(nodes.size())));
      auto& [rank, node] = *chosen;
      if (node.gone || node.asked) continue;
      auto request = block_request();
      request.node = rank;
      request.ranks = node.ranks;
      request.words = "a loop";
      request.least = 1 + random() % 5;
      request.most = 1 + random() % 50;
      if (rank != 0 && below(60) == 0) {
        node.gone = true;
        request.what = said::gone;
        request.rests.assign(node.blocks.begin(), node.blocks.end());
      } else if (!node.blocks.empty()) {
        auto& first = node.blocks.front();
        visited.push_back(first.take_front(1).first);
        if (first.empty()) node.blocks.pop_front();
        continue;
      } else {
        request.what = node.dry ? said::idle : said::more;
      }
      node.asked = !node.gone;
      in_flight.emplace_back(rank, std::move(request));
    }
    for (auto const& [rank, node] : nodes) stayed += node.gone ? 0 : 1;
    BOOST_TEST(server.over(), "seed " << seed);
    BOOST_TEST(dlp_test::exactly_once(visited, size) == "", "seed " << seed);
    BOOST_TEST(verdicts == stayed, "seed " << seed);
  }
}

BOOST_AUTO_TEST_SUITE_END()
