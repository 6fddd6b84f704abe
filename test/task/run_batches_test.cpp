// SPDX-License-Identifier: BSL-1.0
//
// What a run does whatever its types are; what programs see of it is in test/batches_test.cpp.
#include <dlp/task/run_batches.hpp>

#include <cstdint>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include <dlp/comm/pack.hpp>
#include <dlp/core/error.hpp>

#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(run_batches_test)

using namespace dlp::detail;
using dlp::index_t;
using dlp_test::contains;
using dlp_test::text_of;

namespace {

/// The number of a batch stands for its accumulator.
class noted final : public batch_work {
 public:
  explicit noted(batches_plan const& plan, std::size_t enough = 1000, std::string fails = "")
      : plan_(plan), enough_(enough), fails_(std::move(fails)) {}

  void compute(index_t position) override {
    in_ = plan_.trajectories_of(plan_.batch_at(position));
    open_ = plan_.batch_at(position);
    if (fails_ == "body" && open_ == 3) throw std::domain_error("three");
  }
  void pack(dlp::bytes& to) const override { dlp::detail::pack(to, open_); }
  [[nodiscard]] auto digest_of_empty() const -> std::uint64_t override { return 0; }
  void unpack(std::span<std::byte const> from) override {
    open_ = dlp::detail::unpack<std::uint64_t>(from);
  }
  void put_in(index_t position) override {
    if (fails_ == "root") throw std::domain_error("at the root");
    BOOST_TEST(open_ == plan_.batch_at(position));
    seen.insert(open_);
  }
  [[nodiscard]] auto has_enough() const -> bool override { return seen.size() >= enough_; }
  [[nodiscard]] auto due() const -> dlp::index_range override { return {}; }

  std::set<std::uint64_t> seen = {};

 private:
  batches_plan const& plan_;
  std::size_t enough_;
  std::string fails_;
  std::uint64_t open_ = 0;
};

auto const plan = plan_batches({.count = 95, .batch_size = 10});

}  // namespace

BOOST_AUTO_TEST_CASE(every_batch_comes_to_the_root) {
  auto work = noted(plan);
  auto const how = run_batches(plan, "number", {}, work);
  auto const at_root = dlp::communicator().rank() == 0;
  BOOST_TEST(work.seen.size() == (at_root ? 10U : 0U));
  BOOST_TEST(how.left_out.empty());
  BOOST_TEST(how.alone == (dlp::communicator().size() == 1));
}

BOOST_AUTO_TEST_CASE(what_fails_is_named_and_left_out_where_the_policy_says) {
  auto work = noted(plan, 1000, "body");
  auto const said = text_of<dlp::task_error>([&] { return run_batches(plan, "number", {}, work); });
  BOOST_TEST(contains(said, "trajectories 30 to 39, seed 0"), said);
  auto list = std::vector<dlp::failure>();
  auto again = noted(plan, 1000, "body");
  auto const how = run_batches(plan, "number", {.on_error = dlp::skip{&list}}, again);
  BOOST_TEST(how.left_out.size() == 1U);
  BOOST_TEST((how.left_out == list));
  if (dlp::communicator().rank() == 0) BOOST_TEST(again.seen.size() == 9U);
}

BOOST_AUTO_TEST_CASE(the_list_of_what_was_left_out_is_there_where_something_else_is_thrown) {
  auto list = std::vector<dlp::failure>{{}, {}};
  auto work = noted(plan, 1000, "root");
  auto const said = text_of<dlp::task_error>(
      [&] { return run_batches(plan, "number", {.on_error = dlp::skip{&list}}, work); });
  BOOST_TEST(contains(said, "at the root"), said);
  BOOST_TEST(list.empty());
}

BOOST_AUTO_TEST_CASE(it_ends_where_no_more_is_wanted) {
  auto const long_plan = plan_batches({.count = 1'000'000, .batch_size = 10});
  auto work = noted(long_plan, 20);
  static_cast<void>(
      run_batches(long_plan, "number", {.target_error = 0.1, .schedule = dlp::fixed{1}}, work));
  if (dlp::communicator().rank() == 0)
    BOOST_TEST((work.seen.size() >= 20 && work.seen.size() < 50'000));
}

BOOST_AUTO_TEST_CASE(its_words_say_what_policy_it_was_given) {
  auto const ranks = dlp::communicator();
  if (ranks.size() == 1) return;  // who is of the same mind
  auto work = noted(plan);
  auto const* const result = ranks.rank() == 1 ? "text" : "number";
  auto const said = [&](dlp::batches_options const& options) {
    return text_of<dlp::disagreement>([&] { return run_batches(plan, result, options, work); });
  };
  auto const stops = said({.target_error = 0.1});
  BOOST_TEST(contains(stops, "results of type text"), stops);
  BOOST_TEST(!contains(stops, "on_error"), stops);
  auto const collects = said({.target_error = 0.1, .on_error = dlp::collect()});
  BOOST_TEST(contains(collects, "on_error collect"), collects);
}

BOOST_AUTO_TEST_CASE(nothing_is_begun_where_no_more_is_wanted_from_the_start) {
  auto work = noted(plan, dlp::communicator().rank() == 0 ? 0 : 1000);
  static_cast<void>(run_batches(plan, "number", {.target_error = 0.1}, work));
  BOOST_TEST(work.seen.empty());
}

BOOST_AUTO_TEST_SUITE_END()
