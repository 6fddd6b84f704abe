// SPDX-License-Identifier: BSL-1.0
#include <dlp/comm/value_digest.hpp>

#include <dlp/comm/example_digest.hpp>

#include <any>
#include <array>
#include <bitset>
#include <chrono>
#include <complex>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <typeindex>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <dlp/adaptor/product_element.hpp>

#include "../support/serialized.hpp"

BOOST_AUTO_TEST_SUITE(value_digest_test)

namespace {

template <class T>
auto digest_of_value(T const& value) -> std::uint64_t {
  auto one = dlp::detail::value_digest();
  one.add(value);
  return one.value();
}

/// Digests of values that are made alike are the same, and of others are not.
template <class Make>
void check_digests(char const* type, Make make) {
  BOOST_TEST_CONTEXT(type) {
    BOOST_TEST(digest_of_value(make(1)) == digest_of_value(make(1)));
    BOOST_TEST(digest_of_value(make(1)) != digest_of_value(make(2)));
  }
}

class small_one {
 public:
  explicit small_one(int x) : x_(x) {}

 private:
  [[maybe_unused]] int x_;
};

/// 7 bytes of it are padding, and 4 at the end.
struct padded {
  char letter;
  double number;
  int three[3];
};

auto digest_over(int garbage) -> std::uint64_t {
  alignas(padded) std::byte memory[sizeof(padded)];
  std::memset(memory, garbage, sizeof memory);
  auto* const made = ::new (memory) padded;
  made->letter = 'a';
  made->number = 1;
  for (auto& one : made->three) one = 7;
  return digest_of_value(*made);
}

/// Boost alone may call its `serialize`.
class keeper {
 public:
  explicit keeper(int x) : x_(std::make_unique<int>(x)) {}

 private:
  friend class boost::serialization::access;
  template <class Archive>
  void serialize(Archive& to, unsigned /*version*/) {
    to&* x_;
  }
  std::unique_ptr<int> x_;
};

/// It may be the end of what another one begins.
struct place {
  int const* at;
};

struct has_any {
  std::any any;
  int number;
};

/// What enumerate makes of an example.
struct with_index {
  std::int64_t index;
  std::string* value;
};

/// Its `serialize` is none of Boost's.
struct talker {
  std::string serialize() const { return {}; }
  void* p = nullptr;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_digest_is_of_values_and_never_of_addresses) {
  check_digests("int", [](int x) { return x; });
  check_digests("bool", [](int x) { return x == 1; });
  check_digests("long double", [](int x) { return static_cast<long double>(x); });
  check_digests("string", [](int x) { return std::string(100, static_cast<char>('a' + x)); });
  check_digests("view of a string", [](int x) { return std::string_view(x == 1 ? "a" : "b"); });
  check_digests("C string or none", [](int x) { return x == 1 ? "ab" : nullptr; });
  check_digests("pair", [](int x) { return std::pair(7, x); });
  check_digests("pair with nothing in it",
                [](int x) { return std::pair(x, std::unordered_set<int>()); });
  check_digests("tuple", [](int x) { return std::tuple('a', 1.0, std::string(), x); });
  check_digests("optional", [](int x) { return x == 1 ? std::optional<int>() : std::optional(0); });
  check_digests("variant", [](int x) {
    return x == 1 ? std::variant<int, long>(7) : std::variant<int, long>(7L);
  });
  check_digests("vector of vectors", [](int x) {
    return std::vector{std::vector(static_cast<std::size_t>(x), 1), std::vector(3, 1)};
  });
  check_digests("vector<bool>", [](int x) { return std::vector{true, x == 1}; });
  check_digests("map", [](int x) { return std::map<std::string, int>{{"a", x}}; });
  check_digests("pointer", [](int x) { return new std::string(std::to_string(x)); });
  check_digests("pointer with its index",
                [](int x) { return with_index{0, new std::string(std::to_string(x))}; });
  check_digests("owner", [](int x) { return std::make_unique<std::string>(std::to_string(x)); });
  check_digests("shared", [](int x) { return x == 1 ? nullptr : std::make_shared<int>(x); });
  check_digests("path", [](int x) { return std::filesystem::path("/a") / std::to_string(x); });
  check_digests("bitset", [](int x) {
    return std::bitset<200>().set(static_cast<std::size_t>(100 * x - 1));
  });
  check_digests("struct with what takes anything", [](int x) { return has_any{{}, x}; });
  check_digests("numbers", [](int x) { return std::vector{1.5, 0.0, 0.5 * x}; });
  check_digests("many numbers", [](int x) {
    auto all = std::vector<float>(1000);
    all[static_cast<std::size_t>(x == 1 ? 64 : 128)] = 1;
    return all;
  });
  check_digests("duration", [](int x) { return std::chrono::seconds(x); });
  check_digests("narrow class", [](int x) { return small_one(x); });
  check_digests("serialize", [](int x) { return keeper(x); });
  check_digests("struct with padding", [](int x) { return padded{'a', 0.5 * x, {1, 2, x}}; });
  check_digests("struct of structs", [](int x) {
    return std::vector{std::pair(std::string("a"), padded{'b', 1, {x, 2, 3}})};
  });
  check_digests("unordered", [](int x) {
    auto made = std::unordered_map<std::string, int>();
    for (auto i = 0; i != 50; ++i) made.emplace(std::to_string(i), i * x);
    return made;
  });
  auto forth = std::unordered_set<int>(1);
  auto back = std::unordered_set<int>(1000);
  for (auto i = 0; i != 50; ++i) forth.insert(i);
  for (auto i = 0; i != 50; ++i) back.insert(49 - i);
  BOOST_TEST(digest_of_value(forth) == digest_of_value(back));
  BOOST_TEST(digest_over(0) == digest_over(255));
  auto here = 1;
  auto there = 1;
  BOOST_TEST(digest_of_value(talker{.p = &here}) == digest_of_value(talker{.p = &there}));
  BOOST_TEST(digest_of_value(std::type_index(typeid(int))) ==
             digest_of_value(std::type_index(typeid(long))));
  BOOST_TEST(digest_of_value(&std::abort) == digest_of_value(&std::terminate));
}

BOOST_AUTO_TEST_CASE(zero_and_its_negative_are_equal) {
  BOOST_TEST(digest_of_value(0.0) == digest_of_value(-0.0));
  BOOST_TEST(digest_of_value(0.0F) == digest_of_value(-0.0F));
  BOOST_TEST(digest_of_value(0.0L) == digest_of_value(-0.0L));
  BOOST_TEST(digest_of_value(std::complex(0.0, 1.0)) == digest_of_value(std::complex(-0.0, 1.0)));
  auto numbers = std::vector<double>(200, 0.0);
  auto others = numbers;
  others[0] = others[63] = others[64] = others[199] = -0.0;
  BOOST_TEST(digest_of_value(numbers) == digest_of_value(others));
  BOOST_TEST(digest_of_value(padded{'a', 0.0, {}}) == digest_of_value(padded{'a', -0.0, {}}));
  BOOST_TEST(digest_of_value(1.0) != digest_of_value(-1.0));
  BOOST_TEST(digest_of_value(5e-324) != digest_of_value(0.0));
}

namespace {

/// Where nothing may be read.
class forbidden_page {
 public:
  forbidden_page()
      : size_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))),
        at_(::mmap(nullptr, size_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
    BOOST_REQUIRE(at_ != MAP_FAILED);
  }
  forbidden_page(forbidden_page const&) = delete;
  auto operator=(forbidden_page const&) -> forbidden_page& = delete;
  ~forbidden_page() { ::munmap(at_, size_); }

  template <class T>
  [[nodiscard]] auto place() const -> T* {
    return static_cast<T*>(at_);
  }

 private:
  std::size_t size_;
  void* at_;
};

