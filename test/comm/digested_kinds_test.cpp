// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/digested_kinds.hpp>

#include <bitset>
#include <complex>
#include <filesystem>
#include <memory>
#include <mutex>
#include <ranges>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/enumerate.hpp>
#include <dlp/adaptor/product_element.hpp>

BOOST_AUTO_TEST_SUITE(digested_kinds_test)

using namespace dlp::detail;

namespace {

struct open {
  int a;
  std::string b;
};
struct nameless {
  union {
    int a;
    float b;
  };
};
struct has_a_bitset_s_names {
  auto to_ullong() const -> unsigned long long { return 0; }
  auto test(int) const -> bool { return false; }
};

static_assert(is_of<std::pair<int, int>, std::pair> && !is_of<std::pair<int, int>, std::variant>);
static_assert(is_bitset<std::bitset<3>> && !is_bitset<has_a_bitset_s_names>);
static_assert(digested_by_element<std::vector<int>> && digested_by_element<std::string>);
static_assert(!digested_by_element<std::filesystem::path>);  // it is its own element
static_assert(!digested_by_element<decltype(std::views::iota(0))>);
static_assert(taken_apart<open> && !taken_apart<std::mutex> && !taken_apart<std::string>);
static_assert(has_examples<dlp::product_element<int, int>> && !has_examples<std::pair<int, int>>);
static_assert(is_with_index<dlp::indexed<int>> && !is_with_index<open>);
static_assert(directory_entry_like<std::filesystem::directory_entry>);
static_assert(path_like<std::filesystem::path> && !path_like<std::string>);
static_assert(complex_like<std::complex<float>> && !complex_like<float>);
static_assert(owns_one_object<std::unique_ptr<int>> && owns_one_object<std::shared_ptr<int>>);
static_assert(!owns_one_object<std::unique_ptr<int[]>> && owns_an_array<std::unique_ptr<int[]>>);
static_assert(!owns_one_object<int*> && !owns_an_array<std::shared_ptr<int>>);

}  // namespace

BOOST_AUTO_TEST_CASE(the_compiler_has_told_the_kinds_apart) { BOOST_TEST(!taken_apart<nameless>); }

BOOST_AUTO_TEST_SUITE_END()
