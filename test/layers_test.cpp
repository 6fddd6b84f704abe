// SPDX-License-Identifier: BSL-1.0
//
// The floors of the house. An arrow may point down or along its own floor, and never back to where
// it came from; MPI is known in one room only, a public header is short, and each has a test of its
// own that includes it first.
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "temporary_folder.hpp"

namespace {

using tree = std::map<std::string, std::string>;  // path from the project's root -> text

std::map<std::string, int> const floors = {{"core", 0},     {"comm", 1},    {"schedule", 1},
                                           {"dispatch", 2}, {"adaptor", 3}, {"task", 4},
                                           {"each", 5},     {"report", 5}};

/// What a program includes; all public headers are read with these.
auto constexpr begun_with = {"dlp.hpp",           "dlp/accumulators.hpp", "dlp/batches.hpp",
                             "dlp/histogram.hpp", "dlp/pool.hpp",         "dlp/random_stream.hpp",
                             "dlp/sweep.hpp"};

/// Files outside comm/ that may name a header of MPI all the same, each for a reason.
std::set<std::string> const may_know_mpi = {};

/// In lines; of the headers that a program reads, of the others, and of a class with all its
/// sources.
auto constexpr longest_header = std::size_t{200};
auto constexpr longest_private_header = std::size_t{250};
auto constexpr longest_class = std::size_t{450};

/// Classes that are longer, each for a reason.
std::set<std::string> const may_be_longer = {
    "dispatch/manager",       // all of it serves one table of workers: messages, chunks, losses
    "dispatch/counted_loop",  // one state of a rank, between counters, messages and its end
    "dispatch/task_pool",  // what root, worker and lone rank of a pool do around one call of a task
    "dispatch/loop_pool",  // what lies in memory that ranks share: each access is an atomic step
};

auto lines_of(std::string const& text) -> std::vector<std::string> {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

auto includes_of(std::string const& text) -> std::vector<std::string> {
  static std::regex const include(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"].*)");
  std::vector<std::string> names;
  for (std::smatch match; auto const& line : lines_of(text))
    if (std::regex_match(line, match, include)) names.push_back(match[1]);
  return names;
}

/// A file of the house, or one that an include names: its floor and its name there.
struct place {
  std::string floor;
  std::string name;
  bool is_public = false;
};

/// Of `include/dlp/comm/x.hpp`, `lib/comm/x.cpp`, `lib/comm/room/x.hpp`, and where it is included
/// of `dlp/comm/x.hpp`, `comm/x.hpp`, `comm/room/x.hpp`. What stands on no floor has none.
auto place_of(std::string const& path) -> std::optional<place> {
  static std::regex const file(R"((include/dlp/|dlp/|lib/|)(\w+)/(?:\w+/)?(\w+)\.[hc]pp)");
  std::smatch match;
  if (!std::regex_match(path, match, file)) return {};
  auto const is_public = match[1] == "include/dlp/" || match[1] == "dlp/";
  if (match[1] == "" && !floors.contains(match[2])) return {};
  return place{match[2], match[3], is_public};
}

auto points_up(std::string const& from, std::string const& to) -> bool {
  return from != to && floors.at(from) <= floors.at(to);
}

auto is_mpi(std::string const& header) -> bool {
  return header == "mpi.h" || header == "boost/mpi.hpp" || header.starts_with("boost/mpi/");
}

auto check_includes(std::string const& path, std::string const& text) -> std::vector<std::string> {
  auto const from = place_of(path);
  if (!from) return {};  // dlp.hpp and version.hpp stand beside the house
  if (!floors.contains(from->floor)) return {path + ": no floor is called " + from->floor};

  std::vector<std::string> wrong;
  for (auto const& name : includes_of(text)) {
    auto const complain = [&](std::string const& of) {
      wrong.push_back(path + " includes " + name + ": " + of);
    };
    if (is_mpi(name) && from->floor != "comm" && !may_know_mpi.contains(path))
      complain("only comm knows MPI");
    if (std::ranges::count(begun_with, name) != 0) complain("that points up");
    auto const to = place_of(name);
    if (!to) continue;
    if (!floors.contains(to->floor))
      complain("no floor is called " + to->floor);
    else if (points_up(from->floor, to->floor))
      complain("that points up");
    else if (from->is_public && !to->is_public)
      complain("that is not installed");
  }
  return wrong;
}

/// The headers that a program reads with this one: they are public, and the rest is private.
void add_all_read_by(std::string const& header, tree const& files, std::set<std::string>& found) {
  auto const file = files.find("include/" + header);
  if (file == files.end() || !found.insert(file->first).second) return;
  for (auto const& name : includes_of(file->second)) add_all_read_by(name, files, found);
}

/// A header and its source are one component: "comm/x".
auto component_of(std::string const& path) -> std::optional<std::string> {
  auto const where = place_of(path);
  return where ? std::optional(where->floor + "/" + where->name) : std::nullopt;
}

/// Finds components that include each other in a circle, by a walk along the arrows.
class circle_finder {
 public:
  explicit circle_finder(tree const& files) {
    for (auto const& [path, text] : files) {
      auto const from = component_of(path);
      if (!from) continue;
      for (auto const& name : includes_of(text)) {
        if (auto const to = component_of(name); to && to != from) arrows_[*from].insert(*to);
      }
    }
    for (auto const& [from, to] : arrows_) walk(from);
  }

  /// "comm/x, comm/y, comm/x"
  [[nodiscard]] auto found() const -> std::vector<std::string> { return found_; }

 private:
  void walk(std::string const& to) {
    if (auto const met = std::ranges::find(way_, to); met != way_.end()) {
      auto circle = std::string();
      std::for_each(met, way_.end(), [&](auto const& one) { circle += one + ", "; });
      found_.push_back(circle + to);
      return;
    }
    if (!walked_.insert(to).second) return;
    way_.push_back(to);
    if (auto const next = arrows_.find(to); next != arrows_.end()) {
      for (auto const& one : next->second) walk(one);
    }
    way_.pop_back();
  }

  std::map<std::string, std::set<std::string>> arrows_;
  std::set<std::string> walked_;
  std::vector<std::string> way_;
  std::vector<std::string> found_;
};

auto check_header(std::string const& path, std::string const& text, tree const& files)
    -> std::vector<std::string> {
  static std::regex const header(R"((?:include|lib)/(.*/(\w+)\.hpp))");
  std::smatch match;
  if (!std::regex_match(path, match, header)) return {};
  auto const where = place_of(path);
  std::vector<std::string> wrong;
  auto const longest = where && !where->is_public ? longest_private_header : longest_header;
  if (lines_of(text).size() > longest)
    wrong.push_back(path + " is longer than " + std::to_string(longest) + " lines");
  auto const name = "test/" + (where ? where->floor + "/" : "") + match[2].str() + "_test.cpp";
  auto const test = files.find(name);
  if (test == files.end())
    wrong.push_back(path + " has no " + name);
  else if (auto const names = includes_of(test->second); names.empty() || names[0] != match[1])
    wrong.push_back(name + " does not begin with " + match[1].str());
  return wrong;
}

/// The lines of a class: of its header, and of every source that defines a member of it.
auto lines_of_class(std::string const& header, tree const& files) -> std::size_t {
  auto const where = place_of(header);
  auto const member = std::regex("(^|\\n)(auto |void )?" + where->name + "::[~a-z_]+\\(");
  auto sum = lines_of(files.at(header)).size();
  for (auto const& [path, text] : files) {
    if (!path.starts_with("lib/") || !path.ends_with(".cpp")) continue;
    if (text.find(where->name + "::") == std::string::npos) continue;  // regex_search is slow
    if (std::regex_search(text, member)) sum += lines_of(text).size();
  }
  return sum;
}

auto check_class(std::string const& path, tree const& files) -> std::vector<std::string> {
  auto const where = place_of(path);
  if (!where || !path.ends_with(".hpp") || path.starts_with("test/")) return {};
  auto const lines = lines_of_class(path, files);
  if (lines <= longest_class || may_be_longer.contains(where->floor + "/" + where->name)) return {};
  return {path + ": the class has " + std::to_string(lines) + " lines"};
}

/// What is wrong with the house, in sentences.
auto check(tree const& files) -> std::vector<std::string> {
  std::vector<std::string> wrong;
  std::set<std::string> is_read;
  for (auto const* header : begun_with) add_all_read_by(header, files, is_read);
  for (auto const& [path, text] : files) {
    std::ranges::copy(check_includes(path, text), std::back_inserter(wrong));
    std::ranges::copy(check_header(path, text, files), std::back_inserter(wrong));
    std::ranges::copy(check_class(path, files), std::back_inserter(wrong));
    if (path.starts_with("include/dlp/") && !is_read.contains(path))
      wrong.push_back(
          path + " is read by no header that a program begins with: what is private lives in lib");
  }
  for (auto const& circle : circle_finder(files).found()) {
    wrong.push_back(circle + " include each other in a circle");
  }
  return wrong;
}

auto read_house() -> tree {
  std::filesystem::path const root = DLP_SOURCE_DIR;
  tree files;
  for (auto const* part : {"include", "lib", "test"})
    for (auto const& entry : std::filesystem::recursive_directory_iterator(root / part))
      if (auto const kind = entry.path().extension(); kind == ".hpp" || kind == ".cpp") {
        auto const name = std::filesystem::relative(entry.path(), root).generic_string();
        files[name] = dlp_test::read_file(entry.path());
      }
  return files;
}

/// What a program reads that includes this public header: all that this and ours in there include.
auto read_by(std::string const& header, tree const& house) -> std::set<std::string> {
  auto read = std::set<std::string>();
  for (auto next = std::vector{header}; !next.empty();) {
    auto const name = next.back();
    next.pop_back();
    if (!read.insert(name).second || !house.contains("include/" + name)) continue;
    std::ranges::copy(includes_of(house.at("include/" + name)), std::back_inserter(next));
  }
  return read;
}

/// The names of the collective calls in a public header, by the lines of their comments.
auto collective_calls_in(std::string const& text) -> std::vector<std::string> {
  static std::regex const says_so(R"(/// (.*, )?Collective[:,].*)");
  static std::regex const name(R"((\w+)[({])");
  std::vector<std::string> names;
  auto is_one = false;
  for (std::smatch match; auto const& line : lines_of(text)) {
    if (std::regex_match(line, says_so)) is_one = true;
    auto const is_before =
        line.starts_with("///") || line.starts_with("template") || line.starts_with("  requires");
    if (!is_one || is_before || !std::regex_search(line, match, name)) continue;
    names.push_back(match[1]);
    is_one = false;
  }
  return names;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_arrow_points_down) {
  auto const house = read_house();
  BOOST_TEST(house.size() > 1);
  for (auto const& sentence : check(house)) BOOST_ERROR(sentence);
}

BOOST_AUTO_TEST_CASE(the_check_sees_what_is_planted) {
  auto const finds = [](std::string const& path, std::string const& text, std::string_view part) {
    auto const wrong = check_includes(path, text);
    return wrong.size() == 1 && wrong[0].find(part) != std::string::npos;
  };
  BOOST_TEST(finds("include/dlp/core/x.hpp", "#include <dlp/comm/y.hpp>", "points up"));
  BOOST_TEST(finds("include/dlp/comm/x.hpp",
                   "#include <dlp/comm/z.hpp>\n#include \"dlp/task/y.hpp\"",
                   "dlp/task/y.hpp: that points up"));
  BOOST_TEST(finds("lib/comm/wire/x.hpp", "#include <dispatch/ledger/y.hpp>", "points up"));
  BOOST_TEST(finds("include/dlp/comm/x.hpp", "#include <comm/wire/y.hpp>", "not installed"));
  BOOST_TEST(finds("include/dlp/schedule/x.hpp", " # include <dlp/comm/y.hpp>", "points up"));
  BOOST_TEST(finds("include/dlp/comm/x.hpp", "#include <dlp/schedule/y.hpp>", "points up"));
  BOOST_TEST(finds("lib/dispatch/x.cpp", "#include <dlp.hpp>", "points up"));
  BOOST_TEST(
      finds("include/dlp/adaptor/x.hpp", "#include <boost/mpi/collectives.hpp>", "knows MPI"));
  BOOST_TEST(finds("lib/dispatch/x.cpp", "#include <mpi.h>", "knows MPI"));
  BOOST_TEST(finds("include/dlp/attic/x.hpp", "", "no floor"));
  BOOST_TEST(finds("include/dlp/task/x.hpp", "#include <dlp/attic/x.hpp>", "no floor"));

  auto const circle =
      tree{{"include/dlp/comm/x.hpp", "#include <dlp/core/a.hpp>"},
           {"lib/comm/x.cpp", "#include <dlp/comm/x.hpp>\n#include <comm/wire/y.hpp>"},
           {"lib/comm/wire/y.hpp", "#include <comm/wire/z.hpp>"},
           {"lib/comm/wire/z.cpp", "#include <comm/wire/z.hpp>\n#include <dlp/comm/x.hpp>"}};
  auto const found = circle_finder(circle).found();
  BOOST_REQUIRE(found.size() == 1U);
  BOOST_TEST(found[0] == "comm/x, comm/y, comm/z, comm/x");
}

BOOST_AUTO_TEST_CASE(the_check_lets_the_rest_pass) {
  auto const passes = [](std::string const& path, std::string const& text) {
    return check_includes(path, text).empty();
  };
  BOOST_TEST(
      passes("include/dlp/comm/x.hpp", "#include <boost/mpi.hpp>\n#include <dlp/core/y.hpp>"));
  BOOST_TEST(passes("lib/comm/x.cpp", "#include <mpi.h>\n#include <dlp/comm/x.hpp>"));
  BOOST_TEST(
      passes("lib/dispatch/x.cpp", "#include <dlp/comm/y.hpp>\n#include <dlp/schedule/z.hpp>"));
  BOOST_TEST(
      passes("include/dlp/task/x.hpp", "#include <dlp/core/y.hpp>\n#include <dlp/version.hpp>"));
  BOOST_TEST(passes("include/dlp.hpp", "#include <dlp/task/x.hpp>"));
  BOOST_TEST(passes("lib/dispatch/managed/x.cpp", "#include <dispatch/ledger/y.hpp>"));

  auto const ways_that_meet = tree{{"include/dlp/comm/x.hpp", "#include <dlp/comm/y.hpp>"},
                                   {"lib/comm/x.cpp", "#include <dlp/comm/z.hpp>"},
                                   {"lib/comm/y.cpp", "#include <dlp/comm/z.hpp>"}};
  BOOST_TEST(circle_finder(ways_that_meet).found().empty());
}

BOOST_AUTO_TEST_CASE(a_header_is_short_and_tested) {
  std::string const path = "include/dlp/core/x.hpp";
  std::string const test = "test/core/x_test.cpp";
  auto const finds = [&](std::string const& text, tree const& files, std::string_view part) {
    auto const wrong = check_header(path, text, files);
    return wrong.size() == 1 && wrong[0].find(part) != std::string::npos;
  };
  tree const tested = {{test, "// x\n#include <dlp/core/x.hpp>\n#include <string>"}};
  BOOST_TEST(check_header(path, std::string(longest_header, '\n'), tested).empty());
  BOOST_TEST(finds(std::string(longest_header + 1, '\n'), tested, "longer"));
  BOOST_TEST(finds("", {}, "has no test/core/x_test.cpp"));
  BOOST_TEST(finds("", {{test, ""}}, "does not begin with"));
  BOOST_TEST(finds("", {{test, "#include <string>\n#include <dlp/core/x.hpp>"}}, "does not begin"));
  auto const begun_with = check_header("include/dlp/x.hpp", "", {});
  BOOST_REQUIRE(begun_with.size() == 1u);
  BOOST_TEST(begun_with[0] == "include/dlp/x.hpp has no test/x_test.cpp");
}

BOOST_AUTO_TEST_CASE(what_is_private_may_be_longer_and_lives_in_lib) {
  auto const text = std::string(longest_header + 1, '\n');
  tree const tested = {{"test/core/x_test.cpp", "#include <core/x.hpp>"}};
  BOOST_TEST(check_header("lib/core/x.hpp", text, tested).empty());
  auto const wrong = check({{"include/dlp.hpp", ""},
                            {"include/dlp/core/x.hpp", ""},
                            {"test/core/x_test.cpp", "#include <dlp/core/x.hpp>"}});
  BOOST_REQUIRE(wrong.size() == 1u);
  BOOST_TEST(wrong[0].find("lives in lib") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_class_is_short_in_however_many_files) {
  auto const members = "void x::f() {\n" + std::string(longest_class / 2, '\n');
  auto const files = tree{{"lib/core/x.hpp", std::string(10, '\n')},
                          {"lib/core/x.cpp", members},
                          {"lib/core/of_another_name.cpp", members},
                          {"lib/core/y.cpp", "auto y() {}\n"}};
  BOOST_TEST(lines_of_class("lib/core/x.hpp", files) == 2 * (longest_class / 2 + 1) + 10);
  BOOST_TEST(check_class("lib/core/x.hpp", files).size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_costs_the_compiler_much_is_read_where_it_is_needed) {
  auto const house = read_house();
  auto const by_a_loop = read_by("dlp.hpp", house);
  BOOST_TEST(by_a_loop.contains("dlp/adaptor/split_managed.hpp"));
  BOOST_TEST(by_a_loop.contains("ranges"));
  for (auto const* const dear : {"filesystem", "iostream", "regex", "boost/mpi.hpp"})
    BOOST_TEST(!by_a_loop.contains(dear), "<dlp.hpp> reads <" << dear << ">");
  for (auto const& [path, text] : house) {  // std::regex is a tenth of each program that has it
    if (path.starts_with("test/") || path.starts_with("lib/each/")) continue;  // --colsep is one
    BOOST_TEST(std::ranges::count(includes_of(text), "regex") == 0, path << " includes <regex>");
  }
}

BOOST_AUTO_TEST_CASE(every_collective_call_is_played_with_every_fault) {
  auto const house = read_house();
  auto count = 0;
  for (auto const& [path, text] : house) {
    if (!path.starts_with("include/dlp/adaptor/")) continue;
    for (auto const& name : collective_calls_in(text)) {
      for (auto const* const list : {"test/faults/cells.hpp", "test/faults/calls.hpp"}) {
        BOOST_TEST(house.at(list).find("{\"" + name + "\"") != std::string::npos,
                   list << " lacks " << name);
      }
      ++count;
    }
  }
  BOOST_TEST(count >= 10);  // else none of them is looked at
}
