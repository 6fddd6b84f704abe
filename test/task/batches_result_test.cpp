// SPDX-License-Identifier: BSL-1.0
#include <dlp/task/batches_result.hpp>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/core/moments.hpp>

#include "../support/scratch_folder.hpp"
#include "../support/tally.hpp"
#include "../support/temporary_folder.hpp"
#include "../support/texts.hpp"

BOOST_AUTO_TEST_SUITE(batches_result_test)

using dlp_test::spelled;
using result = dlp::batches_result<spelled>;

namespace {

auto result_of(std::uint64_t seed, bool writes = true) -> result {
  auto run = dlp::detail::accumulated_run<spelled>{.seeds = {.seed = seed}, .batch_size = 10};
  run.values.put(0, {"0"});
  run.values.put(1, {"1"});
  run.values.put_part(2, 4, {"part"});
  return {{.empty = {}, .runs = {std::move(run)}}, {}, writes};
}

template <class A>
concept can_be_changed = requires(A& a, A const& b) { a += b; } || requires(A& a) { a.add(1); } ||
                         requires(A& a, A const& b) { a.merge(b); } || requires(A& a) { a(1); };

}  // namespace

BOOST_AUTO_TEST_CASE(it_is_the_accumulator_and_knows_its_run) {
  static_assert(std::is_base_of_v<spelled, result>);
  static_assert(!can_be_changed<result> && can_be_changed<spelled> && can_be_changed<dlp::moments>);
  static_assert(!can_be_changed<dlp::batches_result<dlp::moments>>);
  auto const some = result_of(42);
  BOOST_TEST(some.text == "((0|1)|part)");
  BOOST_TEST(some.trajectories() == 24U);
  BOOST_TEST((some.seed() == 42U && some.batch_size() == 10U && some.seeds().empty()));
  auto const none = result();
  BOOST_TEST((none.text.empty() && none.trajectories() == 0 && none.batch_size() == 0));
  BOOST_TEST(!none.seed());
}

BOOST_AUTO_TEST_CASE(what_is_saved_is_loaded) {
  auto const in = dlp_test::scratch_folder();
  if (dlp::is_root()) result_of(42).save(in / "a");
  dlp::barrier();
  auto const back = dlp::load<spelled>(in / "a");
  BOOST_TEST(back.text == "((0|1)|part)");
  BOOST_TEST((back.seed() == 42U && back.trajectories() == 24));
  BOOST_TEST(back.writes() == dlp::is_root());
  auto const last = dlp::size() - 1;
  auto const elsewhere = dlp::load<spelled>(in / "a", {.root = last});
  BOOST_TEST(elsewhere.writes() == (dlp::rank() == last));
}

BOOST_AUTO_TEST_CASE(a_file_whose_content_cannot_be_is_refused_by_its_name) {
  auto const in = dlp_test::scratch_folder();
  auto packed = dlp::bytes();
  result_of(42).state().pack_to(packed);
  auto const refused = [&](dlp::bytes const& content) {
    if (dlp::is_root())
      dlp::detail::write_batches(in / "a", dlp::detail::type_name<spelled>(), content);
    dlp::barrier();
    auto const said = dlp_test::text_of<dlp::error>([&] { return dlp::load<spelled>(in / "a"); });
    BOOST_TEST(said == "dlp: " + (in / "a") + " is damaged");
    dlp::barrier();
  };
  auto longer = packed;
  longer.push_back({});
  refused(longer);
  packed.pop_back();
  refused(packed);
}

BOOST_AUTO_TEST_CASE(only_the_root_of_a_run_writes) {
  auto const in = dlp_test::temporary_folder();
  result_of(42, false).save(in / "a");
  BOOST_TEST(in.files().empty());
  dlp::merge(result_of(1, false), result_of(2, false)).save(in / "a");
  BOOST_TEST(in.files().empty());
  dlp::merge(result_of(1, false), result_of(2, true)).save(in / "a");
  BOOST_TEST(in.files() == std::vector<std::string>{"a"});
}

BOOST_AUTO_TEST_CASE(merged_it_has_no_seed_of_its_own) {
  auto const both = dlp::merge(result_of(2), result_of(1));
  BOOST_TEST(!both.seed());
  BOOST_TEST(both.trajectories() == 48U);
}

BOOST_AUTO_TEST_CASE(merged_with_none_it_is_the_same_and_written_by_the_same_rank) {
  auto const in = dlp_test::temporary_folder();
  for (auto const writes : {false, true}) {
    auto some = result_of(42, writes).state();
    some.empty.text = "begins with this";
    for (auto const& both : {dlp::merge(result(), result(some, {}, writes)),
                             dlp::merge(result(some, {}, writes), result())}) {
      BOOST_TEST(both.text == "((0|1)|part)");
      BOOST_TEST(both.state().empty.text == "begins with this");
      BOOST_TEST(both.writes() == writes);
    }
  }
  result().save(in / "a");
  BOOST_TEST(in.files().empty());
}

BOOST_AUTO_TEST_SUITE_END()
