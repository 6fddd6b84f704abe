// SPDX-License-Identifier: BSL-1.0
//
// At which rate does a training learn best? All begin with few steps. Of those that have come so
// far the best third goes on for three times as many, each as soon as it is in that third, without
// waiting for the others (asynchronous successive halving): what is done next follows from what
// comes back.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <utility>
#include <vector>

#include <dlp/pool.hpp>

struct model {
  double rate = 0;
  std::array<double, 2> at = {1, 0.3};  // what is trained
  double loss = 0;
};

// Gradient descent in a long valley.
auto train(model m, int steps) -> model {
  for (auto i = 0; i != steps; ++i) {
    m.at[0] -= m.rate * 2 * m.at[0];
    m.at[1] -= m.rate * 20 * m.at[1];
  }
  m.loss = std::hypot(m.at[0], m.at[1]);
  return m;
}

class halving {
 public:
  explicit halving(dlp::executor& pool) : pool_(pool) {}

  void start(model const& m, std::size_t level = 0) {
    pool_.submit(train, m, steps[level]).then([this, level](model const& trained) {
      came(trained, level);
    });
  }

  [[nodiscard]] auto best() const -> model const& { return levels_.back().front().its; }

 private:
  static constexpr auto steps = std::array{5, 15, 45, 135};

  struct entry {
    model its;
    bool goes_on = false;
  };

  void came(model const& m, std::size_t level) {
    auto& all = levels_[level];  // the best first
    auto const loss = [](entry const& one) { return one.its.loss; };
    all.insert(std::ranges::upper_bound(all, m.loss, {}, loss), entry{m});
    if (level + 1 == steps.size()) return;
    for (auto i = 0U; i != all.size() / 3; ++i)
      if (!std::exchange(all[i].goes_on, true)) start(all[i].its, level + 1);
  }

  dlp::executor& pool_;
  std::array<std::vector<entry>, steps.size()> levels_;
};

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);

  dlp::executor::run([](dlp::executor& pool) {
    auto search = halving(pool);
    for (auto i = 1; i <= 27; ++i) search.start({.rate = i * 0.01});
    while (pool.wait_some()) {
    }

    // Who else goes on depends on who comes first; what is best at each level always does.
    std::printf("the best rate is %.2f\n", search.best().rate);
  });
}
