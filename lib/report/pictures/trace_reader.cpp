// SPDX-License-Identifier: BSL-1.0
#include <report/pictures/trace_reader.hpp>

#include <algorithm>
#include <boost/property_tree/ptree.hpp>
#include <cmath>

namespace dlp::detail {
namespace {

using boost::property_tree::ptree;

constexpr auto most_names = std::size_t{256};  // of loops, and of marks
constexpr auto most_ticks = std::size_t{100};
constexpr auto most_bins = std::size_t{512};
constexpr auto others = "all others";  // loops, marks

/// Rows of many ranks are thin.
auto spans_for(int rank) -> std::size_t { return rank < 64 ? 512 : 64; }

auto class_of(double seconds) -> int {
  constexpr auto shortest = 1e-9;
  auto const at = std::log10(std::max(seconds, shortest)) * classes_per_decade;
  return static_cast<int>(std::floor(at + 1e-9));
}

/// Of a member of `args`.
template <class Number>
auto argument(ptree const& event, char const* name, Number otherwise) -> Number {
  return event.get<Number>(std::string("args.") + name, otherwise);
}

}  // namespace

/// A quotation mark in a name has a backslash before it, so no name looks like this.
auto trace_reader::is_of_no_use(std::string_view line) -> bool {
  return line.find(R"("cat":"message")") != line.npos || line.find(R"("cat":"chunk")") != line.npos;
}

auto trace_reader::loop_named(std::string const& name) -> loop_so_far& {
  auto const known = by_name_.find(name);
  if (known != by_name_.end()) return loops_[known->second];
  if (loops_.size() >= most_names && name != others) return loop_named(others);
  by_name_.emplace(name, loops_.size());
  auto& made = loops_.emplace_back();
  made.made.title = name;
  made.made.calls = 0;
  return made;
}

auto trace_reader::row_in(loop_so_far& loop, int rank) -> part& {
  auto const [at, is_new] = loop.parts.try_emplace(rank);
  if (is_new) {
    at->second.row.rank = rank;
    at->second.row.name = "rank " + std::to_string(rank);
    at->second.row.spans.fill(thinned_spans(spans_for(rank)));
  }
  return at->second;
}

/// What a rank is in comes before what lies in it; after a kill it is not there.
auto trace_reader::around(lasting const& one) -> loop_so_far* {
  auto& open = open_[one.rank];
  while (!open.empty() && open.back().first <= one.from) open.pop_back();
  return open.empty() ? nullptr : &loops_[open.back().second];
}

void trace_reader::add_loop(lasting const& one) {
  constexpr auto before = std::string_view("in ");
  constexpr auto of_root = std::string_view(", root");
  auto name = one.name.starts_with(before) ? one.name.substr(before.size()) : one.name;
  auto const is_root = name.ends_with(of_root);
  if (is_root) name.resize(name.size() - of_root.size());
  auto& loop = loop_named(name);
  auto& its = row_in(loop, one.rank);
  its.computes = its.computes || !is_root;
  (is_root ? loop.root_in_loop : its.in_loop) += one.to - one.from;
  if (is_root) ++loop.made.calls;
  loop.first = loop.has_times ? std::min(loop.first, one.from) : one.from;
  loop.last = loop.has_times ? std::max(loop.last, one.to) : one.to;
  loop.has_times = true;
  static_cast<void>(around(one));
  open_[one.rank].emplace_back(one.to, static_cast<std::size_t>(&loop - loops_.data()));
}

void trace_reader::add_body(lasting const& one) {
  auto& loop = loop_named(one.name);
  auto& its = row_in(loop, one.rank);
  auto const count = std::max<index_t>(argument(one.event, "count", index_t{1}), 1);
  auto const index = argument(one.event, "index", index_t{0});
  auto const length = one.to - one.from;
  auto const busy = std::clamp(1e-6 * argument(one.event, "busy", 1e6 * length), 0.0, length);
  its.computes = true;
  its.row.of(rank_work::body).add({one.from, one.to, busy, index, count});
  loop.first = loop.has_times ? std::min(loop.first, one.from) : one.from;
  loop.last = loop.has_times ? std::max(loop.last, one.to) : one.to;
  loop.has_times = true;
  auto const each = busy / static_cast<double>(count);
  if (!loop.made.longest || each > *loop.made.longest) {
    loop.made.longest = each;
    loop.made.longest_index = index;
    loop.made.longest_is_exact = count == 1;
  }
  loop.classes[class_of(each)] += count;
  auto& bin = loop.costs[index / loop.bin];
  bin.count += count;
  bin.seconds += busy;
  bin.longest = std::max(bin.longest, each);
  if (loop.costs.size() <= most_bins) return;
  loop.bin *= 2;
  auto wider = std::map<index_t, cost_bin>();
  for (auto const& [at, old] : loop.costs) {
    auto& sum = wider[at / 2];
    sum.count += old.count;
    sum.seconds += old.seconds;
    sum.longest = std::max(sum.longest, old.longest);
  }
  loop.costs = std::move(wider);
}

void trace_reader::add_span(lasting const& one, std::string const& kind) {
  auto const as_span = drawn_span{one.from, one.to, one.to - one.from, 0, 1};
  if (kind == "loop") return add_loop(one);
  if (kind == "body") return add_body(one);
  if (kind == "mark") {
    auto const is_known = run_.marks.contains(one.name) || run_.marks.size() < most_names;
    auto& sum = run_.marks[is_known ? one.name : others];
    ++sum.count;
    sum.seconds += as_span.busy;
    return;
  }
  auto const what = kind == "wait"      ? rank_work::wait
                    : kind == "root"    ? rank_work::root_body
                    : kind == "journal" ? rank_work::journal
                                        : rank_work::body;
  if (what == rank_work::body) return;
  if (what == rank_work::wait)
    waits_.try_emplace(one.rank, spans_for(one.rank)).first->second.add(as_span);
  if (auto* const loop = around(one)) row_in(*loop, one.rank).row.of(what).add(as_span);
}

auto trace_reader::add(ptree const& event) -> bool {
  try {
    auto const phase = event.get<std::string>("ph");
    auto const rank = event.get<int>("pid");
    if (phase == "M") {
      auto const name = event.get<std::string>("args.name", "");
      auto const host = name.find(" on ");
      if (event.get<std::string>("name", "") == "process_name" && host != name.npos)
        hosts_[rank] = name.substr(host + 4);
      return true;
    }
    auto const from = 1e-6 * event.get<double>("ts");
    auto const to = from + 1e-6 * event.get<double>("dur", 0);
    if (!std::isfinite(from) || !std::isfinite(to) || to < from) return false;
    auto const kind = event.get<std::string>("cat", "");
    auto const name = event.get<std::string>("name");
    first_ = has_events_ ? std::min(first_, from) : from;
    last_ = has_events_ ? std::max(last_, to) : to;
    has_events_ = true;
    if (phase == "X") add_span({rank, from, to, name, event}, kind);
    if (phase == "i" && kind != "trace" && ++run_.all_ticks <= most_ticks)
      run_.ticks.push_back({from, "rank " + std::to_string(rank), name});
    return true;
  } catch (boost::property_tree::ptree_error const& /*thrown*/) {
    return false;
  }
}

auto trace_reader::finished(loop_so_far& from) -> drawn_loop {
  auto& made = from.made;
  auto in_loop = from.root_in_loop;
  for (auto& [rank, its] : from.parts) {
    auto const& bodies = its.row.of(rank_work::body);
    in_loop = std::max(in_loop, its.in_loop);
    made.workers += its.computes ? 1 : 0;
    made.examples += bodies.count();
    made.seconds += bodies.busy();
    its.row.host = hosts_[rank];
    if (its.computes)
      made.ranks.push_back({.rank = rank,
                            .host = its.row.host,
                            .examples = bodies.count(),
                            .seconds = bodies.busy()});
    for (auto& spans : its.row.spans) spans.shift(-from.first);
    made.rows.push_back(std::move(its.row));
  }
  made.calls = std::max<std::uint64_t>(made.calls, 1);
  made.begin = from.first - first_;
  made.span = from.last - from.first;
  made.makespan = in_loop > 0 ? in_loop : made.span;
  auto const all = made.workers * made.makespan;
  made.efficiency = all > 0 ? made.seconds / all : 0;
  for (auto const& [at, bin] : from.costs)
    made.costs.push_back({at * from.bin, bin.count, bin.seconds, bin.longest});
  for (auto const& [at, examples] : from.classes)
    made.histogram.push_back(
        {std::pow(10.0, static_cast<double>(at) / classes_per_decade), examples});
  return std::move(made);
}

auto trace_reader::run() -> drawn_run {
  run_.is_timeline = true;
  run_.span = last_ - first_;
  for (auto& [rank, spans] : waits_) {
    auto& row =
        run_.waits.emplace_back(drawn_row{.rank = rank, .name = "rank " + std::to_string(rank)});
    spans.shift(-first_);
    row.of(rank_work::wait) = std::move(spans);
  }
  for (auto& tick : run_.ticks) tick.at -= first_;
  for (auto& loop : loops_) run_.loops.push_back(finished(loop));
  std::ranges::stable_sort(run_.loops, {}, &drawn_loop::begin);
  return std::move(run_);
}

}  // namespace dlp::detail