template <class T>
struct bounds {
  T* begin;
  T* end;
};

/// A pointer that may be the end of an array, as a part of each of these: null, or not.
template <class T>
void check_not_followed(T* place) {
  auto const check = [place](auto make) {
    BOOST_TEST(digest_of_value(make(place)) == digest_of_value(make(place + 1)));
    BOOST_TEST(digest_of_value(make(place)) != digest_of_value(make(nullptr)));
  };
  check([](T* at) { return std::pair(at, at); });
  check([](T* at) { return std::tuple(1, at); });
  check([](T* at) { return std::array{at, at}; });
  check([](T* at) { return std::vector{at}; });
  check([](T* at) { return std::optional(at); });
  check([](T* at) { return std::variant<int, T*>(at); });
  check([](T* at) { return bounds<T>{at, at}; });
  check([](T* at) { return std::pair(bounds<T>{}, std::vector{std::optional(at)}); });
  check([](T* at) { return std::make_unique<T*>(at); });
  check([](T* at) { return std::map<int, T*>{{1, at}}; });
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_pointer_that_may_be_past_the_end_is_not_followed) {
  auto const page = forbidden_page();
  check_not_followed(page.place<std::string>());
  check_not_followed(page.place<double const>());
  check_not_followed(page.place<char>());
  auto* const number = page.place<double>();  // alone it is one of the bounds of parts
  BOOST_TEST(digest_of_value(number) == digest_of_value(number + 1));
  BOOST_TEST(digest_of_value(number) != digest_of_value(static_cast<double*>(nullptr)));
}

BOOST_AUTO_TEST_CASE(a_mark_in_the_place_of_a_pointer_is_not_followed) {
  auto const digest_of_mark = []<class T>(T*, std::uintptr_t address) {
    return digest_of_value(reinterpret_cast<T*>(address));
  };
  auto const check = [&]<class T>(T* none) {
    auto const last = ~std::uintptr_t{0};
    for (auto const mark : {std::uintptr_t{1}, std::uintptr_t{8}, last, last - 7}) {
      BOOST_TEST(digest_of_mark(none, mark) != digest_of_value(none));
      BOOST_TEST(digest_of_mark(none, mark) == digest_of_mark(none, last));
    }
  };
  check(static_cast<std::string*>(nullptr));
  check(static_cast<int*>(nullptr));
  check(static_cast<forbidden_page*>(nullptr));
  auto const text = std::string("text");
  auto const marked = reinterpret_cast<std::uintptr_t>(&text) + 1;
  BOOST_TEST(digest_of_mark(&text, marked) == digest_of_mark(&text, 1));
}

