// SPDX-License-Identifier: BSL-1.0
//
// What the pages in docs/guide show, each page in a case of its own: the code as it stands there,
// line by line, and what comes of it. What goes wrong there, and cannot be looked at, only
// compiles.
#include <dlp/sweep.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <complex>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <random>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/accumulators.hpp>
#include <dlp/batches.hpp>
#include <dlp/histogram.hpp>
#include <dlp/pool.hpp>

#include "support/scratch_folder.hpp"

namespace {

auto const angles = std::vector{10, 30, 60, 90, 120, 150, 170, 179};
constexpr auto sum_of_periods = 80.9;

auto period(int angle) -> double { return angle / 10.0; }
auto row_of(int angle) -> std::string { return std::to_string(angle); }
auto load_table() -> std::vector<double> { return {0.5, 1.5, 2.5}; }
auto size_of(std::string const& file) -> std::size_t { return file.size(); }
auto is_alone() -> bool { return dlp::size() == 1; }

[[maybe_unused]] void all_write_one_file(std::string const& path) {
  auto out = std::ofstream(path);
  for (auto const angle : dlp::split_managed(angles)) {
    out << angle << " " << period(angle) << "\n";
  }
}

[[maybe_unused]] auto only_the_root_has_the_table(std::vector<int> const& indices) {
  auto table = std::vector<double>();
  if (dlp::is_root()) table = load_table();
  auto const values = dlp::map([&](int i) { return table[i]; }, indices);
  return values;
}

[[maybe_unused]] void a_worker_has_no_results() {
  auto const periods = dlp::map(period, angles);
  std::cout << periods.front() << "\n";
}

[[maybe_unused]] auto only_the_root_gathers(double mine) {
  auto all = std::vector<double>();
  if (dlp::is_root()) all = dlp::gather(mine);
  return all;
}

auto what_is_left_to_read() {
  auto n = 0;
  std::cin >> n;
  return n;
}

struct measurement {
  std::string sensor;
  std::vector<double> values;
  std::optional<double> mean;
};

auto measure(std::string const& sensor) -> measurement { return {sensor, {1.5, 2.5}, 2.0}; }

class series {
 public:
  void add(double value) { values_.push_back(value); }
  auto size() const { return values_.size(); }

  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    // clang-format off
    archive & name_ & values_;
    // clang-format on
  }

 private:
  std::string name_;
  std::vector<double> values_;
};

/// Whoever sends it knows what the address is good for.
struct handle {
  void const* address = nullptr;
};

auto square(int x) -> int { return x * x; }
auto half(int x) -> int { return x / 2; }

auto power(int base, int exponent) -> int {
  if (exponent < 0) throw std::invalid_argument("an exponent below zero");
  return exponent == 0 ? 1 : base * power(base, exponent - 1);
}

auto fourth_power(dlp::executor& pool, int x) -> dlp::task<int> {
  auto const squared = co_await pool.submit(square, x);
  co_return co_await pool.submit(square, squared);
}

struct setting {
  double gamma = 0;

  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& BOOST_SERIALIZATION_NVP(gamma);
  }
};

/// Node n of a tree has the children 2 n and 2 n + 1.
struct node {
  int number = 1;
};

auto children_of(node const& one) -> std::vector<node> {
  if (one.number >= 8) return {};
  return {{2 * one.number}, {2 * one.number + 1}};
}

auto size_of_node(node const& one, dlp::feeder<node>& more) -> long {
  for (auto const& child : children_of(one)) more.add(child);
  return one.number;
}

struct no_meters {
  no_meters() { ::setenv("DLP_PROGRESS", "0", 1); }
  ~no_meters() { ::unsetenv("DLP_PROGRESS"); }
};

}  // namespace

template <>
inline constexpr bool dlp::sendable_as_bytes<handle> = true;

