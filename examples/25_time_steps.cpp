// SPDX-License-Identifier: BSL-1.0
//
// A simulation in steps of time, each of which is a loop: pendulums in a row, with springs between
// neighbours, of which the first is let go. A step needs where all of them were in the one before.
#include <cmath>
#include <cstdio>
#include <ranges>
#include <utility>
#include <vector>

#include <dlp.hpp>

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);

  constexpr auto count = 64;
  constexpr auto dt = 0.05;
  auto now = std::vector<double>(count);
  now[0] = 1;
  auto before = now;

  auto const after = [&](int i) {
    auto const angle = [&](int k) { return now[static_cast<std::size_t>(k)]; };
    auto const pull =
        (i == 0 ? 0 : angle(i - 1) - angle(i)) + (i == count - 1 ? 0 : angle(i + 1) - angle(i));
    auto const last = before[static_cast<std::size_t>(i)];
    return 2 * angle(i) - last + dt * dt * (pull - std::sin(angle(i)));
  };
  for (auto step = 0; step != 200; ++step) {
    auto next = dlp::map(after, std::views::iota(0, count), {.everywhere = true});
    before = std::exchange(now, std::move(next));
  }
  if (dlp::is_root()) std::printf("%.5f %.5f\n", now.front(), now[5]);
}