BOOST_AUTO_TEST_CASE(a_pointer_in_a_struct_is_null_or_not_and_an_example_beside_it_is_followed) {
  auto const texts = std::vector<std::string>{"one", "two"};
  auto const numbers = std::vector{1, 2};
  auto const first = place{&numbers[0]};
  BOOST_TEST(digest_of_value(first) == digest_of_value(place{&numbers[1]}));
  BOOST_TEST(digest_of_value(first) != digest_of_value(place{nullptr}));
  using both = dlp::product_element<place, std::string const*>;
  BOOST_TEST(digest_of_value(both(first, &texts[0])) != digest_of_value(both(first, &texts[1])));
}

// It may point into a text that has no end, as a line of a file that is mapped into memory.
BOOST_AUTO_TEST_CASE(of_what_a_pointer_to_char_points_to_nothing_is_read) {
  auto const page = forbidden_page();
  auto* const text = page.place<char>();
  auto* const lines = page.place<char const>();
  BOOST_TEST(digest_of_value(text) == digest_of_value(text + 1));
  BOOST_TEST(digest_of_value(std::vector{lines}) == digest_of_value(std::vector{"ab"}));
  BOOST_TEST(digest_of_value(lines) != digest_of_value(static_cast<char const*>(nullptr)));
}

BOOST_AUTO_TEST_CASE(where_one_part_ends_and_the_next_begins_makes_a_difference) {
  using texts = std::vector<std::string>;
  BOOST_TEST(digest_of_value(texts{"ab", "c"}) != digest_of_value(texts{"a", "bc"}));
  BOOST_TEST(digest_of_value(texts{"", "a"}) != digest_of_value(texts{"a", ""}));
  BOOST_TEST(digest_of_value(texts{""}) != digest_of_value(texts{}));
  BOOST_TEST(digest_of_value(std::pair(1, 2)) != digest_of_value(std::pair(2, 1)));
  BOOST_TEST(digest_of_value(std::string(3, '\0')) != digest_of_value(std::string(4, '\0')));
  BOOST_TEST(digest_of_value(std::int32_t{7}) != digest_of_value(std::int64_t{7}));
}

namespace {

struct locked {
  std::mutex lock;
  int a = 0;
};
struct has_a_nameless_struct {
  std::string text;
  __extension__ struct {
    int a, b;
  };
};
class protects_its_end {
 public:
  int a = 0;

 protected:
  ~protects_its_end() = default;
};
struct derives_from_that : protects_its_end {
  int b = 0;
};
struct has_an_array_of_explicit_ones {
  struct one {
    explicit one() {}
    int a = 0;
  };
  one all[2];
  std::string text;
};
/// Its `serialize` has as many arguments as Boost's; the program says that it is none.
struct writes_itself {
  int a = 0;
  void serialize(char* /*to*/, std::string const& /*format*/) const {}
};
union either {
  double a;
  long b;
};
struct has_a_nameless_union {
  int which;
  union {
    double a;
    long b;
  };
};

template <class... Ts>
void have_a_digest() {
  (static_cast<void>(&dlp::detail::digest_at<std::vector<Ts>, Ts const*>), ...);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

template <>
inline constexpr bool dlp::sendable_as_bytes<value_digest_test::writes_itself> = true;

BOOST_AUTO_TEST_SUITE(value_digest_test)

BOOST_AUTO_TEST_CASE(an_example_may_be_of_any_type) {
  have_a_digest<dlp_test::nothing_derives_from_it, dlp_test::serialize_is_data,
                dlp_test::serialize_is_anothers, dlp_test::by_constrained_function>();
  have_a_digest<locked, has_a_nameless_struct, derives_from_that, has_an_array_of_explicit_ones,
                either, has_a_nameless_union, writes_itself>();
}

namespace {
/// Owners in a circle, which whoever makes it opens again.
struct ring {
  int number = 0;
  std::shared_ptr<ring> next = nullptr;
};
auto digest_of_ring(int x) -> std::uint64_t {
  auto first = std::make_shared<ring>(ring{x});
  first->next = std::make_shared<ring>(ring{7, first});
  auto const digest = digest_of_value(*first);
  first->next.reset();
  return digest;
}
}  // namespace

BOOST_AUTO_TEST_CASE(owners_in_a_circle_have_a_digest) {
  BOOST_TEST(digest_of_ring(1) == digest_of_ring(1));
  BOOST_TEST(digest_of_ring(1) != digest_of_ring(2));
}

BOOST_AUTO_TEST_CASE(an_element_of_a_product_has_the_digest_of_its_parts) {
  check_digests("product", [](int x) { return dlp::product_element<int, char>(x, 'a'); });
  check_digests("product with a pointer", [](int x) {
    return dlp::product_element<int, std::string*>(7, new std::string(std::to_string(x)));
  });
  check_digests("product with text",
                [](int x) { return dlp::product_element<int, std::string>(7, std::to_string(x)); });
}

BOOST_AUTO_TEST_SUITE_END()
