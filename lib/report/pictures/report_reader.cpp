// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/report_reader.hpp>

#include <algorithm>
#include <boost/property_tree/ptree.hpp>
#include <cmath>
#include <iterator>

namespace dlp::detail {
namespace {

using boost::property_tree::ptree;

auto text_in(ptree const& of, char const* name) -> std::string {
  return of.get<std::string>(name, "");
}

/// A number that can be drawn. Throws: ptree_error.
auto number_in(ptree const& of) -> double {
  auto const number = of.get_value<double>();
  if (!std::isfinite(number))
    throw boost::property_tree::ptree_bad_data("no finite number", of.data());
  return number;
}

auto seconds_of(ptree const& of) -> double {
  auto const number = number_in(of);
  if (number < 0) throw boost::property_tree::ptree_bad_data("below zero", of.data());
  return number;
}

/// The elements of an array.
auto elements(ptree const& of) -> std::vector<ptree const*> {
  auto all = std::vector<ptree const*>();
  for (auto const& [nameless, one] : of) all.push_back(&one);
  return all;
}

/// An array of so many. Throws: ptree_error.
auto row_of(ptree const& of, std::size_t count) -> std::vector<ptree const*> {
  auto all = elements(of);
  if (all.size() != count)
    throw boost::property_tree::ptree_bad_data("another number of elements", of.data());
  return all;
}

auto named_in(ptree const& of, std::string const& unit) -> named_seconds {
  auto all = named_seconds();
  for (auto const& [name, seconds] : of)
    if (auto const value = seconds.get_value_optional<double>())
      all.emplace_back(name + unit, *value);
  return all;
}

void add_ranks(drawn_loop& to, ptree const& from) {
  for (auto const* one : elements(from)) {
    to.ranks.push_back({.rank = one->get<int>("rank"),
                        .host = text_in(*one, "host"),
                        .examples = one->get<index_t>("examples"),
                        .seconds = seconds_of(one->get_child("seconds")),
                        .without_core = one->get<double>("without_core", 0),
                        .slowness = one->get<double>("slowness", 1)});
    to.rows.push_back({.rank = to.ranks.back().rank,
                       .name = "rank " + std::to_string(to.ranks.back().rank),
                       .host = to.ranks.back().host,
                       .arrived = one->get<double>("arrived", 0)});
  }
}

void add_root(drawn_loop& to, ptree const& outline) {
  auto root = drawn_row{.name = "root"};
  auto const step = seconds_of(outline.get_child("root_step"));
  auto const note = [&](rank_work what, char const* name) {
    auto at = 0.0;
    for (auto const* one : elements(outline.get_child(name))) {
      auto const busy = seconds_of(*one);
      if (busy > 0) root.of(what).add({at, at + step, busy, 0, 0});
      at += step;
    }
  };
  note(rank_work::root_body, "root_bodies");
  note(rank_work::journal, "root_journal");
  to.rows.insert(to.rows.begin(), std::move(root));
}

void add_outline(drawn_loop& to, ptree const& outline) {
  auto const ranks = elements(outline.get_child("spans"));
  for (auto at = std::size_t{0}; at != std::min(ranks.size(), to.rows.size()); ++at) {
    to.rows[at].of(rank_work::body) = thinned_spans(4096);
    for (auto const* span : elements(*ranks[at])) {
      auto const one = row_of(*span, 5);
      to.rows[at]
          .of(rank_work::body)
          .add({number_in(*one[0]), number_in(*one[1]), seconds_of(*one[2]),
                one[3]->get_value<index_t>(), one[4]->get_value<index_t>()});
    }
  }
  add_root(to, outline);
  to.costs_by_index = text_in(outline, "costs_by") != "position";
  for (auto const* cost : elements(outline.get_child("costs"))) {
    auto const one = row_of(*cost, 4);
    to.costs.push_back({one[0]->get_value<index_t>(), one[1]->get_value<index_t>(),
                        seconds_of(*one[2]), seconds_of(*one[3])});
  }
  for (auto const* some : elements(outline.get_child("histogram"))) {
    auto const one = row_of(*some, 2);
    to.histogram.push_back({seconds_of(*one[0]), one[1]->get_value<index_t>()});
  }
}

void add_replays(drawn_loop& to, ptree const& from) {
  to.schedules = named_in(from.get_child("schedules"), "");
  if (auto const known = from.get_optional<double>("known_costs"))
    to.schedules.emplace_back("longest first", *known);
  to.other_ranks = named_in(from.get_child("ranks"), " ranks");
}

}  // namespace

auto loop_of_report(ptree const& object) -> std::optional<drawn_loop> {
  try {
    auto made = drawn_loop();
    auto const words = object.get<std::string>("loop");
    auto const label = text_in(object, "label");
    made.title = label.empty() ? words : label;
    if (!label.empty()) made.words.push_back(words);
    if (auto where = text_in(object, "where"); !where.empty())
      made.words.push_back(std::move(where));
    made.schedule = text_in(object, "schedule");
    made.complete = object.get<bool>("complete");
    made.workers = std::max(1, object.get<int>("workers"));
    made.examples = object.get<index_t>("examples");
    made.seconds = seconds_of(object.get_child("seconds"));
    made.makespan = made.span = seconds_of(object.get_child("makespan"));
    made.efficiency = seconds_of(object.get_child("efficiency"));
    made.bound = object.get<double>("bound");
    if (made.examples != 0) {
      made.longest = object.get<double>("longest.seconds");
      made.longest_index = object.get<index_t>("longest.index");
      made.longest_is_exact = object.get<bool>("longest.exact");
    }
    made.idle = named_in(object.get_child("idle"), "");
    for (auto const* one : elements(object.get_child("sentences")))
      made.sentences.push_back(one->data());
    add_ranks(made, object.get_child("of_ranks"));
    add_replays(made, object.get_child("replays"));
    if (auto const outline = object.get_child_optional("outline")) add_outline(made, *outline);
    return made;
  } catch (boost::property_tree::ptree_error const& /*thrown*/) {
    return std::nullopt;
  }
}

}  // namespace dlp::detail
