// SPDX-License-Identifier: BSL-1.0
//
// What a user's mistake looks like to the compiler: one error, in words. Beside each mistake stands
// the same program without it, which compiles.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>
#include <unistd.h>

namespace {

struct compilation {
  int code = -1;
  std::string said;

  /// How many errors there are; how many of them say so.
  [[nodiscard]] auto errors() const -> int { return times(""); }
  [[nodiscard]] auto times(std::string const& text) const -> int {
    auto count = 0;
    auto lines = std::istringstream(said);
    for (auto line = std::string(); std::getline(lines, line);) {
      auto const error = line.find(" error: ");
      count += error != std::string::npos && line.find(text, error) != std::string::npos;
    }
    return count;
  }
};

/// Has a program compiled, but not made.
auto compile_text(std::string const& text, std::string const& standard) -> compilation {
  auto const file = "/tmp/dlp_compile_errors." + std::to_string(::getpid()) + ".cpp";
  std::ofstream(file) << text;
  auto const* const named = std::getenv("DLP_MPICXX");
  auto const line = std::string(named ? named : "mpicxx.mpich") + " -std=" + standard +
                    " -fsyntax-only -I '" DLP_SOURCE_DIR "/include' " + file + " 2>&1";
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

/// The same of one whose main does this with a `result`, after some declarations of its own.
auto compile(std::string const& result, std::string const& statement,
             std::string const& declarations = "", std::string const& standard = "c++20")
    -> compilation {
  return compile_text(
      "#include <dlp.hpp>\n#include <functional>\n#include <iostream>\n#include <ranges>\n"
      "#include <string>\n#include <vector>\n"
      "#include <boost/serialization/string.hpp>\n"
      "struct result { std::string text; " +
          result + " };\nauto work(int) -> result { return {}; }\n" + declarations +
          "\nint main(int argc, char** argv) {\n"
          "  auto const env = dlp::environment(argc, argv);\n"
          "  auto const xs = std::vector<int>(3);\n  " +
          statement + "\n}\n",
      standard);
}

/// <dlp.hpp>, and all headers that it includes.
auto public_headers() -> std::vector<std::string> {
  auto headers = std::vector<std::string>{"dlp.hpp"};
  auto all = std::ifstream(DLP_SOURCE_DIR "/include/dlp.hpp");
  auto const begin = std::string("#include <");
  for (auto line = std::string(); std::getline(all, line);) {
    if (!line.starts_with(begin + "dlp/")) continue;
    headers.push_back(line.substr(begin.size(), line.find('>') - begin.size()));
  }
  return headers;
}

auto const with_serialize =
    "template <class A> void serialize(A& archive, unsigned) { archive & text; }";
auto const gathers = "static_cast<void>(dlp::gather(work(1)));";
auto const maps = "for (auto const& r : dlp::map_unordered(work, xs)) static_cast<void>(r);";

/// A line that is wrong, and the sentence that says so.
struct wrong_line {
  std::string statement;
  std::string told;
};

/// That each of them is one error with its sentence; `program(statements)` has all of them
/// compiled.
template <class Program>
void check_each(std::vector<wrong_line> const& lines, Program program) {
  auto all = std::string();
  auto told = std::map<std::string, int>();
  for (auto const& [statement, sentence] : lines) {
    all += "{ " + statement + " }\n";
    ++told[sentence];
  }
  auto const wrong = program(all);
  BOOST_TEST(wrong.errors() == static_cast<int>(lines.size()), wrong.said);
  for (auto const& [sentence, times] : told) BOOST_TEST(wrong.times(sentence) == times, wrong.said);
}

}  // namespace

// contract: M3
BOOST_AUTO_TEST_CASE(a_result_without_serialization_is_one_error_that_says_so) {
  auto const right = compile(with_serialize, std::string(gathers).append(maps));
  BOOST_TEST(right.code == 0, right.said);
  for (auto const* statement : {gathers, maps}) {
    auto const wrong = compile("std::function<void()> then;", statement);
    BOOST_TEST(wrong.code != 0);
    BOOST_TEST(wrong.errors() == 1, wrong.said);
    BOOST_TEST((wrong.said.find("serialize") != std::string::npos), wrong.said);
    BOOST_TEST((wrong.said.find("result") != std::string::npos), wrong.said);
  }
}

BOOST_AUTO_TEST_CASE(an_older_standard_is_told_in_a_sentence_and_nothing_comes_after_it) {
  BOOST_TEST(public_headers().size() > 20U);
  for (auto const& header : public_headers()) {
    auto const wrong = compile_text("#include <" + header + ">\nint main() {}\n", "c++17");
    BOOST_TEST(wrong.code != 0);
    BOOST_TEST(wrong.times("dlp needs C++20: compile with -std=c++20") == 1, header);
    BOOST_TEST(wrong.errors() == 2, wrong.said);  // the sentence, and that the compiler ends there
  }
}

// With the compiler's extensions, __int128 is an integer: none that MPI has a name for.
BOOST_AUTO_TEST_CASE(an_integer_of_16_bytes_is_none_that_mpi_puts_together) {
  auto const made = compile("",
                            "using dlp::detail::operation_of;"
                            "static_assert(std::integral<__int128>);"
                            "static_assert(operation_of<std::plus<>, long long>());"
                            "static_assert(!operation_of<std::plus<>, __int128>());"
                            "static_cast<void>(dlp::all_reduce(__int128(1), std::plus<>()));",
                            "", "gnu++20");
  BOOST_TEST(made.code == 0, made.said);
}

BOOST_AUTO_TEST_CASE(a_call_with_a_wrong_function_or_a_wrong_range_is_one_sentence) {
  auto const the_wrong_way = "the function comes first and then the range: map(f, xs)";
  auto const cannot_be_called = "the function cannot be called with an example of this range";
  auto const returns_nothing = "dlp::for_each is for that";
  auto const no_range = "a loop is over a range, or over a count of examples";
  auto const lines = std::vector<wrong_line>{
      {"auto a = dlp::map(xs, [](int x) { return x; }); a.size();", the_wrong_way},
      {"auto b = dlp::map_unordered(xs, [](int x) { return x; }); b.begin();", the_wrong_way},
      {"auto c = dlp::map_reduce(10, [](int x) { return x; }, 0L, std::plus<>()); c++;",
       the_wrong_way},
      {"dlp::for_each([](int) {}, xs);", "first and then the body: for_each(xs, body)"},
      {"auto d = dlp::map([](std::string const&) { return 0; }, xs); d.size();", cannot_be_called},
      {"auto e = dlp::map_unordered([](int*) { return 0; }, xs); e.begin();", cannot_be_called},
      {"auto f = dlp::map_reduce([] { return 0; }, 10, 0L, std::plus<>()); f++;", cannot_be_called},
      {"dlp::for_each(dlp::product(3, 4), [](int) {});", cannot_be_called},
      {"auto g = dlp::map([](int) {}, xs); g.size();", returns_nothing},
      {"auto h = dlp::map_unordered([](int) {}, xs); h.begin();", returns_nothing},
      {"auto i = dlp::map_reduce([](int) {}, xs, 0L, std::plus<>()); i++;", returns_nothing},
      {"for (auto x : dlp::split_managed(2.5)) static_cast<void>(x);", no_range},
      {"for (auto x : dlp::split_shared(2.5f)) static_cast<void>(x);", no_range},
      {"for (auto x : dlp::split_block(true)) static_cast<void>(x);", no_range},
      {"for (auto x : dlp::split_round_robin('a')) static_cast<void>(x);", no_range},
      {"for (auto x : dlp::enumerate(u'a')) static_cast<void>(x);", no_range},
      {"for (auto x : dlp::product(3, 2.5l)) static_cast<void>(x);", no_range},
      {"auto j = dlp::map([](int x) { return x; }, L'a'); j.size();", no_range},
      {"dlp::for_each(u8'a', [](int) {});", no_range},
      {"enum few { ten }; for (auto x : dlp::split_managed(ten)) static_cast<void>(x);", no_range},
      {"enum class many { ten }; for (auto x : dlp::split_shared(many::ten)) static_cast<void>(x);",
       no_range},
      {"for (auto x : dlp::split_block(&xs)) static_cast<void>(x);", no_range},
      {"for (auto x : dlp::split_round_robin(nullptr)) static_cast<void>(x);", no_range},
      {"for (auto x : dlp::enumerate(argv)) static_cast<void>(x);", no_range},
      {"for (auto x : U'a' | dlp::split_managed({.label = \"x\"})) static_cast<void>(x);",
       no_range},
      {"auto l = dlp::map([](int x) { return x; }, &xs[0]); l.size();", no_range},
      {"auto k = dlp::product(3, std::views::istream<int>(std::cin)); k.size();",
       "only its first range may be one that can be walked once"},
  };
  check_each(lines, [](std::string const& all) { return compile("", all); });
}

// contract: M8
BOOST_AUTO_TEST_CASE(what_ranks_of_a_node_cannot_share_is_one_sentence) {
  auto const declarations =
      "struct pixel { int x; double y; };\nstruct linked { linked* next; };\n"
      "struct named { std::string name; };\nstruct dot { int x; };\n"
      "template <class T> auto returns() { return [] { return T(); }; }\n"
      "auto const doubles = returns<std::vector<double>>();\n";
  auto const not_plain = "dlp::once_per_node: ranks share plain data alone";
  auto const temporary = "dlp: this is a temporary handle of once_per_node";
  auto const right = compile("",
                             "auto a = dlp::once_per_node(doubles); a.span();"
                             "auto b = dlp::once_per_node(returns<std::vector<pixel>>()); b.span();"
                             "auto c = dlp::once_per_node(returns<pixel>()); c->x + (*c).y;"
                             "auto d = dlp::once_per_node<bool>(3, [](auto) {}); d.span();",
                             declarations);
  BOOST_TEST(right.code == 0, right.said);
  auto const lines = std::vector<wrong_line>{
      {"auto a = dlp::once_per_node(returns<std::vector<bool>>()); a.span();", not_plain},
      {"auto b = dlp::once_per_node(returns<std::vector<std::string>>()); b.span();", not_plain},
      {"auto c = dlp::once_per_node(returns<std::string>()); c->size();", not_plain},
      {"auto d = dlp::once_per_node(returns<linked>()); d->next;", not_plain},
      {"auto e = dlp::once_per_node(returns<named>()); e->name;", not_plain},
      {"auto f = dlp::once_per_node(returns<std::vector<int*>>()); f.span();", not_plain},
      {"auto g = dlp::once_per_node([] {}); g.span();", not_plain},
      {"auto h = dlp::once_per_node<std::u16string>(3, [](auto) {}); h.span();", not_plain},
      {"auto i = dlp::once_per_node<double const>(3, [](auto) {}); i.span();", not_plain},
      {"auto j = dlp::once_per_node(doubles).span(); j.size();", temporary},
      {"for (auto x : dlp::once_per_node<int>(3, [](auto) {}).span()) x++;", temporary},
      {"auto k = *dlp::once_per_node(returns<pixel>()); k.x++;", temporary},
      {"auto l = dlp::once_per_node(returns<dot>())->x; l++;", temporary},
      {"auto m = dlp::once_per_node(returns<std::vector<char>>()); std::move(m).span().data();",
       temporary},
      {"auto n = dlp::once_per_node(doubles); dlp::gather(n).size();",
       "dlp: sendable_as_bytes says false of this type"},
  };
  check_each(lines, [&](std::string const& all) { return compile("", all, declarations); });
}

namespace {

struct mistake {
  std::string type;   // what is gathered
  std::string found;  // what is wrong with it, as the compiler has it
};

auto const mistaken_types = R"(
#include <any>
#include <source_location>
#include <system_error>
#include <typeindex>
struct outcome { std::error_code why; double value; };
struct labelled { double value; std::string_view label; };
struct deep { std::string name; std::vector<labelled> all; };
struct anything { std::any value; int number; };
struct located { int line; std::source_location where; };
struct typed { std::type_index type; std::string text; };
struct constant { std::string text; int const number; };
struct with_entry { std::string text; std::pair<int const, std::string> entry; };
struct derived : std::vector<double> {};
struct bits { int flag : 1; std::string text; };
struct too_many { std::string s; int a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, t, u, v, w, x,
                  y, z, aa, bb, cc, dd, ee, ff, gg; };
struct no_empty_value {
  no_empty_value(int) {}
  std::string text;
  template <class A> void serialize(A& archive, unsigned) { archive & text; }
};
namespace { namespace local { struct pointer { int* place; }; } }
inline auto captures(int x) { return [x] { return x; }; }
using closure = decltype(captures(1));
)";

}  // namespace

