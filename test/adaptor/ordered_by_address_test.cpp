// SPDX-License-Identifier: BSL-1.0
#include <dlp/adaptor/ordered_by_address.hpp>

#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <set>
#include <string>
#include <tuple>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(ordered_by_address_test)

namespace {

struct by_value {
  auto operator()(int const* a, int const* b) const -> bool { return *a < *b; }
};

using dlp::detail::ordered_by_address;
static_assert(ordered_by_address<std::set<int*>> && ordered_by_address<std::set<int*> const>);
static_assert(ordered_by_address<std::map<int const*, int, std::greater<>>>);
static_assert(ordered_by_address<std::unordered_set<int*>>);
static_assert(ordered_by_address<std::set<std::shared_ptr<int>>>);
static_assert(ordered_by_address<std::ranges::ref_view<std::set<int*>>>);
static_assert(ordered_by_address<decltype(std::declval<std::set<int*>&>() | std::views::drop(1))>);
static_assert(ordered_by_address<decltype(dlp::product(3, std::declval<std::set<int*>&>()))>);
static_assert(!ordered_by_address<decltype(dlp::product(3, std::declval<std::set<int>&>()))>);
static_assert(ordered_by_address<std::set<std::pair<int*, int>>>);
static_assert(
    ordered_by_address<std::map<std::tuple<int, std::pair<int, int*>>, int, std::greater<>>>);
static_assert(ordered_by_address<std::set<std::optional<int*>>>);
static_assert(ordered_by_address<std::unordered_set<std::optional<int*>>>);
static_assert(ordered_by_address<std::set<std::vector<int*>>>);
static_assert(ordered_by_address<std::set<std::array<std::pair<int, int*>, 2>>>);
static_assert(ordered_by_address<std::map<std::variant<int, int*>, int>>);
static_assert(ordered_by_address<std::set<std::unique_ptr<int[]>>>);
static_assert(ordered_by_address<std::set<int*, std::ranges::less>>);
static_assert(ordered_by_address<std::set<int*, std::ranges::greater>>);
static_assert(ordered_by_address<std::set<std::weak_ptr<int>, std::owner_less<>>>);
using owner = std::shared_ptr<int>;
static_assert(ordered_by_address<std::set<owner, std::owner_less<owner>>>);
template <class Set>
using joined = decltype(std::declval<std::vector<Set>&>() | std::views::join);
static_assert(ordered_by_address<joined<std::set<int*>>>);
using set_of_pointers = std::set<int*>;
constexpr auto make_set = [](int) { return set_of_pointers(); };
using sets_made_when_asked_for =
    decltype(std::views::iota(0, 3) | std::views::transform(make_set) | std::views::join);
static_assert(ordered_by_address<sets_made_when_asked_for>);
static_assert(ordered_by_address<dlp::detail::kept_view<sets_made_when_asked_for>>);
static_assert(!ordered_by_address<joined<std::set<int>>>);
static_assert(!ordered_by_address<std::set<std::vector<std::string>, std::ranges::less>>);
static_assert(!ordered_by_address<std::set<std::filesystem::path>>);
static_assert(!ordered_by_address<std::set<std::optional<int>>>);
static_assert(!ordered_by_address<std::set<std::pair<int, int>>>);
static_assert(!ordered_by_address<std::set<int*, by_value>> && !ordered_by_address<std::set<int>>);
static_assert(!ordered_by_address<std::vector<int*>> && !ordered_by_address<std::set<std::string>>);

}  // namespace

BOOST_AUTO_TEST_CASE(a_set_of_pointers_is_told_by_its_type) {
  BOOST_TEST(ordered_by_address<std::set<int*>>);
}

BOOST_AUTO_TEST_SUITE_END()
