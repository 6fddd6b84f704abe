// SPDX-License-Identifier: BSL-1.0
//
// What a user's mistake looks like to the compiler: one error, in words. Beside each mistake stands
// the same program without it, which compiles.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>
#include <unistd.h>

namespace {

struct compilation {
  int code = -1;
  std::string said;

  /// How many errors there are.
  [[nodiscard]] auto errors() const -> int {
    auto count = 0;
    auto lines = std::istringstream(said);
    for (auto line = std::string(); std::getline(lines, line);) {
      count += line.find(" error: ") != std::string::npos;
    }
    return count;
  }
};

/// Has a program compiled, but not made, whose main does this with a `result`.
auto compile(std::string const& result, std::string const& statement) -> compilation {
  auto const file = "/tmp/dlp_compile_errors." + std::to_string(::getpid()) + ".cpp";
  std::ofstream(file) << "#include <dlp.hpp>\n#include <string>\n#include <vector>\n"
                      << "#include <boost/serialization/string.hpp>\n"
                      << "struct result { std::string text; " << result << " };\n"
                      << "auto work(int) -> result { return {}; }\n"
                      << "int main(int argc, char** argv) {\n"
                      << "  auto const env = dlp::environment(argc, argv);\n"
                      << "  auto const xs = std::vector<int>(3);\n  " << statement << "\n}\n";
  auto const line =
      "mpicxx.mpich -std=c++20 -fsyntax-only -I '" DLP_SOURCE_DIR "/include' " + file + " 2>&1";
  auto made = compilation();
  auto* const pipe = ::popen(line.c_str(), "r");
  char buffer[4096];
  for (auto size = std::size_t{1}; size != 0;) {
    size = std::fread(buffer, 1, sizeof buffer, pipe);
    made.said.append(buffer, size);
  }
  auto const status = ::pclose(pipe);
  made.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  std::remove(file.c_str());
  return made;
}

auto const with_serialize =
    "template <class A> void serialize(A& archive, unsigned) { archive & text; }";
auto const gathers = "static_cast<void>(dlp::gather(work(1)));";
auto const maps = "for (auto const& r : dlp::map_unordered(work, xs)) static_cast<void>(r);";

}  // namespace

// contract: M3
BOOST_AUTO_TEST_CASE(a_result_without_serialization_is_one_error_that_says_so) {
  auto const right = compile(with_serialize, std::string(gathers) + maps);
  BOOST_TEST(right.code == 0, right.said);
  for (auto const* statement : {gathers, maps}) {
    auto const wrong = compile("", statement);
    BOOST_TEST(wrong.code != 0);
    BOOST_TEST(wrong.errors() == 1, wrong.said);
    BOOST_TEST((wrong.said.find("serialize") != std::string::npos), wrong.said);
    BOOST_TEST((wrong.said.find("result") != std::string::npos), wrong.said);
  }
}

BOOST_AUTO_TEST_CASE(a_map_of_a_function_that_returns_nothing_is_an_error_that_names_for_each) {
  auto const wrong = compile("", "static_cast<void>(dlp::map([](int) {}, xs));");
  BOOST_TEST(wrong.code != 0);
  BOOST_TEST((wrong.said.find("dlp::for_each is for that") != std::string::npos), wrong.said);
}