// contract: M3
BOOST_AUTO_TEST_CASE(each_type_that_cannot_travel_is_one_error_that_names_it_and_its_member) {
  auto const mistakes = std::vector<mistake>{
      {"char const*", "address, const char*>"},
      {"void (*)(int)", "address, void (*)(int)>"},
      {"outcome", "outcome::why)>, std::error_code>"},
      {"labelled", "labelled::label)>, std::basic_string_view<char"},
      {"deep", "deep::all)>, std::vector<labelled, std::allocator<labelled> >, labelled, dlp"},
      {"std::pair<int, local::pointer>",
       "dlp::detail::member<1>, {anonymous}::local::pointer, "
       "dlp::detail::member<(& "},
      {"anything", "anything::value)>, std::any>"},
      {"std::source_location", "address, std::source_location>"},
      {"located", "located::where)>, std::source_location>"},
      {"std::type_index", "address, std::type_index>"},
      {"typed", "typed::type)>, std::type_index>"},
      {"constant", "members, constant>"},
      {"with_entry", "members, with_entry>"},
      {"derived", "members, derived>"},
      {"bits", "members, bits>"},
      {"too_many", "members, too_many>"},
      {"std::vector<no_empty_value>", "std::allocator<no_empty_value> >, no_empty_value>"},
      {"closure", "captures, captures(int)::<lambda()> >"}};
  auto calls = std::string(
      "  auto some = []<class T>(T const* one) {"
      " static_cast<void>(dlp::gather(*one)); dlp::broadcast(*one);"
      " static_cast<void>(dlp::map([&](int) { return *one; }, std::vector{1}));"
      " };\n");
  for (auto const& one : mistakes) {
    calls +=
        "  some(static_cast<std::add_pointer_t<std::add_const_t<" + one.type + ">>>(nullptr));\n";
  }
  auto const wrong = compile("", calls, mistaken_types);
  BOOST_TEST(wrong.code != 0);
  BOOST_TEST(wrong.errors() == static_cast<int>(mistakes.size()), wrong.said);
  for (auto const& one : mistakes) {
    BOOST_TEST((wrong.said.find(one.found) != std::string::npos), one.type << wrong.said);
  }
}

