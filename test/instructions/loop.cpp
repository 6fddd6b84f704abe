// SPDX-License-Identifier: BSL-1.0
//
// loop SPLIT N: a loop over N empty examples, an even number, whose instructions ./run counts.
#include <cstdlib>
#include <ranges>
#include <string_view>

#include <dlp.hpp>

namespace {

template <class Split>
auto visit(dlp::index_t n, Split const& split) -> dlp::index_t {
  auto sum = dlp::index_t{0};
  for (auto const x : std::views::iota(dlp::index_t{0}, n) | split) {
    asm volatile("" : : "r"(x));  // it has to be made
    sum += x;
  }
  return sum;
}

}  // namespace

auto main(int argc, char** argv) -> int {
  if (argc != 3) return EXIT_FAILURE;
  auto const env = dlp::environment(argc, argv);
  auto const is_shared = std::string_view(argv[1]) == "split_shared";
  auto const n = static_cast<dlp::index_t>(std::atoll(argv[2]));
  auto const sum = is_shared ? visit(n, dlp::split_shared) : visit(n, dlp::split_managed);
  return sum == n / 2 * (n - 1) ? EXIT_SUCCESS : EXIT_FAILURE;
}
