// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/shape.hpp>

#include <array>
#include <deque>
#include <filesystem>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <type_traits>
#include <typeindex>
#include <unordered_set>
#include <utility>
#include <valarray>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace dlp::detail;

namespace {

/// As a standard type can do, but none.
struct own_vector : std::vector<int> {};
using compares = bool (*)(int, int);

static_assert(shape_of<std::filesystem::path>() == shape::path);
static_assert(shape_of<std::pair<int, int>>() == shape::tuple);
static_assert(shape_of<std::tuple<>>() == shape::tuple);
static_assert(shape_of<std::variant<int>>() == shape::variant);
static_assert(shape_of<std::optional<int>>() == shape::optional);
static_assert(shape_of<std::array<int, 0>>() == shape::array && shape_of<int[2]>() == shape::array);
static_assert(shape_of<std::valarray<int>>() == shape::valarray);
static_assert(shape_of<std::string>() == shape::sequence);
static_assert(shape_of<std::vector<bool>>() == shape::sequence);
static_assert(shape_of<std::deque<int>>() == shape::sequence);
static_assert(shape_of<std::list<int>>() == shape::sequence);
static_assert(shape_of<std::forward_list<int>>() == shape::sequence);
static_assert(shape_of<std::multiset<int>>() == shape::set);
static_assert(shape_of<std::map<int, int>>() == shape::set);
static_assert(shape_of<std::unordered_multiset<int>>() == shape::set);

static_assert(shape_of<int>() == shape::none && shape_of<own_vector>() == shape::none);
static_assert(shape_of<std::queue<int>>() == shape::none);
static_assert(shape_of<std::unique_ptr<int>>() == shape::none);
static_assert(shape_of<std::string_view>() == shape::none);

static_assert(has_constant_part<int const>() && has_constant_part<std::pair<int const, int>>());
static_assert(has_constant_part<std::tuple<int, std::array<std::pair<int, int const>, 2>>>());
static_assert(has_constant_part<int const[2]>() && has_constant_part<std::array<int const, 2>>());
static_assert(!has_constant_part<std::pair<int, int>>() && !has_constant_part<std::tuple<>>());
static_assert(!has_constant_part<std::map<int, int>>());
static_assert(!has_constant_part<std::optional<std::pair<int const, int>>>());

static_assert(std::is_same_v<element_of<std::map<int, char>>, std::pair<int, char>>);
static_assert(std::is_same_v<element_of<int[2][3]>, int[3]>);
static_assert(std::is_same_v<parts_of<std::tuple<int, char>>, field_list<int, char>>);
static_assert(std::is_same_v<parts_of<std::set<int>>, field_list<int>>);

static_assert(keeps_order_by_type<std::map<int, int>>() && keeps_order_by_type<int>());
static_assert(!keeps_order_by_type<std::map<int, int, compares>>());
static_assert(!keeps_order_by_type<std::unordered_set<int, std::function<std::size_t(int)>>>());

static_assert(address_like<std::string_view> && address_like<std::span<int>>);
static_assert(address_like<std::error_code> && address_like<std::error_condition>);
static_assert(address_like<std::source_location> && address_like<std::type_index>);
static_assert(address_like<std::reference_wrapper<int>>);
static_assert(address_like<std::list<int>::iterator>);
static_assert(address_like<std::vector<bool>::reference>);
static_assert(!address_like<std::string> && !address_like<std::vector<int>>);
static_assert(!address_like<std::vector<std::error_code>> && !address_like<std::errc>);

}  // namespace

BOOST_AUTO_TEST_CASE(the_shape_of_a_type_is_known_when_the_program_is_compiled) {
  BOOST_TEST((shape_of<std::vector<int>>() == shape::sequence));
}
