// SPDX-License-Identifier: BSL-1.0
#include <dispatch/report/report_json.hpp>

#include <iterator>
#include <regex>
#include <set>
#include <string>

#include <boost/property_tree/json_parser.hpp>
#include <boost/property_tree/ptree.hpp>
#include <boost/test/unit_test.hpp>

#include "pages.hpp"
#include "planted_loops.hpp"

BOOST_AUTO_TEST_SUITE(report_json_test)

using namespace dlp_test;
using namespace dlp::detail;

namespace {

auto parsed(std::string const& text) -> boost::property_tree::ptree {
  auto tree = boost::property_tree::ptree();
  auto in = std::istringstream(text);
  boost::property_tree::read_json(in, tree);
  return tree;
}

auto tree_of(planted_loop const& told) -> boost::property_tree::ptree {
  auto const record = record_of(told);
  auto const text = report_json(record, assess(record));
  BOOST_TEST(text.find('\n') == std::string::npos);
  return parsed(text);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_object_says_what_the_text_says) {
  auto const tree = tree_of({.slowness = {1, 1, 3, 1}});
  BOOST_TEST(tree.get<std::string>("loop") == "map over 400 examples");
  BOOST_TEST(tree.get<int>("ranks") == 5);
  BOOST_TEST(tree.get<int>("examples") == 400);
  BOOST_TEST(tree.get<double>("longest.seconds") == 30e-3, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(tree.get<bool>("replays.meets"));
  BOOST_TEST(tree.get_child("of_ranks").size() == 4u);
  auto const& found = tree.get_child("findings").front().second;
  BOOST_TEST(found.get<std::string>("cause") == "slow_rank");
  BOOST_TEST(found.get<int>("rank") == 3);
  auto idle = 0.0;
  for (auto const& [name, seconds] : tree.get_child("idle")) idle += seconds.get_value<double>();
  BOOST_TEST(idle + tree.get<double>("seconds") == 4 * tree.get<double>("makespan"),
             boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(its_outline_has_the_seconds_of_all_bodies) {
  auto const tree = tree_of({});
  auto spans = 0.0;
  for (auto const& [nameless, rank] : tree.get_child("outline.spans"))
    for (auto const& [also, span] : rank)
      spans += std::next(span.begin(), 2)->second.get_value<double>();
  BOOST_TEST(spans == tree.get<double>("seconds"), boost::test_tools::tolerance(1e-4));
  BOOST_TEST(tree.get_child("outline.spans").size() == tree.get_child("of_ranks").size());
  auto examples = 0;
  for (auto const& [nameless, one] : tree.get_child("outline.histogram"))
    examples += std::next(one.begin())->second.get_value<int>();
  BOOST_TEST(examples == tree.get<int>("examples"));
  BOOST_TEST(tree.get_child("outline.costs").size() > 10u);
  BOOST_TEST(tree.get<std::string>("outline.costs_by") == "index");
}

BOOST_AUTO_TEST_CASE(the_schema_has_its_members_and_causes) {
  auto const schema = parsed(read_file(source_folder() / "docs/reference/report.schema.json"));
  auto const tree = tree_of({});
  for (auto const& [name, value] : tree)
    BOOST_TEST(schema.get_child("properties").count(name) == 1u, name << " is not in the schema");
  BOOST_TEST(tree.size() == schema.get_child("properties").size());
  auto causes = std::set<std::string>();
  for (auto const& [name, value] :
       schema.get_child("properties.findings.items.properties.cause.enum"))
    causes.insert(value.get_value<std::string>());
  for (auto at = static_cast<int>(cause::none) + 1; at <= static_cast<int>(cause::large_chunks);
       ++at)
    BOOST_TEST(causes.contains(std::string(name_of(static_cast<cause>(at)))));
  BOOST_TEST(causes.size() == static_cast<std::size_t>(cause::large_chunks));
}

BOOST_AUTO_TEST_SUITE_END()
