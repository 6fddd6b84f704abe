// SPDX-License-Identifier: BSL-1.0
//
// The names that docs/design/contract.md promises to programs, as they stand there.
#include <dlp.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <map>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/every.hpp"

namespace {

struct pixel {
  void* address = nullptr;
};

auto const f = [](int x) { return 0.5 * x; };
auto const body = [](int) {};
auto const op = std::plus<>();
auto xs = std::vector{1, 2, 3, 4, 5};
auto const rows = 2;
auto const columns = 3;

/// How often all ranks have used something, on every rank.
auto uses = 0;
void use(auto const&...) { ++uses; }
auto uses_of_all() -> int { return dlp::all_reduce(std::exchange(uses, 0), std::plus<>()); }

auto load() -> std::vector<double> { return {0.5, 1.5, 2.5}; }

struct setting {
  double gamma = 0.5;
};

auto at_root(auto value) { return dlp::is_root() ? value : decltype(value)(); }

}  // namespace

// clang-format off

template <> inline constexpr bool dlp::sendable_as_bytes<pixel> = true;   // "send these bytes"

namespace {

[[maybe_unused]] void first_line(int argc, char** argv) {
dlp::environment env(argc, argv);          // MPI up and down, launch check, the end of the job
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_world) {
dlp::communicator world;                   // boost::mpi::communicator
int me = dlp::rank();                      // of the world; `if (dlp::rank())` does not compile
int ranks = dlp::size();
bool root = dlp::is_root();
int here = dlp::local_rank();              // among the dlp::local_size() ranks of its node
std::string machine = dlp::host();

  BOOST_TEST(me == world.rank());
  BOOST_TEST(ranks == world.size());
  BOOST_TEST(root == (me == 0));
  BOOST_TEST((here >= 0 && here < dlp::local_size() && !machine.empty()));
  static_assert(std::is_same_v<dlp::communicator, boost::mpi::communicator>);
}

BOOST_AUTO_TEST_CASE(splits) {
for (auto& x : dlp::split_round_robin(xs)) use(x);    // each also as  xs | dlp::split_…
for (auto& x : dlp::split_block(xs)) use(x);
for (auto& x : dlp::split_managed(xs)) use(x);        // a manager rank hands out indices
for (auto& x : dlp::split_shared(xs)) use(x);         // every rank computes; ranks share counters
  BOOST_TEST(uses_of_all() == 20);

for (auto [i, x] : xs | dlp::enumerate | dlp::split_managed({.label = "xs"})) use(i, x);
  BOOST_TEST(uses_of_all() == 5);
for (auto [i, j] : dlp::product(rows, columns) | dlp::split_managed) use(i, j);
  BOOST_TEST(uses_of_all() == 6);
for (auto i : dlp::split_managed(10)) use(i);         // a count is the range 0, 1, …, 9
  BOOST_TEST(uses_of_all() == 10);
}

BOOST_AUTO_TEST_CASE(maps) {
for (auto&& r : dlp::map_unordered(f, xs)) use(r);    // f runs on the workers, the body on the root
  BOOST_TEST(uses_of_all() == 5);
auto rs = dlp::map(f, xs);                            // a std::vector in the order of xs, on the root
auto everywhere = dlp::map(f, xs, {.everywhere = true});
auto t = dlp::map_reduce(f, xs, 0.0, op);             // in the order of the indices, on every rank
dlp::for_each(xs, body);
  BOOST_TEST((rs == at_root(std::vector{0.5, 1.0, 1.5, 2.0, 2.5})));
  BOOST_TEST((everywhere == std::vector{0.5, 1.0, 1.5, 2.0, 2.5}));
  BOOST_TEST(t == 7.5);
}

BOOST_AUTO_TEST_CASE(collective_calls) {
  auto const value = 1.5;
  auto shared = value;
  auto const mine = 1;
  auto const values = std::vector{1, 2};
  auto const fill = [](std::span<double> to) { std::ranges::fill(to, 1.5); };
  auto const comm = dlp::communicator();
auto all = dlp::gather(value);                        // std::vector<T>, one per rank, on the root
auto flat = dlp::gather_flat(values);                 // every rank's values, in rank order, on the root
auto each = dlp::all_gather(value);
dlp::broadcast(shared);
dlp::barrier();
auto read = dlp::call_on_root([] { return 7; });      // its value, or its exception, on every rank
auto table = dlp::once_per_node([] { return load(); });   // table.span(): one copy for all ranks of a node
auto filled = dlp::once_per_node<double>(7, fill, {.from_root = true, .root = 0, .comm = comm});
auto one = dlp::once_per_node([] { return setting(); });  // one->gamma
auto total = dlp::reduce(mine, std::plus<>{});        // std::optional<T>, engaged on the root
auto sum = dlp::all_reduce(mine, std::plus<>{});

  auto const count = static_cast<std::size_t>(dlp::size());
  BOOST_TEST(all.size() == at_root(count));
  BOOST_TEST(flat.size() == 2 * at_root(count));
  BOOST_TEST(each.size() == count);
  BOOST_TEST(read == 7);
  static_assert(std::is_same_v<decltype(table.span()), std::span<double const>>);
  BOOST_TEST((table.span().size() == 3 && table.span()[2] == 2.5));
  BOOST_TEST((filled.span().size() == 7 && filled.span()[6] == 1.5));
  BOOST_TEST(one->gamma == 0.5);
  BOOST_TEST(total.has_value() == dlp::is_root());
  BOOST_TEST(sum == dlp::size());
  BOOST_TEST(dlp::all_gather(pixel()).size() == count);
}

BOOST_AUTO_TEST_CASE(gathered_containers) {
dlp::gathered_list<double> list;                      // list.push_back(x)
dlp::gathered_map<int, double> once;                  // once[key] = value
dlp::gathered_map<std::string, long> counts(std::plus<>{});
counts["a"] += 1;
counts.merge("a", 2);
list.push_back(0.5);
once[dlp::rank()] = 0.5;
auto gathered = counts.gather();                      // a std::map, on the root

  BOOST_TEST((gathered == at_root(std::map<std::string, long>{{"a", 3 * dlp::size()}})));
  BOOST_TEST(list.gather().size() == at_root(static_cast<std::size_t>(dlp::size())));
  BOOST_TEST(once.gather().size() == at_root(static_cast<std::size_t>(dlp::size())));
}

BOOST_AUTO_TEST_CASE(options) {
  using namespace std::chrono_literals;
  auto const cost = [](dlp::index_t) { return 1.0; };
  std::stop_token stop;
  dlp::communicator comm;
  auto const until = dlp::deadline(std::chrono::hours(1));
  auto const no_file = dlp::journal();
  auto const& file = no_file;  // with one: dispatch/journal_test
  ::setenv("DLP_PROGRESS", "0", 1);
  ::setenv("DLP_REPORT", "0", 1);
auto with_all = dlp::map(f, xs, {.schedule = dlp::adaptive{}, .cost = cost, .stop = stop,
                                 .deadline = until, .progress = true, .label = "xs",
                                 .report = true, .warn_after = 10min, .on_error = dlp::retry{2},
                                 .survive = dlp::survive{}, .everywhere = true,
                                 .journal = no_file, .key = "", .root = 0, .comm = comm});
auto kept = dlp::map(f, xs, {.journal = file});       // what is done survives the program
dlp::stop_on_signal();                                // SIGTERM ends loops: dlp::stopped, code 75
auto const solving = dlp::mark("solve");              // a scope in the timeline of DLP_TRACE

  auto const schedules = dlp_test::every<dlp::schedule>({dlp::fixed{4}});
  auto const policies = dlp_test::every<dlp::error_policy>();
  for (auto const& rule : schedules) use(rule);
  for (auto const& policy : policies) use(policy);
  auto const all = static_cast<int>(schedules.size() + policies.size());
  BOOST_TEST(uses_of_all() == all * dlp::size());
  BOOST_TEST(with_all.size() == xs.size());
  BOOST_TEST(kept.size() == at_root(xs.size()));
  ::unsetenv("DLP_PROGRESS");
  ::unsetenv("DLP_REPORT");
}

BOOST_AUTO_TEST_CASE(exceptions) {
static_assert(std::is_base_of_v<std::runtime_error, dlp::error>);
static_assert(std::is_base_of_v<dlp::error, dlp::usage_error>);
static_assert(std::is_base_of_v<dlp::error, dlp::launch_error>);
static_assert(std::is_base_of_v<dlp::error, dlp::disagreement>);
static_assert(std::is_base_of_v<dlp::error, dlp::task_error>);        // .failures()
static_assert(std::is_base_of_v<dlp::error, dlp::stopped>);           // .exit_code is 75
static_assert(dlp::stopped::exit_code == 75);
}