BOOST_AUTO_TEST_CASE(a_captured_sum) {
  {
    auto total = 0.0;
    auto const sums = dlp::map([&](int angle) { return total += period(angle); }, angles);
    if (dlp::is_root() && !is_alone()) BOOST_TEST(total == 0.0);
    BOOST_TEST(sums.size() == (dlp::is_root() ? angles.size() : 0));
  }
  auto const total = dlp::map_reduce(period, angles, 0.0, std::plus<>());
  BOOST_TEST(total == sum_of_periods, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_file_of_rows) {
  auto const folder = dlp_test::scratch_folder();
  auto const path = folder / "periods.txt";
  {
    auto out = std::ofstream();
    if (dlp::is_root()) out.open(path);
    for (auto const& row : dlp::map_unordered(row_of, angles)) {
      out << row << "\n";
    }
  }
  if (!dlp::is_root()) return;
  auto in = std::ifstream(path);
  auto rows = std::vector<int>(std::istream_iterator<int>(in), std::istream_iterator<int>());
  std::ranges::sort(rows);
  BOOST_TEST(rows == angles, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_gathered_map) {
  {
    auto periods = std::map<int, double>();
    for (auto const angle : dlp::split_managed(angles)) {
      periods[angle] = period(angle);
    }
    if (dlp::is_root()) BOOST_TEST(periods.size() == (is_alone() ? angles.size() : 0));
  }
  auto periods = dlp::gathered_map<int, double>();
  for (auto const angle : dlp::split_managed(angles)) {
    periods[angle] = period(angle);
  }
  auto const all = periods.gather();
  BOOST_TEST(all.size() == (dlp::is_root() ? angles.size() : 0));
}

BOOST_AUTO_TEST_CASE(a_table_for_all) {
  auto const indices = std::vector{2, 0, 1};
  auto const table = dlp::call_on_root(load_table);
  auto const values = dlp::map([&](int i) { return table.at(i); }, indices);
  if (dlp::is_root()) BOOST_TEST(values == (std::vector{2.5, 0.5, 1.5}));
}

BOOST_AUTO_TEST_CASE(data_once_a_node) {
  auto const indices = std::vector{2, 0, 1};
  auto const table = dlp::once_per_node([] { return load_table(); });
  auto const values = dlp::map([&](int i) { return table.span()[i]; }, indices);
  if (dlp::is_root()) BOOST_TEST(values == (std::vector{2.5, 0.5, 1.5}));

  struct setting {
    double gamma = 0.5;
  };
  auto const model = dlp::once_per_node([] { return setting{.gamma = 0.25}; });
  auto const gamma = model->gamma;  // and *model
  BOOST_TEST(gamma == 0.25);

  auto const squares = dlp::once_per_node<double>(1'000, [](std::span<double> to) {
    for (auto i = 0u; i != to.size(); ++i) to[i] = i * i;
  });
  BOOST_TEST(squares.span()[999] == 999 * 999);

  auto const far = dlp::once_per_node(load_table, {.from_root = true});
  BOOST_TEST(far.span()[2] == 2.5);
}

BOOST_AUTO_TEST_CASE(one_for_each_rank) {
  auto const gpus_here = [] { return dlp::local_size() - 1 + (dlp::local_size() == 1); };
  auto used = -1;
  auto const use_gpu = [&](int number) { used = number; };
  auto const solve_on_gpu = [&](int angle) { return angle + 1'000 * used; };
  use_gpu((dlp::local_rank() + gpus_here() - 1) % gpus_here());
  auto const fields = dlp::map(solve_on_gpu, angles);
  auto const of_workers = dlp::all_gather(used);
  if (dlp::is_root())
    for (auto i = 0u; i + 1 < of_workers.size(); ++i) BOOST_TEST(of_workers[i + 1] == i);

  auto const threads = std::max(1u, std::thread::hardware_concurrency() / dlp::local_size());
  BOOST_TEST(threads >= 1);

  auto const port = 24'000 + dlp::local_rank();
  BOOST_TEST(port - 24'000 < dlp::local_size());

  auto const job = dlp::broadcast(std::to_string(std::random_device()()));
  auto const scratch = std::filesystem::temp_directory_path() /
                       ("solver." + job + "." + std::to_string(dlp::rank()));
  std::filesystem::create_directories(scratch);
  BOOST_TEST(std::filesystem::remove(scratch));
}

BOOST_AUTO_TEST_CASE(results_where_they_are) {
  auto const periods = dlp::map(period, angles);
  if (dlp::is_root()) std::cout << periods.front() << "\n";
  auto const everywhere = dlp::map(period, angles, {.everywhere = true});
  BOOST_TEST(everywhere.size() == angles.size());
}

BOOST_AUTO_TEST_CASE(standard_input) {
  auto text = std::istringstream(dlp::is_root() ? "-5" : "");
  auto* const before = std::cin.rdbuf(text.rdbuf());
  auto const n = dlp::call_on_root([] {
    auto number = 0;
    std::cin >> number;
    return number;
  });
  BOOST_TEST(n == -5);
  BOOST_TEST(what_is_left_to_read() == 0);
  std::cin.rdbuf(before);
  std::cin.clear();
}

BOOST_AUTO_TEST_CASE(loops) {
  auto visited = 0;
  auto const visit = [&](int) { ++visited; };
  auto const rows = std::vector{1, 2, 3};
  auto const columns = std::vector{4, 5};
  auto const in_all = [&] {
    auto const counts = dlp::all_gather(std::exchange(visited, 0));
    return std::accumulate(counts.begin(), counts.end(), 0);
  };

  for (auto const i : dlp::split_managed(100)) visit(i);
  auto const squares = dlp::map([](int i) { return i * i; }, 100);
  BOOST_TEST(in_all() == 100);
  if (dlp::is_root()) BOOST_TEST(squares.at(99) == 99 * 99);

  for (auto const [row, column] : dlp::product(rows, columns) | dlp::split_managed) {
    visit(row * 10 + column);
  }
  auto const cells =
      dlp::map([](int row, int column) { return row * column; }, dlp::product(rows, columns));
  BOOST_TEST(in_all() == 6);
  if (dlp::is_root()) BOOST_TEST(cells == (std::vector{4, 5, 8, 10, 12, 15}));

  auto grid = dlp::product(std::vector{1, 2}, std::vector<std::string>{"rk4", "euler"});
  auto const texts = dlp::map([](int n, std::string const& text) { return text.substr(n); }, grid);
  for (auto const& [n, text] : grid | dlp::split_managed) visit(n);
  BOOST_TEST(in_all() == 4);
  if (dlp::is_root()) BOOST_TEST(texts == (std::vector<std::string>{"k4", "uler", "4", "ler"}));
}

BOOST_AUTO_TEST_CASE(schedules) {
  auto const by_batches = dlp::map(period, angles, {.schedule = dlp::factoring{}});
  auto const one_by_one = dlp::map(period, angles, {.schedule = dlp::fixed{1}});
  auto const longest_first =
      dlp::map(period, angles, {.cost = [&](auto i) { return 1.0 * angles[i]; }});
  BOOST_TEST(by_batches == one_by_one);
  BOOST_TEST(by_batches == longest_first);
  BOOST_TEST(by_batches.size() == (dlp::is_root() ? angles.size() : 0));
}

BOOST_AUTO_TEST_CASE(accumulating) {
  auto mine = 0.0;
  for (auto const angle : dlp::split_managed(angles)) mine += period(angle);
  auto const total = dlp::all_reduce(mine, std::plus<>());
  BOOST_TEST(total == sum_of_periods, boost::test_tools::tolerance(1e-12));

  auto found = 0;
  if (auto const longest = dlp::reduce(mine, std::ranges::max)) {
    std::cout << "the longest on any rank: " << *longest << "\n";
    ++found;
  }
  BOOST_TEST(found == (dlp::is_root() ? 1 : 0));
}

namespace {

struct observables {
  dlp::labelled<> population = {.dimension = "t"};
  std::complex<double> coherence;

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive& BOOST_SERIALIZATION_NVP(population) & BOOST_SERIALIZATION_NVP(coherence);
  }
};

auto trajectory(int i) -> observables {
  return {.population = {"t", {0, 1}, {1, i / 2.0}}, .coherence = {0, 1}};
}

auto lives_of(int angle) -> dlp::moments {
  auto lives = dlp::moments();
  for (auto i = 0; i != 10; ++i) lives(angle + i);
  return lives;
}

}  // namespace

BOOST_AUTO_TEST_CASE(accumulators) {
  auto here = dlp::moments();
  for (auto const one : {1.0, 2.0, 3.0}) here(one);
  auto there = dlp::moments();
  for (auto const one : {101.0, 102.0, 103.0}) there(one);
  here.merge(there);
  std::cout << here.mean() << " +- " << here.standard_error() << "\n";
  BOOST_TEST(here.mean() == 52);

  auto means = dlp::averages<observables>();
  for (auto i = 0; i != 10; ++i) means(trajectory(i));
  auto const population = means.mean().population;
  auto const error = means.standard_error().population;
  BOOST_TEST(population.values[1] == 2.25);
  BOOST_TEST(error.values[0] == 0);
}

BOOST_AUTO_TEST_CASE(accumulators_over_ranks) {
  auto const put = [](dlp::moments all, double one) {
    all(one);
    return all;
  };
  auto const periods = dlp::map_reduce(period, angles, dlp::moments(), put);
  BOOST_TEST(periods.count() == angles.size());
  auto const merge = [](dlp::moments all, dlp::moments const& more) {
    all.merge(more);
    return all;
  };
  auto const lives = dlp::map_reduce(lives_of, angles, dlp::moments(), dlp::associative(merge));
  BOOST_TEST(lives.count() == 10 * angles.size());
  auto const total = dlp::map_reduce(period, angles, 0.0, dlp::associative(std::plus<>()));
  BOOST_TEST(total == sum_of_periods, boost::test_tools::tolerance(1e-12));
}

namespace {

auto uniform(dlp::random_stream& draw) -> double {
  return static_cast<double>(draw() >> 11U) * 0x1p-53;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_result_whose_type_nobody_spells_is_loaded) {
  auto const in = dlp_test::scratch_folder();
  auto const file = in / "counts.mc";
  auto counts = dlp::histogram(10, 0.0, 1.0);
  auto const some = dlp::batches(uniform, counts, {.count = 1'000});
  some.save(file);
  dlp::barrier();
  auto const more = dlp::batches(uniform, dlp::load<decltype(counts)>(file), {.count = 1'000});
  BOOST_TEST(more.trajectories() == 2'000U);
  BOOST_TEST((more.at(0) > some.at(0) && some.at(0) > 0U));
}

BOOST_AUTO_TEST_CASE(accumulating_vectors_and_maps) {
  {
    auto histogram = std::vector<long>(10);
    for (auto const angle : dlp::split_managed(angles)) ++histogram[angle / 20];
    auto const all = dlp::all_reduce(histogram, std::plus<>());
    BOOST_TEST(all == (std::vector<long>{1, 1, 0, 1, 1, 0, 1, 1, 2, 0}));
  }
  auto const words = std::vector<std::string>{"a", "rose", "is", "a", "rose"};
  auto counts = dlp::gathered_map<std::string, long>(std::plus<>());
  for (auto const& word : dlp::split_managed(words)) counts[word] += 1;
  auto const all = counts.gather();
  auto const expected = std::map<std::string, long>{{"a", 2}, {"is", 1}, {"rose", 2}};
  BOOST_TEST((all == (dlp::is_root() ? expected : std::map<std::string, long>())));
}

BOOST_AUTO_TEST_CASE(what_travels) {
  auto const sensors = std::vector<std::string>{"left", "right"};
  auto const measurements = dlp::map(measure, sensors);
  BOOST_TEST(measurements.size() == (dlp::is_root() ? 2U : 0U));
  for (auto const& one : measurements) BOOST_TEST(one.values.size() == 2U);
  if (dlp::is_root()) BOOST_TEST(measurements.back().sensor == "right");

  auto const all = dlp::all_gather([] {
    auto mine = series();
    for (auto i = 0; i != dlp::rank() + 1; ++i) mine.add(i);
    return mine;
  }());
  BOOST_TEST(all.back().size() == static_cast<std::size_t>(dlp::size()));
  auto const handles = dlp::all_gather(handle());
  BOOST_TEST(handles.size() == all.size());
}

BOOST_AUTO_TEST_CASE(one_range_for_all) {
  auto const there = dlp_test::scratch_folder();
  if (dlp::is_root()) std::ofstream(there / "one");
  auto const folder = there / "";
  auto const files = dlp::call_on_root([&] {
    auto found = std::vector<std::string>();
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
      found.push_back(entry.path().string());
    }
    return found;
  });
  BOOST_TEST(files.size() == 1U);

  auto const seed = dlp::call_on_root([] { return std::random_device()(); });
  auto order = std::vector<int>(100);
  std::iota(order.begin(), order.end(), 0);
  std::ranges::shuffle(order, std::mt19937(seed));
  for (auto const& theirs : dlp::all_gather(order)) BOOST_TEST((theirs == order));
}

BOOST_AUTO_TEST_CASE(input) {
  auto const path = std::string("settings");
  auto const read_settings = [](std::string const& name) { return name + " of the root"; };
  auto const settings = dlp::call_on_root([&] { return read_settings(path); });
  BOOST_TEST(settings == "settings of the root");

  auto in = std::istringstream(dlp::is_root() ? "1.5 2.5" : "");
  auto const numbers = dlp::call_on_root([&] {
    return std::vector(std::istream_iterator<double>(in), std::istream_iterator<double>());
  });
  BOOST_TEST(numbers == (std::vector{1.5, 2.5}));

  auto const files = std::vector<std::string>{"a", "file"};
  auto const sizes = dlp::map([](std::string const& file) { return size_of(file); }, files);
  if (dlp::is_root()) BOOST_TEST((sizes == std::vector<std::size_t>{1, 4}));
}

BOOST_AUTO_TEST_CASE(exceptions) {
  auto noted = std::string();
  auto const note = [&](dlp::index_t index, std::string const& text) {
    noted += std::to_string(index) + " " + text + "\n";
  };
  auto const check = [](int angle) {
    if (angle == 90) throw std::runtime_error("no convergence");
  };
  try {
    dlp::for_each(angles, check);
  } catch (dlp::task_error const& error) {
    for (auto const& one : error.failures()) note(one.index, one.text);
  }
  BOOST_TEST(noted == "3 no convergence\n");
  try {
    dlp::for_each(angles, check, {.on_error = dlp::collect{}});
    BOOST_ERROR("it was not told");
  } catch (dlp::task_error const& error) {
    BOOST_TEST(error.failures().size() == 1U);
  }
  noted.clear();
  auto const energy = [&](int angle) { return check(angle), 2 * angle; };
  std::vector<dlp::failure> left_out;
  auto const energies = dlp::map(energy, angles, {.on_error = dlp::skip{&left_out}});
  for (auto const& one : left_out) note(one.index, one.text);
  BOOST_TEST(noted == "3 no convergence\n");
  if (dlp::is_root()) BOOST_TEST(energies.size() == angles.size() - 1);

  auto const mine = 0.5 * dlp::rank();
  auto used = std::size_t{0};
  auto const use = [&](std::vector<double> const& values) { used = values.size(); };
  auto const all = dlp::gather(mine);
  if (dlp::is_root()) use(all);
  BOOST_TEST(used == (dlp::is_root() ? static_cast<std::size_t>(dlp::size()) : 0));
}

BOOST_AUTO_TEST_CASE(progress) {
  auto const quiet = no_meters();
  auto const periods = dlp::map(period, angles, {.progress = true, .label = "swings"});
  BOOST_TEST(periods.size() == (dlp::is_root() ? angles.size() : 0));
  for (auto const& row : dlp::map_unordered(row_of, angles, {.progress = true})) {
    std::cout << row << "\n";
  }
}

BOOST_AUTO_TEST_CASE(why_is_my_loop_slow) {
  ::setenv("DLP_REPORT", "0", 1);
  auto const periods = dlp::map(period, angles, {.label = "swings", .report = true});
  ::unsetenv("DLP_REPORT");
  BOOST_TEST(periods.size() == (dlp::is_root() ? angles.size() : 0));
}

BOOST_AUTO_TEST_CASE(it_stands_still) {
  using namespace std::chrono_literals;
  auto const periods = dlp::map(period, angles, {.warn_after = 10min});
  BOOST_TEST(periods.size() == (dlp::is_root() ? angles.size() : 0));
}

BOOST_AUTO_TEST_CASE(timeline) {
  for (auto const angle : dlp::split_managed(angles)) {
    auto const whole = dlp::mark("swing");
    {
      auto const reading = dlp::mark("load");
      load_table();
    }
    period(angle);
  }
}

BOOST_AUTO_TEST_CASE(pools) {
  auto done = 0;
  dlp::executor::run([&](dlp::executor& pool) {
    auto number = pool.submit(power, 2, 10);
    auto const squares = pool.map(square, std::vector{1, 2, 3});
    std::cout << number.get() + squares.back() << "\n";
    BOOST_TEST(squares.back() == 9);
    auto const scaled = pool.map(dlp::bind_front(power, 3), std::vector{0, 1, 2});
    BOOST_TEST(scaled == (std::vector{1, 3, 9}), boost::test_tools::per_element());
    ++done;
  });
  BOOST_TEST(done == (dlp::is_root() ? 1 : 0));

  auto pool = dlp::executor();
  if (pool.is_root()) std::cout << pool.submit(square, 12).get() << "\n";
  pool.shutdown();
  if (!pool.is_root()) return;
  BOOST_CHECK_THROW(static_cast<void>(pool.submit(square, 12)), dlp::usage_error);
}

BOOST_AUTO_TEST_CASE(a_pool_of_one_function) {
  auto const scale = 2.0;
  auto sum = 0.0;
  auto const use = [&](std::vector<double> const& values) {
    sum = std::accumulate(values.begin(), values.end(), 0.0);
  };
  auto pool = dlp::function_pool<double(int)>([&](int angle) { return scale * period(angle); });
  if (pool.is_root()) use(pool.map(angles));
  pool.shutdown();
  BOOST_TEST(sum == (pool.is_root() ? 2 * sum_of_periods : 0), boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(futures) {
  dlp::executor::run([&](dlp::executor& pool) {
    auto text = pool.submit(square, 4).then([](int n) { return std::to_string(n); });
    BOOST_TEST(text.get() == "16");

    auto halves = std::vector<dlp::future<int>>();
    for (auto const x : {8, 6, 4}) halves.push_back(pool.submit(half, x));
    for (auto& one : dlp::as_completed(halves)) std::cout << one.get() << "\n";
    for (auto const& one : halves) BOOST_TEST(!one.valid());

    BOOST_TEST(fourth_power(pool, 3).get() == 81);
    BOOST_TEST(pool.submit({.priority = 1}, square, 4).get() == 16);

    auto caught = 0;
    try {
      pool.submit(power, 2, -1).get();
    } catch (std::invalid_argument const& error) {
      std::cerr << error.what() << "\n";
      ++caught;
    }
    BOOST_TEST(caught == 1);
  });
}

BOOST_AUTO_TEST_CASE(work_that_makes_work) {
  auto visited = std::vector<int>();
  auto const visit = [&](node const& one) { visited.push_back(one.number); };
  auto const roots = std::vector<node>(1);
  dlp::for_each(roots, [&](node const& one, dlp::feeder<node>& more) {
    visit(one);
    for (auto const& child : children_of(one)) more.add(child);
  });
  auto all = dlp::gather_flat(visited);
  std::ranges::sort(all);
  auto expected = std::vector<int>(dlp::is_root() ? 15 : 0);
  std::iota(expected.begin(), expected.end(), 1);
  BOOST_TEST(all == expected, boost::test_tools::per_element());

  auto total = 0L;
  for (auto const size : dlp::map_unordered(size_of_node, roots)) total += size;
  BOOST_TEST(total == (dlp::is_root() ? 120 : 0));
}

namespace {

auto trace(double omega) {
  auto const times = dlp::linspace(0.0, 1.0, 3);
  auto amplitudes = std::vector<double>();
  for (auto const t : times) amplitudes.push_back(std::cos(omega * t));
  return dlp::labelled{"t", times, amplitudes, "m", "s"};
}

}  // namespace

BOOST_AUTO_TEST_CASE(results_along_something_of_their_own) {
  auto const table = dlp::sweep(trace, dlp::axis("omega", {0.5, 1.0}), {.everywhere = true});
  auto const traces = table.column<dlp::labelled<>>("result");
  BOOST_TEST(traces.at(1).coordinate_unit == "s");
  BOOST_TEST(traces.at(1).values.back() == std::cos(1.0));
}

BOOST_AUTO_TEST_CASE(sweeps) {
  auto const members = dlp::product(dlp::axis(&setting::gamma, {0.1, 0.2}));
  auto const by_struct = dlp::sweep([](setting const& at) { return at.gamma; }, members);
  auto const search = [](dlp::cell const& at, double gamma) {
    auto best = gamma;
    while (best < 1 && !at.stop_token.stop_requested()) best *= 1.5;
    return best;
  };
  auto const found =
      dlp::sweep(search, dlp::axis("gamma", {0.1, 0.2}), {.cell_limit = std::chrono::seconds(30)});
  auto const counted = dlp::sweep(
      [](double gamma) {
        return dlp::quantity{gamma, "eV", {{"long_name", "kinetic energy"}, {"order", 2}}};
      },
      dlp::axis("gamma", {0.1, 0.2}));
  if (dlp::is_root()) BOOST_TEST(counted.results().at(0).attributes.at("order") == 2);
  auto const grid = dlp::product(dlp::axis("gamma", {0.0, 0.1, 0.5}, "1/s"),
                                 dlp::axis("omega", dlp::linspace(0.5, 1.5, 5), "1/s"),
                                 dlp::axis("solver", {"euler", "symplectic"}));
  auto const oscillate = [](double gamma, double omega, auto const&) { return gamma + omega; };
  auto const folder = dlp_test::scratch_folder();
  auto const before = std::filesystem::current_path();
  std::filesystem::current_path(folder / "");
  // clang-format off
auto const slow = grid.where([](double gamma, double, auto const&) { return gamma == 0.0; });
auto const first = dlp::sweep(oscillate, grid, {.path = "first.db", .only = slow});
auto const again =
    dlp::sweep(oscillate, grid, {.path = "again.db", .rerun = dlp::rerun::all, .only = {3, 17}});
auto const learning = dlp::sweep(oscillate, grid,
                                 {.path = "learnt.db",
                                  .cost = dlp::learnt{},
                                  .priority = [](auto position) { return position < 5 ? 1 : 0; }});
  // clang-format on
  std::filesystem::current_path(before);
  if (!dlp::is_root()) return;
  BOOST_TEST(first.count(dlp::cell_status::done) == 10U);
  BOOST_TEST(again.count(dlp::cell_status::done) == 2U);
  BOOST_TEST(learning.count(dlp::cell_status::done) == 30U);
  BOOST_TEST(by_struct.column<double>("result") == (std::vector{0.1, 0.2}));
  for (auto const best : found.column<double>("result")) BOOST_TEST((best >= 1 && best < 1.5));
}

BOOST_AUTO_TEST_CASE(paths_and_bounds) {
  {
    auto const intervals = std::vector{1.0};
    auto const integrate = [](double in, dlp::feeder<double>& more) {
      if (in > 0.2) more.add(in / 2), more.add(in / 4);
      return in;
    };
    auto parts = std::map<std::vector<dlp::index_t>, double>();
    auto results = dlp::map_unordered(integrate, intervals);
    for (auto it = results.begin(); it != results.end(); ++it) parts[it.path()] = *it;
    if (dlp::is_root()) BOOST_TEST((parts.at({0, 0, 1}) == 0.125));
  }
  auto const roots = std::vector<node>(1);
  auto const search = [](node const& one, dlp::feeder<node>& more) {
    auto const* const told = more.told<int>();
    if (told && *told > one.number) return 0;
    return static_cast<int>(size_of_node(one, more));
  };
  auto best = 0;
  auto found = dlp::map_unordered(search, roots);
  for (auto const value : found) {
    if (value <= best) continue;
    best = value;
    found.tell(best);
  }
  if (dlp::is_root()) BOOST_TEST(best >= 8);
}

BOOST_AUTO_TEST_CASE(journals) {
  auto const folder = dlp_test::scratch_folder();
  auto const before = std::filesystem::current_path();
  std::filesystem::current_path(folder / "");
  // clang-format off
auto const periods = dlp::map(period, angles, {.journal = "run.db"});

auto const kept = dlp::map(period, angles, {.journal = {"kept.db", dlp::durability::each}});

auto const fine = dlp::map(period, angles, {.journal = "fine.db", .key = "dt = 0.01"});

dlp::stop_on_signal();
auto const swings = dlp::map(period, angles, {.journal = "night.db"});
  // clang-format on
  for (auto const& one : {periods, kept, fine, swings})
    BOOST_TEST(one.size() == (dlp::is_root() ? angles.size() : 0));
  std::filesystem::current_path(before);
}
