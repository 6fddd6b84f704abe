// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

/// One cell of the matrix: what goes wrong, where in the program, in which call of dlp, on whom.
struct cell {
  std::string_view fault;
  std::string_view point;
  std::string_view primitive;
  std::string_view who;  // root, worker (the last rank) or all (the workers)
};

enum class fault_is {
  thrown,     // and nobody catches it
  handled,    // main has handlers around each call
  leaving,    // the rank ends its program in order
  vanishing,  // it ends without a destructor or handler
  killed,     // by a signal
  lost        // under dlp-run, and what can go on without the rank does
};

struct fault_kind {
  std::string_view name;
  fault_is is;
};

inline auto const faults = std::vector<fault_kind>{
    {"throw", fault_is::thrown},       // a std::exception
    {"nested", fault_is::thrown},      // one with another nested in it
    {"odd", fault_is::thrown},         // an int
    {"destructor", fault_is::thrown},  // by a destructor, while another is in flight
    {"caught", fault_is::handled},     // a std::exception
    {"exit0", fault_is::leaving},      // exit(0)
    {"exit1", fault_is::leaving},      // exit(1)
    {"return", fault_is::leaving},     // from main
    {"_exit0", fault_is::vanishing},   // _exit(0)
    {"abort", fault_is::killed},       // SIGABRT
    {"kill", fault_is::killed},        // SIGKILL
    {"segv", fault_is::killed},        // SIGSEGV
    {"kill-survive", fault_is::lost},  // SIGKILL
    {"sigstop", fault_is::lost},       // SIGSTOP, in a chunk of a loop that survives it
    {"sigstop-bare", fault_is::lost},  // the same, without dlp-run: silence needs none
};

/// Where the exceptions of a call's user code go.
enum class sees {
  nothing,    // the ranks do not talk
  passing,    // a loop whose body it does not call: it sees them leave
  asked,      // a call of a pool: they come to the root, which asks for its result
  exceptions  // code that it calls
};

/// A call of dlp, and the points in it and after it at which faults are played, on the root and on
/// workers. All have "before" and "between" besides: just before it is called for the first time
/// and for the second.
///
/// - body: of the loop, or the function that is given (map_unordered's: on the root that of the
///   loop, on a worker the function; a pool's: on the root what it does with the pool)
/// - initialize: in that option
/// - increment: `operator++` of the range's iterator
/// - copyN: when a result or value is copied for the N-th time, if it ever is
/// - pack, unpack: in its `serialize`, as it is sent and as it is received
/// - cost: in that option; op: in that argument
/// - map: before all calls, in the body of a map that survives the loss; then the calls come
/// - shutdown: after all calls, while the others are at the end of dlp::environment
/// - afterwards: when that is over
struct primitive_kind {
  std::string_view name;
  sees what;
  std::vector<std::string_view> on_root = {};
  std::vector<std::string_view> on_worker = {};
};

inline auto const primitives = std::vector<primitive_kind>{
    {"split_round_robin", sees::nothing, {"body", "increment"}, {"body", "increment"}},
    {"split_block", sees::nothing, {"body", "increment"}, {"body", "increment"}},
    {"split_managed",
     sees::passing,
     {"cost", "shutdown", "afterwards"},
     {"body", "increment", "shutdown", "afterwards"}},
    {"split_shared",
     sees::passing,
     {"body", "increment", "cost", "shutdown", "afterwards"},
     {"body", "increment", "shutdown", "afterwards"}},
    {"split_shared_nodes",  // the same over several nodes, of two ranks at most
     sees::passing,
     {"body", "increment", "cost", "shutdown", "afterwards"},
     {"body", "increment", "shutdown", "afterwards"}},
    {"for_each", sees::exceptions, {"cost"}, {"body", "increment"}},
    {"map",
     sees::exceptions,
     {"cost", "copy1", "copy2", "copy3", "unpack"},
     {"body", "increment", "copy1", "pack"}},
    {"map_unordered",
     sees::exceptions,
     {"body", "cost", "copy1", "copy2", "unpack"},
     {"body", "increment", "copy1", "pack"}},
    {"map_reduce",
     sees::exceptions,
     {"cost", "op", "copy1", "copy2", "copy3", "copy4", "copy5", "pack", "unpack"},
     {"body", "increment", "copy1", "pack", "unpack"}},
    {"for_each_feeder",
     sees::exceptions,
     {"shutdown", "afterwards"},
     {"body", "increment", "copy1", "pack", "unpack", "shutdown", "afterwards"}},
    {"map_unordered_feeder",
     sees::exceptions,
     {"body", "copy1", "copy2", "unpack"},
     {"body", "increment", "copy1", "pack", "unpack"}},
    {"pool_submit",
     sees::asked,
     {"body", "copy1", "copy2", "pack", "unpack", "shutdown", "afterwards"},
     {"initialize", "body", "copy1", "pack", "unpack", "shutdown", "afterwards"}},
    {"pool_map",
     sees::asked,
     {"body", "increment", "copy1", "copy2", "pack", "unpack"},
     {"initialize", "body", "copy1", "pack", "unpack"}},
    {"executor",
     sees::asked,
     {"body", "increment", "copy1", "copy2", "pack", "unpack"},
     {"initialize", "body", "copy1", "pack", "unpack"}},
    {"gather",
     sees::exceptions,
     {"copy1", "copy2", "pack", "unpack", "shutdown", "afterwards"},
     {"pack", "shutdown", "afterwards"}},
    {"gather_flat", sees::exceptions, {"copy1", "copy2", "copy5", "pack", "unpack"}, {"pack"}},
    {"all_gather",
     sees::exceptions,
     {"copy1", "copy2", "pack", "unpack"},
     {"copy1", "copy2", "pack", "unpack"}},
    {"broadcast", sees::exceptions, {"pack"}, {"copy1", "copy2", "copy3", "unpack"}},
    {"call_on_root",
     sees::exceptions,
     {"body", "copy1", "copy2", "pack"},
     {"copy1", "copy2", "copy3", "unpack"}},
    {"once_per_node", sees::exceptions, {"body"}},
    {"gathered_list", sees::exceptions, {"copy1", "copy2", "copy5", "pack", "unpack"}, {"pack"}},
    {"gathered_map", sees::exceptions, {"copy1", "copy2", "copy5", "pack", "unpack"}, {"pack"}},
    {"reduce", sees::exceptions, {"op", "unpack"}, {"pack"}},
    {"all_reduce", sees::exceptions, {"op", "pack", "unpack"}, {"pack", "unpack"}},
    {"barrier", sees::exceptions},
};

