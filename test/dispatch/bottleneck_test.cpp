// SPDX-License-Identifier: BSL-1.0
#include <dispatch/progress/bottleneck.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "loopback.hpp"

BOOST_AUTO_TEST_SUITE(bottleneck_test)

using namespace dlp_test;
using namespace std::chrono_literals;

namespace {

/// What is said to it.
class said : public listener {
 public:
  explicit said(std::vector<std::string>& all) : all_(all) {}
  void says(std::string_view sentence) override { all_.emplace_back(sentence); }

 private:
  std::vector<std::string>& all_;
};

auto observer_of(std::vector<std::string>& all) -> observer {
  auto listeners = std::vector<std::unique_ptr<listener>>();
  listeners.push_back(std::make_unique<said>(all));
  return observer(std::move(listeners));
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_says_so_where_workers_waited_for_the_root) {
  auto all = std::vector<std::string>();
  auto to = observer_of(all);
  auto const words = std::string("map over 9 examples");
  auto waits = bottleneck(to, words, 2);
  simulated_time += 1s;
  waits.root_goes(2);
  simulated_time += 1s;  // both have nothing, and the root is away
  waits.root_is_back(0, false);
  waits.say(2.0, 0);
  BOOST_REQUIRE(all.size() == 1u);
  BOOST_TEST(
      all[0].starts_with("dlp: map over 9 examples: the root is the bottleneck: the workers "
                         "waited for it 50 % of their time"));
}

BOOST_AUTO_TEST_CASE(it_says_nothing_where_they_computed_or_there_was_nothing_to_do) {
  auto all = std::vector<std::string>();
  auto to = observer_of(all);
  auto const words = std::string("map");
  auto computing = bottleneck(to, words, 2);
  computing.root_goes(2);
  simulated_time += 2s;
  computing.root_is_back(2, true);
  computing.say(4.0, 0);
  auto idle = bottleneck(to, words, 2);
  simulated_time += 2s;  // the root is here, and one has nothing
  idle.say(2.0, 1);
  auto short_one = bottleneck(to, words, 2);
  short_one.root_goes(0);
  simulated_time += 50ms;
  short_one.root_is_back(0, true);
  short_one.say(0, 0);
  BOOST_TEST(all.empty());
}

BOOST_AUTO_TEST_CASE(that_two_ranks_are_one_worker_is_said_once) {
  auto all = std::vector<std::string>();
  auto to = observer_of(all);
  auto const words = std::string("map");
  for (auto loop = 0; loop != 3; ++loop) bottleneck(to, words, 1).say(0, 0);
  BOOST_TEST((all.size() == 1 && all[0].starts_with("dlp: 2 ranks are one worker")));
}

BOOST_AUTO_TEST_SUITE_END()
