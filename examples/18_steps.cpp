// SPDX-License-Identifier: BSL-1.0
//
// Steps that wait for others, each written down as what comes after what: a coroutine on the root
// waits for a call without keeping anybody else waiting. Here eight chains of calls, each as long
// as it has to be, run beside each other, and one call has what comes of all.
#include <cmath>
#include <cstdio>
#include <vector>

#include <dlp/pool.hpp>

// The integral of x to this power from 0 to 1, by the values at so many points.
auto integral(double power, int points) -> double {
  auto sum = 0.0;
  for (auto i = 0; i != points; ++i) sum += std::pow((i + 0.5) / points, power);
  return sum / points;
}

// By as many points as it takes: how many, the call before tells.
auto refined(dlp::executor& pool, double power) -> dlp::task<double> {
  auto before = co_await pool.submit(integral, power, 8);
  for (auto points = 16;; points *= 2) {
    auto const now = co_await pool.submit(integral, power, points);
    if (std::abs(now - before) < 1e-6) co_return now;
    before = now;
  }
}

auto mean(std::vector<double> const& values) -> double {
  auto sum = 0.0;
  for (auto const value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// A task begins when it is made: all eight are under way before the first is waited for.
auto mean_of_all(dlp::executor& pool) -> dlp::task<double> {
  auto tasks = std::vector<dlp::task<double>>();
  for (auto i = 1; i <= 8; ++i) tasks.push_back(refined(pool, i * 0.5));
  auto values = std::vector<double>();
  for (auto const& one : tasks) values.push_back(co_await one);
  co_return co_await pool.submit(mean, values);
}

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  dlp::executor::run([](dlp::executor& pool) { std::printf("%.5f\n", mean_of_all(pool).get()); });
}