template <class Kind>
auto kind_of(std::string_view name, std::vector<Kind> const& kinds) -> Kind const& {
  return *std::ranges::find(kinds, name, &Kind::name);
}

inline auto is_pool(cell const& one) -> bool {
  return one.primitive.starts_with("pool") || one.primitive == "executor";
}
inline auto has_feeder(cell const& one) -> bool { return one.primitive.ends_with("feeder"); }

/// Where the exceptions go of what the cell has called: as `sees`, or past dlp.
inline auto has_seen(cell const& one) -> sees {
  if (one.who == "root" && is_pool(one)) return sees::passing;
  auto const body_of_the_root = one.primitive.starts_with("map_unordered") && one.who == "root";
  if (one.point == "body" && body_of_the_root) return sees::passing;
  return kind_of(one.primitive, primitives).what;
}

inline auto is_outside(cell const& one) -> bool {
  return one.point == "before" || one.point == "between";
}
inline auto is_at_end(cell const& one) -> bool {
  return one.point == "shutdown" || one.point == "afterwards";
}

inline auto is_in_call(cell const& one) -> bool { return !is_outside(one) && !is_at_end(one); }
inline auto stops_ranks(cell const& one) -> bool { return one.fault.starts_with("sigstop"); }
inline auto loses_ranks(cell const& one) -> bool {
  return stops_ranks(one) || one.fault == "kill-survive";
}

/// The loops and pools that take the option.
inline auto can_survive(cell const& one) -> bool {
  return one.primitive == "split_managed" || one.primitive.starts_with("for_each") ||
         one.primitive.starts_with("map") || is_pool(one);
}
inline auto is_reduction(cell const& one) -> bool {
  return one.primitive == "reduce" || one.primitive == "all_reduce";
}
/// Whether no worker is left.
inline auto leaves_nobody(cell const& one, int ranks) -> bool {
  return one.who == "all" || ranks == 2;
}
/// A rank that is stopped is told from one that is slow by its silence over a chunk, and nowhere
/// else: in all other places the others wait for it, as they should, and there are no such cells.
/// Nor are there any with the root stopped, which nobody listens to.
inline auto is_possible_loss(cell const& one) -> bool {
  if (one.point == "map") return one.who == "worker" && !can_survive(one);
  if (is_reduction(one)) return false;  // who is left out depends on when the others know
  if (one.fault == "kill-survive") return !one.point.starts_with("copy");
  if (!can_survive(one) || one.who == "root") return false;
  auto const inside = one.point == "increment" || one.point == "pack" ||
                      (one.point == "unpack" && one.primitive != "map_reduce");  // there, the sum
  return one.point == "body" || (inside && one.fault == "sigstop");
}