// contract: E10
BOOST_AUTO_TEST_CASE(a_range_in_the_order_of_addresses_is_one_sentence) {
  auto const declarations =
      "#include <map>\n#include <memory>\n#include <optional>\n#include <set>\n"
      "#include <unordered_set>\n"
      "struct cell { int a; };\n"
      "struct by_a { bool operator()(cell* l, cell* r) const { return l->a < r->a; } };\n"
      "template <class R> void loop(R&& range) {\n"
      "  for (auto const& x : range) static_cast<void>(x);\n"
      "}\n";
  auto const right =
      compile("",
              "std::set<cell*, by_a> cells; loop(cells | dlp::split_managed | std::views::take(3));"
              "loop(std::vector<std::set<int>>() | std::views::join | dlp::split_block);"
              "loop(std::ranges::subrange(cells.begin(), cells.end()) | dlp::split_shared);",
              declarations);
  BOOST_TEST(right.code == 0, right.said);
  auto const mistakes = std::vector<std::string>{
      "std::set<cell*> one; loop(one | dlp::split_managed | std::views::take(3));",
      "std::set<std::optional<cell*>> two; loop(two | dlp::split_shared | std::views::take(3));",
      "loop(std::set<std::vector<cell*>>() | dlp::split_block | std::views::take(3));",
      "std::set<cell*, std::ranges::less> four;"
      "static_cast<void>(dlp::map([](cell* x) { return x->a; }, four));",
      "loop(dlp::map_unordered([](auto& x) { return x.second; }, std::map<cell*, int>()));",
      "dlp::for_each(std::unordered_set<cell*>(), [](cell*) {});",
      "auto const seven = std::vector<std::set<cell*>>();"
      "loop(seven | std::views::join | dlp::split_round_robin | std::views::take(3));"};
  auto all = std::string();
  for (auto const& one : mistakes) all += one + "\n";
  auto const wrong = compile("", all, declarations);
  BOOST_TEST(wrong.errors() == static_cast<int>(mistakes.size()), wrong.said);
  BOOST_TEST(wrong.times("dlp: the order of this range is that of addresses") ==
                 static_cast<int>(mistakes.size()),
             wrong.said);
}

namespace {

// The compiler says a sentence once for each type.
auto const maps_of_many_types = R"(
struct no_order { int key; };
template <int> struct key_of : std::string { using std::string::string; key_of(int) {} };
template <int i> using number = dlp::gathered_map<key_of<i>, long>;
template <int i> using group = dlp::gathered_map<key_of<i>, std::vector<int>>;
)";

}  // namespace

