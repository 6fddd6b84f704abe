// SPDX-License-Identifier: BSL-1.0
//
// What crosses the border between a program that hides its names and the shared library: exceptions
// of either, results of the program's own types, and calls that the library finds by where their
// code lies.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/serialization/string.hpp>

#include <dlp.hpp>
#include <dlp/pool.hpp>

namespace {

struct named {
  std::string name;
  int number = 0;

  template <class Archive>
  void serialize(Archive& archive, unsigned) {
    archive & name & number;
  }
};

auto power(int base) -> named {
  if (base < 0) throw std::invalid_argument("below zero");
  return {std::to_string(base), base * base};
}

void need(bool is_so, char const* what) {
  if (is_so) return;
  std::fprintf(stderr, "crosses: rank %d: not so: %s\n", int(dlp::rank()), what);
  std::exit(1);
}

/// Whether the call throws an E that `looks_right`.
template <class E>
auto throws(auto call, auto looks_right) -> bool {
  try {
    call();
  } catch (E const& thrown) {
    return looks_right(thrown);
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  dlp::environment env(argc, argv);
  auto const any = [](auto const&) { return true; };

  need(throws<dlp::usage_error>([] { dlp::barrier({.root = 99}); }, any),
       "a usage_error of the library is caught as one");
  need(throws<dlp::task_error>([] { static_cast<void>(dlp::map(power, std::vector{1, -1, 2})); },
                               [](dlp::task_error const& thrown) {
                                 return thrown.failures().size() == 1 &&
                                        thrown.failures().front().type == "std::invalid_argument";
                               }),
       "an exception of a body becomes a task_error that names its type");

  auto const squares = dlp::map(power, 5, {.everywhere = true});
  need(squares.size() == 5 && squares[3].name == "3" && squares[3].number == 9,
       "results come back as the program's own type");

  dlp::executor::run([&](dlp::executor& pool) {
    need(pool.submit(power, 7).get().number == 49, "a call is found by where its code lies");
    need(throws<std::invalid_argument>([&] { pool.submit(power, -1).get(); }, any),
         "an exception of a call comes back as what it was");
  });
}