/// Whether the cell can be played, and is worth it. Who is in a function cannot return from main;
/// and at the end of the program that is no fault.
inline auto is_possible(cell const& one) -> bool {
  if (loses_ranks(one)) return is_possible_loss(one);
  if (one.point == "map") return false;
  auto const in_body = one.point == "body";
  auto const in_loop = in_body && has_seen(one) <= sees::passing;
  if (one.fault == "return") return is_outside(one) || in_loop;
  if (one.fault == "destructor") return in_body;
  if (one.fault == "caught") return !is_at_end(one);
  if (one.fault == "throw" || in_body || is_outside(one) || is_at_end(one)) return true;
  return !one.point.starts_with("copy") && (one.fault == "exit0" || one.fault == "kill");
}

inline auto demand_of_loss(cell const& one, int ranks) -> std::string {
  if (one.who == "root") return "dies,once";
  if (is_at_end(one)) return "lives";
  if (can_survive(one)) return leaves_nobody(one, ranks) ? "dies,nobody,once" : "lives,complete";
  auto const does_without = one.primitive == "barrier" || one.primitive == "broadcast" ||
                            one.primitive == "call_on_root" || is_reduction(one) ||
                            has_seen(one) == sees::nothing;
  return does_without ? "lives" : std::string("dies,needs") + (one.who != "all" ? ",once" : "");
}

/// What the contract demands of a cell, as words for the driver:
///
/// - dies: the job ends with another code than 0; and of what it says on stderr,
///   - rank: a line of dlp's names a faulty rank, and a host
///   - text: it says what was thrown, and the index, where it is known
///   - once: there is one such line
/// - ends: the job ends with code 0; code: with another, which the program has asked for
/// - same: all ranks catch the same task_error: rank, host, text, and the index, where it is known
/// - own: faulty ranks catch what they threw, all others the same task_error: index, rank, host
/// - asked: the root catches what they threw, as it asks for it; all others the same task_error,
///   which says that the root has left
/// - broken: the root catches a broken_pool with the same in it; for the others the pool is over
/// - alone: faulty ranks catch what they threw, and the others nothing
///
/// - lives: the job ends with code 0, all others come to its end, and a line says who was lost
///   - complete: each example of either loop was done, and of those that live by one alone
/// - needs: a line names a faulty rank that a call cannot do without; nobody: that no rank is left
///
/// No process is left behind. After same, own, asked, broken and alone the program goes on, and
/// does it right.
inline auto demand(cell const& one, int ranks) -> std::string {
  if (loses_ranks(one)) return demand_of_loss(one, ranks);
  auto const fault = kind_of(one.fault, faults).is;
  auto const seen = has_seen(one);
  auto const speaks_for_all = is_in_call(one) && seen >= sees::asked && fault == fault_is::thrown &&
                              one.fault != "destructor";
  auto const once = std::string(one.who != "all" || speaks_for_all ? ",once" : "");

  // E3. Who is killed has no last words.
  if (fault == fault_is::killed) return "dies";
  if (fault == fault_is::vanishing) return one.point == "afterwards" ? "ends" : "dies,rank";

  // E7. Who leaves in order is waited for, unless all are at the end.
  if (is_at_end(one) && one.fault == "exit0") return "ends";
  if (is_at_end(one) && one.fault == "exit1") return "code";
  if (fault == fault_is::leaving) return "dies,rank" + once;

  // E3.
  if (fault == fault_is::thrown) return "dies,rank,text" + once;

  // E4. Who leaves a call out is at another one than the others.
  if (is_outside(one)) return seen == sees::nothing ? "alone" : "dies,rank,once";

  // E1, T1.
  if (seen == sees::asked) return one.point == "initialize" ? "broken" : "asked";
  return seen == sees::nothing ? "alone" : seen == sees::passing ? "own" : "same";
}

/// Those that say most, for a test of a minute.
inline auto is_telling(cell const& one) -> bool {
  auto const is_like_another = one.primitive == "map_unordered_feeder" ||
                               one.primitive == "pool_map" || one.primitive == "executor";
  if (is_like_another && one.point != "body") return false;
  if (loses_ranks(one)) {
    if (one.who != "worker" || (one.point != "body" && one.point != "map")) return false;
    if (one.primitive == "map_unordered") return true;
    auto const is_follower = one.primitive == "gather" || one.primitive == "broadcast";
    return one.fault == "sigstop" && (one.point == "body" || is_follower);
  }
  if (one.who == "all") return one.point == "body" && one.fault == "caught";
  if (one.fault == "caught" && is_in_call(one)) return true;
  auto const leaves = one.fault == "exit0" || one.fault == "return";
  if (one.point == "before") return leaves && one.who == "worker";
  if (one.point == "body" && one.fault == "destructor") return one.primitive == "for_each";
  if (one.point == "body") return leaves || one.fault == "throw";
  auto const among_all = one.point == "between" || one.point == "shutdown";
  return among_all && one.primitive == "gather";
}