// Several mistakes are compiled at a time: each is one error.
BOOST_AUTO_TEST_CASE(accumulating_what_cannot_be_is_one_error_in_words) {
  auto const half = std::string("auto const half = [](int x) { return 0.5 * x; }; ");
  auto const maps = std::string(
      "dlp::gathered_map<int, long> map(std::plus<>{}); "
      "dlp::gathered_map<int, double> sums(std::plus<>{}); "
      "dlp::gathered_map<int, std::string> texts(std::plus<>{}); ");
  auto const right = compile(
      "", half + maps +
              "map[1] = 2; map[1] += 3; ++map[1]; sums[1]++; texts[1] += \"x\"; "
              "static_cast<void>(dlp::map_reduce(half, xs, 0, [](int n, double) { return n; }));");
  BOOST_TEST(right.code == 0, right.said);

  struct mistakes {
    std::string text;
    int count;
    std::string said;
  };
  auto const all = std::vector<mistakes>{
      {"static_cast<void>(dlp::map_reduce(half, xs, 0, std::plus<>()));"
       "static_cast<void>(dlp::map_reduce(half, xs, 0, std::plus<int>()));"
       "static_cast<void>(dlp::map_reduce(half, xs, 0.0f, std::plus<>()));"
       "static_cast<void>(dlp::map_reduce(half, xs, 0, [](double a, double b) { return a + b; }));",
       4, "write 0.0 and not 0"},
      {"auto const even = [](int x) { return x % 2 == 0; };"
       "static_cast<void>(dlp::map_reduce(even, xs, false, std::plus<>()));"
       "static_cast<void>(dlp::map_reduce(even, xs, true, [](auto a, auto b) { return a + b; }));",
       2, "for a count 0, not false"},
      {"long x = map[1]; if (sums[1] > 3) ++x; if (texts[1] == \"x\") ++x;"
       "for (auto const& entry : map) static_cast<void>(entry);",
       4, "it can only be written to"},
      {"++texts[1];", 1, "++ is for numbers"},
      {"number<0> a0; a0[1] = a0[2];"
       "number<1> a1; auto n = a1.size(); if (n > 3 || a1.empty()) ++n;"
       "number<2> a2; if (a2.at(1) == 2) ++n;"
       "number<3> a3; if (a3.contains(1) && a3.count(1) == 1) ++n;"
       "number<4> a4; if (a4.find(1) != a4.end()) ++n;"
       "group<0> g0; n += g0[1].size();",
       6, "it can only be written to"},
      {"number<5> b0; b0[1] -= 1; number<6> b1; b1[1] *= 2; number<7> b2; b2[1] /= 2;"
       "number<8> b3; --b3[1]; number<9> b4; b4[1]--;"
       "group<1> g1; g1[1].push_back(3); group<2> g2; g2[1].emplace_back();"
       "group<3> g3; g3[1][2] += 1;",
       8, "a key takes =, += and ++; all else is map.merge(key, value)"},
      {"dlp::gathered_list<int> l0; n += l0.size(); dlp::gathered_list<long> l1; n += l1[0];"
       "dlp::gathered_list<char> l2; for (auto const& one : l2) static_cast<void>(one);"
       "dlp::gathered_list<float> l3; if (l3.empty()) ++n;"
       "dlp::gathered_list<short> l4; if (l4.front() < l4.back() || l4.at(3) == 1) ++n;",
       5, "dlp::gathered_list: it can only be written to"},
      {"dlp::gathered_map<no_order, int> c0; c0[no_order{1}] = 3;"
       "for (auto const& [key, value] : c0.gather()) static_cast<void>(value);"
       "dlp::gathered_map<no_order, long> c1(std::plus<>{}); ++c1[no_order{1}]; c1.gather();",
       2, "keys are ordered, as those of a std::map: they need a <"},
      {"static_cast<void>(dlp::reduce(1, std::plus<double>()));"
       "static_cast<void>(dlp::reduce(xs, [](result a, result) { return a; }));"
       "static_cast<void>(dlp::reduce(1, [](int a, int b) { return a + 0.5 * b; }));",
       3, "dlp::reduce: op takes"},
      {"static_cast<void>(dlp::all_reduce(true, std::plus<>()));"
       "static_cast<void>(dlp::all_reduce(std::vector<bool>(3), std::plus<>()));",
       2, "dlp::all_reduce: op takes"},
      {"auto const row = [](int x) { return std::vector<double>(3, x); };"
       "static_cast<void>(dlp::map_reduce(row, xs, std::vector<double>(3), std::plus<>()));"
       "static_cast<void>(dlp::map_reduce(half, xs, 0, std::ranges::max));"
       "static_cast<void>(dlp::map_reduce(half, xs, std::plus<>(), 0.0));"
       "static_cast<void>(dlp::map_reduce(half, xs, result(), std::plus<>()));"
       "static_cast<void>(dlp::map_reduce(half, xs, 0.0, [](double) { return 0.0; }));"
       "static_cast<void>(dlp::map_reduce(half, xs, 0.0, [](double, double) {}));"
       "static_cast<void>(dlp::map_reduce(half, xs, 0.0, std::greater<std::string>()));",
       7, "op cannot be called with init and a result of f"},
      {"static_cast<void>(dlp::map_reduce(half, xs, std::vector<double>(),"
       "    dlp::associative([](std::vector<double> all, double) { return all; })));"
       "static_cast<void>(dlp::map_reduce(row, xs, 0.0, dlp::associative(std::plus<>())));"
       "static_cast<void>(dlp::map_reduce(half, xs, 0.0, dlp::associative([](double, double) "
       "{})));",
       3, "dlp::associative: op takes two values of what init is"},
      {"static_cast<void>(dlp::map_reduce(half, xs, 0L, dlp::associative(std::plus<>())));"
       "static_cast<void>(dlp::map_reduce(half, xs, true, dlp::associative(std::plus<>())));",
       2, "init, or what op takes, is no number"},
      {"static_cast<void>(dlp::map_reduce(work, xs, \"\", [](std::string a, result) { return a; "
       "}));",
       1, "address, const char*>"},
      {"auto mine = std::vector<double>(3); auto const mine_seen = std::span(mine);"
       "static_cast<void>(dlp::reduce(mine_seen, std::plus<>()));"
       "static_cast<void>(dlp::reduce(mine | std::views::drop(1), std::plus<>()));"
       "static_cast<void>(dlp::all_reduce(std::span(xs), std::plus<>()));",
       3, "this holds an address"}};
  auto statements = half + maps;
  auto errors = 0;
  for (auto const& one : all) statements += one.text, errors += one.count;
  auto const wrong = compile("", statements, maps_of_many_types);
  BOOST_TEST(wrong.errors() == errors, wrong.said);
  for (auto const& one : all) {
    auto said = 0;
    for (auto at = wrong.said.find(one.said); at != wrong.said.npos;
         at = wrong.said.find(one.said, at + 1)) {
      ++said;
    }
    BOOST_TEST(said >= one.count, wrong.said);
  }
}

