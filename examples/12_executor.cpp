// SPDX-License-Identifier: BSL-1.0
//
// A pool of workers: the root submits calls and gets their results, the others make the calls.
#include <algorithm>
#include <cstdio>
#include <ranges>
#include <stdexcept>
#include <string>
#include <vector>

#include <dlp/pool.hpp>

auto menial_task(int x) -> int { return x * x; }

auto greet(std::string const& name) -> std::string { return "hello, " + name; }

auto power(int base, int exponent) -> long {
  if (exponent < 0) throw std::invalid_argument("an exponent below zero");
  return exponent == 0 ? 1 : base * power(base, exponent - 1);
}

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);

  // The workers stay in `run` until the root comes to the end of this function.
  dlp::executor::run([](dlp::executor& pool) {
    std::puts("The root alone runs this.");

    // A call is a function and its arguments, of any types that can travel.
    auto text = pool.submit(greet, "world");
    auto number = pool.submit(power, 2, 40);

    // All are under way before the first is waited for.
    auto squares = std::vector<dlp::future<int>>();
    for (auto i = 0; i != 100; ++i) squares.push_back(pool.submit(menial_task, i));
    auto sum = 0;
    for (auto& square : squares) sum += square.get();
    std::printf("%s: %ld, %d\n", text.get().c_str(), number.get(), sum);

    // The same function for many arguments: results in the order of the arguments, or as they come.
    for (auto const result : pool.map(menial_task, std::vector{1, 2, 3}))
      std::printf("%d\n", result);
    auto largest = 0;
    for (auto const result : pool.map_unordered(menial_task, std::views::iota(0, 1000)))
      largest = std::max(largest, result);
    std::printf("the largest is %d\n", largest);

    // What a call would capture is bound to it.
    auto const powers = pool.map(dlp::bind_front(power, 3), std::vector{0, 1, 2, 3});
    std::printf("3 to the 3 is %ld\n", powers.back());

    // An exception comes to who asks for the result, and harms no other call.
    try {
      pool.submit(power, 2, -1).get();
    } catch (std::invalid_argument const&) {
      std::puts("an argument is invalid");
    }
  });
  if (dlp::is_root()) std::puts("All ranks go on here.");

  // The same in the form of an object: on a worker the constructor returns when the root has shut
  // the pool down.
  auto pool = dlp::executor();
  if (pool.is_root()) std::printf("one more: %d\n", pool.submit(menial_task, 12).get());
  pool.shutdown();
}