BOOST_AUTO_TEST_CASE(an_array_and_what_cannot_be_moved_is_one_sentence_in_every_call) {
  auto const everywhere = std::string(R"(
    auto try_all = []<class T>(T& one) {
      static_cast<void>(dlp::gather(one));
      static_cast<void>(dlp::all_gather(one));
      static_cast<void>(dlp::reduce(one, std::plus<>()));
      static_cast<void>(dlp::all_reduce(one, std::plus<>()));
    };
    auto try_more = [&]<class T>(T& one) {
      try_all(one);
      dlp::broadcast(one);
      static_cast<void>(dlp::broadcast(T()));
      static_cast<void>(dlp::call_on_root([] { return T(); }));
      auto const make = [](int) { return T(); };
      auto const first = [](int a, T const&) { return a; };
      static_cast<void>(dlp::map(make, xs));
      static_cast<void>(dlp::map(make, xs, {.everywhere = true}));
      static_cast<void>(dlp::map_reduce(make, xs, 0, first));
      for (auto& r : dlp::map_unordered(make, xs)) static_cast<void>(r.x);
    };
    double matrix[3][3] = {}; std::string names[2];
    dlp::broadcast(matrix); dlp::broadcast(names);
    )");
  auto const types = R"(
#include <array>
#include <atomic>
#include <list>
#include <mutex>
struct with_mutex { std::mutex lock; double x; };
struct with_atomic { int x; struct { std::atomic<int> count; } inner; };
struct with_many { std::string x; std::array<std::list<std::atomic_flag>, 2> flags; };
struct says_what_it_is {
  says_what_it_is() = default;
  says_what_it_is(says_what_it_is const&) = delete;
  int x = 0;
  template <class A> void serialize(A& archive, unsigned) { archive & x; }
};)";
  auto const right = compile("",
                             everywhere +
                                 "std::list<says_what_it_is> own; try_all(xs[0]);"
                                 "static_cast<void>(dlp::all_gather(names[0]));"
                                 "dlp::broadcast(own);",
                             types);
  BOOST_TEST(right.code == 0, right.said);
  auto const arrays = std::string("an array of the language is no value");
  auto const fixed = std::string("can be neither copied nor moved");
  auto const wrong =
      compile("",
              everywhere +
                  "with_mutex a; with_atomic b; with_many c; says_what_it_is d;"
                  "try_more(a); try_more(b); try_more(c); try_more(d);"
                  "try_all(matrix); try_all(names); try_all(\"text\"); dlp::broadcast(\"texts\");"
                  "static_cast<void>(dlp::map([](int) -> auto& { return \"abc\"; }, xs));",
              types);
  BOOST_TEST(wrong.errors() == 9, wrong.said);
  BOOST_TEST(wrong.times(arrays) == 5, wrong.said);
  BOOST_TEST(wrong.times(fixed) == 4, wrong.said);
  for (auto const* found : {"with_mutex::lock)>, std::mutex>", "unmovable, with_atomic>",
                            "with_many::flags)>, std::array<", "unmovable, says_what_it_is>"}) {
    BOOST_TEST((wrong.said.find(found) != std::string::npos), found << wrong.said);
  }
}

BOOST_AUTO_TEST_CASE(a_pointer_that_boosts_archives_do_not_take_is_one_sentence) {
  auto const types = std::string(R"(
#include <memory>
#include <boost/serialization/shared_ptr.hpp>
#include <boost/serialization/unique_ptr.hpp>
struct number {
  int value = 0;
  template <class A> void serialize(A& archive, unsigned) { archive & value; }
};
template <class T> struct named { std::string name; std::vector<T> all; };
)");
  auto const all = [](std::vector<std::string> const& results) {
    auto calls = std::string();
    for (auto const& type : results) {
      calls += "static_cast<void>(dlp::map([](int) { return " + type +
               "(); }, xs));"
               "static_cast<void>(dlp::map_unordered([](int) { return " +
               type + "(); }, xs));";
    }
    return calls;
  };
  auto const right = compile(
      "",
      all({"std::unique_ptr<number>", "std::shared_ptr<number>", "named<std::unique_ptr<number>>"}),
      types);
  BOOST_TEST(right.code == 0, right.said);
  auto const mistaken = std::vector<std::string>{
      "std::unique_ptr<int>", "std::unique_ptr<double>", "std::unique_ptr<std::string>",
      "std::shared_ptr<int>", "named<std::unique_ptr<bool>>"};
  auto const wrong = compile("", all(mistaken), types);
  BOOST_TEST(wrong.errors() == static_cast<int>(mistaken.size()), wrong.said);
  BOOST_TEST(wrong.times("pointers to one object of a class alone") == 5, wrong.said);
  BOOST_TEST((wrong.said.find("named<std::unique_ptr<bool> >::all)>") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(a_wrong_use_of_futures_is_one_sentence) {
  auto const program = [](std::string const& statement) {
    return compile_text(
        "#include <dlp/pool.hpp>\n#include <vector>\n"
        "void use(dlp::future<int>& one, std::vector<dlp::future<int>>& all, int number,\n"
        "         std::vector<int>& numbers) {\n"
        "  static_cast<void>(one), static_cast<void>(all), static_cast<void>(number),\n"
        "  static_cast<void>(numbers);\n" +
            statement + "\n}\nint main() {}\n",
        "c++20");
  };
  auto const right = program(
      "static_cast<void>(one.then([](int x) { return x; }));"
      "static_cast<void>(std::move(one).or_else([](std::exception_ptr) { return 1; }));"
      "static_cast<void>(dlp::when_all(all)); static_cast<void>(dlp::when_all(one, one));"
      "static_cast<void>(dlp::when_any(all)); static_cast<void>(dlp::wait(all));"
      "for (auto& one : dlp::as_completed(all)) one.get();"
      "auto const task = [](auto& its) -> dlp::task<int> { co_return co_await its; };"
      "task(one).get();");
  BOOST_TEST(right.code == 0, right.said);
  check_each(
      {{"one.then([](int*) {}).wait();", "cannot be called with the value of this future"},
       {"std::move(one).then([] {}).wait();", "cannot be called with the value of this future"},
       {"std::move(one).or_else([] { return 1; }).wait();", "takes a std::exception_ptr"},
       {"dlp::when_all(numbers).wait();", "when_all takes futures, or a range of them"},
       {"dlp::when_any(numbers).wait();", "when_any takes a range of futures"},
       {"dlp::wait(numbers);", "wait takes a range of futures"},
       {"for (auto& x : dlp::as_completed(numbers)) x.wait();",
        "as_completed takes a range of futures"},
       {"auto const task = [](int its) -> dlp::task<int> { co_await its; co_return 1; };"
        "task(number).wait();",
        "a task co_awaits futures of a pool and other tasks"}},
      program);
}

BOOST_AUTO_TEST_CASE(a_wrong_use_of_a_pool_is_one_sentence) {
  auto const program = [](std::string const& statement) {
    return compile_text(
        "#include <dlp/pool.hpp>\n#include <iostream>\n#include <vector>\n"
        "auto twice(int x) -> int { return 2 * x; }\n"
        "void use(dlp::executor& pool, dlp::function_pool<int(int, int)>& sum,\n"
        "         std::vector<int>& xs) {\n"
        "  static_cast<void>(pool), static_cast<void>(sum), static_cast<void>(xs);\n" +
            statement + "\n}\nint main() {}\n",
        "c++20");
  };
  auto const body = [](std::string const& parameter) {
    return "auto const body = [](int x, " + parameter + " more) { return more.add(x), x; };";
  };
  auto const right = program(
      "std::cout << pool.submit(twice, 3).get() << pool.map(twice, xs).at(0);"
      "std::cout << sum.starmap(std::vector<std::pair<int, int>>(2)).at(0);" +
      body("dlp::feeder<int>&") +
      "dlp::for_each(xs, body); for (auto x : dlp::map_unordered(body, xs)) std::cout << x;");
  BOOST_TEST(right.code == 0, right.said);
  auto const with_feeder = "an example and a dlp::feeder<T>&, where T is the type of an example";
  check_each(
      {{"std::cout << pool.submit(twice, \"three\").get();", "cannot be called with these"},
       {"std::cout << pool.map(xs, twice).at(0);", "pool.map(f, xs)"},
       {"std::cout << sum.map(xs).at(0);", "starmap takes a range of tuples"},
       {body("dlp::feeder<double>&") + "dlp::for_each(xs, body);", with_feeder},
       {body("dlp::feeder<int>") + "dlp::for_each(xs, body);", with_feeder},
       {body("dlp::feeder<double>&") + "for (auto x : dlp::map_unordered(body, xs)) twice(x);",
        with_feeder},
       {body("dlp::feeder<int>&") + "std::cout << dlp::map(body, xs).at(0);", with_feeder}},
      program);
}

BOOST_AUTO_TEST_CASE(
    a_value_that_nothing_can_be_assigned_to_is_one_sentence_where_something_must_be) {
  auto const entry = std::string(
      "auto entry = std::pair<int const, std::string>();"
      "auto const last = [](auto, auto b) { return b; };"
      "auto const make = [&](int) { return entry; };");
  auto const right =
      compile("", entry +
                      "dlp::broadcast(std::as_const(entry)); static_cast<void>(dlp::gather(entry));"
                      "static_cast<void>(dlp::map(make, xs));"
                      "static_cast<void>(dlp::all_reduce(std::vector{entry}, last));");
  BOOST_TEST(right.code == 0, right.said);
  auto const wrong =
      compile("", entry +
                      "dlp::broadcast(entry); static_cast<void>(dlp::reduce(entry, last));"
                      "static_cast<void>(dlp::map_reduce(make, xs, entry, last));");
  BOOST_TEST(wrong.errors() == 3, wrong.said);
  BOOST_TEST(wrong.times("use what dlp::broadcast(std::as_const(value)) returns") == 1, wrong.said);
  BOOST_TEST(wrong.times("reduce: op ") == 2, wrong.said);
}

namespace {

auto const calls_elsewhere = std::string(R"(
#include <any>
#include <mutex>
#include <dlp/task/call_frame.hpp>
template <class F, class... Args>
void send(F&& f, Args&&... args) {
  auto frame = dlp::bytes();
  dlp::detail::call_frame_of<F, Args...>::put(frame, f, args...);
}
struct scaled { double by; auto operator()(double x) const { return by * x; } };
struct pointing { double* by; auto operator()(double x) const { return *by * x; } };
inline auto twice(int x) -> int { return 2 * x; }
inline void change(int& x) { ++x; }
inline auto size(char const* text) -> int { return *text; }
inline auto name() -> char const* { return "name"; }
)");

}  // namespace

BOOST_AUTO_TEST_CASE(a_call_that_cannot_be_made_on_another_rank_is_one_sentence) {
  auto const right = compile("",
                             "send(twice, 1); send(&twice, 1); send(scaled{2}, 0.5);"
                             "send([](std::string const& text) { return text; }, \"abc\");"
                             "send(dlp::bind_front([](int a, int b) { return a + b; }, 1), 2);"
                             "send(&std::vector<int>::size, xs);",
                             calls_elsewhere);
  BOOST_TEST(right.code == 0, right.said);
  struct mistake {
    char const* statement;
    char const* told;
    char const* named;
  };
  auto const captures = "write dlp::bind_front(f, captured...), or a struct";
  auto const of_std = "what std::function, std::bind, std::bind_front and std::mem_fn make";
  auto const address = "dlp: this holds an address";
  auto const cannot_call = "dlp: the function cannot be called with these arguments as they come";
  auto const mistakes = std::vector<mistake>{
      {"send([argc] { return argc; });", captures,
       "cannot_be_called_elsewhere<main(int, char**)::"},
      {"send([&](auto x) { return argc + x; }, 1);", captures, "<lambda(auto:"},
      {"send(dlp::bind_front([=] { return argv; }));", captures, "<lambda()>"},
      {"send(std::function<int(int)>(twice), 1);", of_std, "std::function<int(int)>"},
      {"send(std::bind_front(twice, 1));", of_std, "std::_Bind_front<int (*)(int), int>"},
      {"send(std::mem_fn(&std::string::size), std::string());", of_std, "std::_Mem_fn<"},
      {"send(pointing{nullptr}, 0.5);", address, "pointing::by)>, double*>"},
      {"send(dlp::bind_front(twice, &argc));", address, "std::tuple<int*>, "},
      {"send([](int* x) { return *x; }, &argc);", address, "address, int*>"},
      {"send([](std::string_view x) { return x; }, std::string_view());", address,
       "address, std::basic_string_view<char"},
      {"send([](float** x) { return x; }, dlp::bytes());", cannot_call, "std::vector<std::byte"},
      {"send(change, argc);", cannot_call, "cannot_call<void (*)(int&), int>"},
      {"send(size, \"abc\");", cannot_call, "cannot_call<int (*)(const char*), std::"},
      {"send(name);", address, "address, const char*>"},
      {"send([]() -> auto& { return \"abcd\"; });", "an array of the language", "char [5]>"},
      {"send([](std::any) {}, std::any());", "values of this type cannot travel", "std::any>"},
      {"send([] { return std::mutex(); });", "can be neither copied nor moved", "std::mutex>"}};
  auto lines = std::vector<wrong_line>();
  for (auto const& one : mistakes) lines.push_back({one.statement, one.told});
  check_each(lines, [&](std::string const& all) {
    auto const wrong = compile("", all, calls_elsewhere);
    for (auto const& one : mistakes)
      BOOST_TEST((wrong.said.find(one.named) != std::string::npos), one.named << wrong.said);
    return wrong;
  });
}

namespace {

/// A program with a grid.
auto compile_sweep(std::string const& statement) -> compilation {
  return compile_text(R"(
#include <dlp/sweep.hpp>
#include <complex>
#include <map>
struct setting {
  double gamma = 0; int n = 0; std::string solver; float unnamed = 0;
  template <class A> void serialize(A& ar, unsigned) {
    ar & BOOST_SERIALIZATION_NVP(gamma) & BOOST_SERIALIZATION_NVP(n) &
        BOOST_SERIALIZATION_NVP(solver);
  }
};
struct other { double x = 0; template <class A> void serialize(A& ar, unsigned) { ar & BOOST_SERIALIZATION_NVP(x); } };
struct nameless { double x = 0; template <class A> void serialize(A& ar, unsigned) { ar & x; } };
struct bare { double x = 0; };
struct with_map {
  std::map<int, int> all;
  template <class A> void serialize(A& ar, unsigned) { ar & BOOST_SERIALIZATION_NVP(all); }
};
struct made_of_one : other { made_of_one(int) {} };
using dlp::sweep;
int main() {
  auto const grid = dlp::product(dlp::axis("gamma", {0.1, 0.2}), dlp::axis("n", {1, 2}),
                                 dlp::axis("solver", {"rk4", "euler"}));
  auto const members = dlp::product(dlp::axis(&setting::gamma, {0.1, 0.2}));
  using text = std::string const&;
  static_cast<void>(sizeof(text));
)" + statement + "\n}\n",
                      "c++20");
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_axis_that_is_none_is_one_sentence) {
  auto const right = compile_sweep(
      "dlp::axis(\"a\", {0.5, 1.0}); dlp::axis(\"b\", {true}); dlp::axis(\"c\", {\"x\"}, \"m\");"
      "dlp::axis(&setting::gamma, {0.5, 1}); dlp::axis(&setting::unnamed, \"u\", {0.5f});"
      "dlp::axis(&setting::unnamed, \"u\", dlp::linspace(0, 1, 3));"
      "dlp::product(dlp::axis(&setting::gamma, {0.5}), dlp::axis(&setting::n, {1}));");
  BOOST_TEST(right.code == 0, right.said);
  auto const no_list = "dlp::axis: the values of an axis are a range, or a list of one type";
  auto const no_value =
      "dlp::axis: the values of an axis are numbers, booleans, enumerators or texts";
  auto const misfit = "dlp::axis: these values do not fit the member";
  auto const mixed = "dlp: the axes of a grid are all members of one struct, or none of them is";
  check_each(
      {{"dlp::axis(\"a\", {0.5, 1});", no_list},
       {"dlp::axis(\"a\", {1, 2.5f, 3}, \"m\");", no_list},
       {"dlp::axis(\"a\", {true, 1});", no_list},
       {"dlp::axis(\"a\", 5);", no_list},
       {"dlp::axis(\"a\", \"text\");", no_list},
       {"dlp::axis(\"a\", std::string(\"text\"));", no_list},
       {"dlp::axis(&setting::gamma, {\"x\", \"y\", \"z\"});", no_list},
       {"dlp::axis(\"a\", {std::complex<double>(1, 2)});", no_value},
       {"dlp::axis(\"a\", std::vector<std::vector<int>>(2));", no_value},
       {"dlp::axis(&setting::n, dlp::linspace(0, 1, 3));", misfit},
       {"dlp::axis(&setting::n, std::vector<std::string>(2));", misfit},
       {"dlp::product(dlp::axis(\"x\", {1}), dlp::axis(&setting::gamma, {0.5}));", mixed},
       {"dlp::zip(dlp::axis(&setting::gamma, {0.5}), dlp::axis(&other::x, {0.5}));", mixed},
       {"dlp::product(dlp::axis(\"x\", {1}), 3);",
        "dlp::product: beside an axis all are axes or grids"},
       {"dlp::axis(&bare::x, {0.5});", "dlp::axis: the name of a member is that in the serialize"},
       {"grid.where([](double) { return true; }).size();", "dlp: where takes a function"},
       {"members.where([](double) { return true; }).size();", "dlp: where takes a function"}},
      compile_sweep);
}

BOOST_AUTO_TEST_CASE(a_body_that_does_not_fit_its_grid_is_one_sentence) {
  auto const right = compile_sweep(
      "sweep([](double, int, text) { return 1.0; }, grid);"
      "sweep([](dlp::cell const&, float, long, std::string) { return setting(); }, grid);"
      "sweep([](auto const&...) { return std::pair(1, std::string()); }, grid);"
      "sweep([](setting const&) { return dlp::labelled{\"t\", std::vector{1}, std::vector{1}}; },"
      "      members);");
  BOOST_TEST(right.code == 0, right.said);
  auto const count = "dlp::sweep: the body takes a value of each axis, one parameter for each";
  auto const fit = "dlp::sweep: a value of an axis does not fit the body's parameter";
  auto const loss = "dlp::sweep: the values of an axis would lose a fraction or digits";
  auto const whole = "dlp::sweep: the axes are members of a struct, which the body takes whole";
  auto const nothing = "dlp::sweep: the body returns nothing that a table could hold";
  auto const name = "dlp: a member of a result needs a name: write  ar & BOOST_";
  auto const no_column = "dlp: a result is a number, a boolean, an enumeration, a text";
  check_each(
      {{"sweep([](double, int) { return 1.0; }, grid);", count},
       {"sweep([](double, int, text, int) { return 1.0; }, grid);", count},
       {"sweep([](dlp::cell const&, double, int) { return 1.0; }, grid);", count},
       {"sweep([](text, double, int) { return 1.0; }, grid);", fit},
       {"sweep([](double, int, int*) { return 1.0; }, grid);", fit},
       {"sweep([](dlp::cell, text, int, text) { return 1.0; }, grid);", fit},
       {"sweep([](auto, auto) { return 1.0; }, grid);", fit},
       {"sweep([](double&, int, text) { return 1.0; }, grid);", fit},
       {"sweep([](int, double, text) { return 1.0; }, grid);", loss},
       {"sweep([](dlp::cell, double, bool, text) { return 1.0; }, grid);", loss},
       {"sweep([](double) { return 1.0; }, members);", whole},
       {"sweep([](double, int, text) {}, grid);", nothing},
       {"sweep([](setting const&) {}, members);", nothing},
       {"sweep([](double, int, text) { return nameless(); }, grid);", name},
       {"sweep([](double, int, text) { return bare(); }, grid);", no_column},
       {"sweep([](double, int, text) { return with_map(); }, grid);", no_column},
       {"sweep([](double, int, text) { return std::vector<bare>(); }, grid);", no_column},
       {"sweep([](double, int, text) { return \"text\"; }, grid);", no_column},
       {"sweep([](double, int, text) { return made_of_one(1); }, grid);",
        "dlp::sweep: a result is to have a default constructor"},
       {"sweep([](double, int, text) { return 1.0; }, grid, {.only = [](int) { return true; }});",
        "dlp::sweep: only is the grid with a where, or a list of the numbers of cells"},
       {"sweep([](int x) { return x; }, std::vector{1, 2});",
        "dlp::sweep: a sweep goes over a grid, as dlp::product makes it of axes"}},
      compile_sweep);
}

BOOST_AUTO_TEST_CASE(a_result_that_has_no_mean_is_one_sentence) {
  auto const compile_averages = [](std::string const& statement) {
    return compile_text(R"(
#include <dlp/accumulators.hpp>
#include <complex>
#include <map>
struct point {
  double x = 0; std::vector<std::complex<float>> z; dlp::labelled<> t;
  template <class A> void serialize(A& ar, unsigned) {
    ar & BOOST_SERIALIZATION_NVP(x) & BOOST_SERIALIZATION_NVP(z) & BOOST_SERIALIZATION_NVP(t);
  }
};
struct counted {
  int n = 0;
  template <class A> void serialize(A& ar, unsigned) { ar & BOOST_SERIALIZATION_NVP(n); }
};
struct nameless { double x = 0; template <class A> void serialize(A& ar, unsigned) { ar & x; } };
template <class Result> void average(Result result) {
  auto means = dlp::averages<Result>();
  means(result);
  means.merge(means);
  result = means.mean();
}
int main() {
)" + statement + "\n}\n",
                        "c++20");
  };
  auto const right =
      compile_averages("average(point()); average(1.0); average(std::vector<double>());");
  BOOST_TEST(right.code == 0, right.said);
  auto const no_mean =
      "dlp::averages: a result is a floating-point number, a complex one, an array";
  check_each({{"average(counted());", no_mean},
              {"average(std::string());", no_mean},
              {"average(nameless());", "dlp: a member of a result needs a name"},
              {"average(std::map<int, double>());", "dlp: a result is a number, a boolean"}},
             compile_averages);
}

BOOST_AUTO_TEST_CASE(a_body_or_an_accumulator_that_batches_cannot_use_is_one_sentence) {
  auto const compile_batches = [](std::string const& statement) {
    return compile_text(R"(
#include <dlp/batches.hpp>
#include <memory>
#include <string>
using dlp::moments;
struct counted {
  long n = 0;
  void add(double) { ++n; }
  counted& operator+=(counted const& b) { n += b.n; return *this; }
};
struct unmerged { long n = 0; void operator()(double) { ++n; } };
struct closed final : counted {};
struct large : counted { double all[10'000] = {}; };
struct only_moved : counted { std::unique_ptr<int> p; };
struct with_address {
  int* p = nullptr;
  void add(double) {}
  void merge(with_address const&) {}
};
auto const f = [](dlp::random_stream& draw) { return 1.0 * draw(); };
template <class F, class A> void run(F f, A a) {
  auto const found = dlp::batches(f, std::move(a), {.count = 10, .seed = 1});
  static_cast<void>(found);
}
int main() {
)" + statement + "\n}\n",
                        "c++20");
  };
  auto const right = compile_batches(
      "run(f, moments()); run(f, counted());"
      "run([](dlp::random_stream draw) { return 1.0 * draw(); }, moments());"
      "run([](auto& draw) { return 1.0 * draw(); }, moments());"
      "run([](dlp::trajectory const& one) { return 1.0 * one.stream(); }, moments());"
      "run([](dlp::batch const& all, counted& into) { into.add(1.0 * all.size()); }, counted());"
      "run([](auto const& all, auto& into) { into.add(1.0 * all.size()); }, counted());"
      "dlp::batches(f, dlp::batches(f, moments(), {.count = 10}), {.count = 10}).mean();");
  BOOST_TEST(right.code == 0, right.said);
  auto const takes = "dlp::batches: the body takes a dlp::random_stream&, a dlp::trajectory const&";
  auto const nothing = "dlp::batches: the body returns what the accumulator takes of a trajectory";
  auto const misfit = "dlp::batches: the accumulator takes what the body returns neither by";
  auto const no_merge = "dlp::batches: two accumulators are put together by a.merge(b)";
  auto const no_class = "dlp::batches: the second argument is an accumulator, a class that is";
  check_each({{"run([](double x) { return x; }, moments());", takes},
              {"run([](dlp::batch const&, counted&) {}, moments());", takes},
              {"run([](dlp::batch const&, moments into) { into(1); }, moments());", takes},
              {"run([](dlp::batch const&, moments const&) {}, moments());", takes},
              {"run(moments(), f);", no_merge},
              {"run([](dlp::random_stream&) {}, moments());", nothing},
              {"run([](dlp::trajectory const&) {}, moments());", nothing},
              {"run([](dlp::random_stream&) { return std::string(); }, moments());", misfit},
              {"dlp::batches([](dlp::random_stream&) { return std::string(); },"
               " dlp::batches(f, moments(), {.count = 10}), {.count = 10}).mean();",
               misfit},
              {"run(f, 0.0);", no_class},
              {"run(f, closed());", no_class},
              {"run(f, only_moved());", "dlp::batches: an accumulator can be copied and assigned"},
              {"run(f, unmerged());", no_merge},
              {"run(f, large());", "dlp::batches: an accumulator of more than 64 KiB keeps its"},
              {"run(f, with_address());", "dlp: this holds an address"}},
             compile_batches);
}
