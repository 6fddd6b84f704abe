# SPDX-License-Identifier: BSL-1.0
"""check.py FILE [--report FILE] [--loose] [--ranks N] [--has CATEGORY:NAME=COUNT]...

Looks whether a timeline is whole: one JSON array; spans of a row lie one in the other or one behind
the other; each arrow has two ends, of which each is in a span, and does not go back in time; and what
the report says of bodies, messages and idle time is what is drawn. With --loose an arrow may lack one end, as of a chunk that was
never opened, or after a kill; with --once no two arrows have the same id, as in a program of one call
in each communicator."""

import argparse
import collections
import json
import re
import sys

arguments = argparse.ArgumentParser()
arguments.add_argument("file")
arguments.add_argument("--report")
arguments.add_argument("--loose", action="store_true")
arguments.add_argument("--ranks", type=int)
arguments.add_argument("--has", action="append", default=[])
arguments.add_argument("--once", action="store_true")
arguments.add_argument("--most", type=int, help="bytes")
asked = arguments.parse_args()

wrong = []


def compare(report):
    """What the report of a loop says is what is drawn of it: bodies and arrivals rank by rank, its
    messages, and how long the workers waited, which is idle time but not all of it."""
    title = next(name for name, _ in bodies if name == report["label"] or name.endswith(" at " + report["where"]))

    def differs(what, drawn, told, by=0):
        if abs(drawn - told) > by:
            wrong.append(f"{title}: {what} {drawn}, the report says {told}")

    rounding = 0.125e-6
    for its in report["of_ranks"]:
        here = title, its["rank"]
        differs(f"examples of rank {its['rank']}:", examples[here], its["examples"])
        differs(f"seconds of rank {its['rank']}:", bodies[here] * 1e-9, its["seconds"], rounding * (examples[here] + 1))
    everywhere = [count for (name, _), count in examples.items() if name == title]
    differs("examples:", sum(everywhere), report["examples"])
    differs("seconds:", sum(time for (name, _), time in bodies.items() if name == title) * 1e-9,
            report["seconds"], rounding * (report["examples"] + 1))
    workers = report["workers"]
    idle = sum(report["idle"].values())
    differs("idle time, by the workers' time without their bodies:",
            workers * report["makespan"] - report["seconds"], idle, 1e-6)
    # Of more some is drawn together, or not at all; and who leaves early waits no longer.
    # Where no manager serves, a rank looks at its clock once for each of the two.
    is_managed = "messages" in report
    if report["ranks"] == 1 or not is_managed or report["examples"] > 100 or asked.loose:
        return
    begun = {rank: begin for rank, begin, _ in reversed(loops["in " + title])}
    ended = max(end for _, _, end in loops["in " + title])
    arrived = [begun[its["rank"]] * 1e-9 - its["arrived"] for its in report["of_ranks"]]
    differs("the ranks arrived apart by other times:", max(arrived), min(arrived), 1e-6)
    first = min(begun.values())
    sent = sum(kind == "s" and first <= at <= ended for ends in arrows.values() for at, kind, _ in ends)
    failed = sum(count for (kind, _), count in names.items() if kind == "failure")
    # Those at the end and what is taken back have no arrows, nor has what fails.
    if not sent + workers <= report["messages"] <= 1.25 * sent + 8 * workers + failed:
        wrong.append(f"{title}: {sent} arrows, the report says {report['messages']} messages")
    waited = sum(time for rank, at, time in waits if first <= at < ended) * 1e-9
    over = (ended - first) * 1e-9 - report["makespan"]    # ranks leave when the loop has ended
    least = (idle - report["idle"]["start"]) / 4 - workers * 0.5e-3
    if not (least <= waited <= idle + workers * over and over > -1e-6):
        wrong.append(f"{title}: the workers waited {waited}, the report says that they were idle {idle}")


text = open(asked.file, encoding="utf-8").read()
events = json.loads(text, parse_float=lambda number: int(number.replace(".", "")))    # nanoseconds


spans = collections.defaultdict(list)
arrows = collections.defaultdict(list)
bodies = collections.Counter()      # nanoseconds, by the name of the loop and the rank
examples = collections.Counter()
loops = collections.defaultdict(list)
waits = []
names = collections.Counter()
order = collections.defaultdict(list)
hosts = {}
for event in events:
    kind = event["ph"]
    if kind == "M":
        if event["name"] not in ("process_name", "process_sort_index"):
            wrong.append(f"viewers do not know this: {event}")
        if event["name"] == "process_name":
            hosts[event["pid"]] = event["args"]["name"]
        continue
    row = event["pid"], event["tid"]
    order[event["pid"]].append((event["ts"], -event.get("dur", 0)))
    names[event["cat"], event["name"]] += 1
    if kind == "X":
        if event["dur"] < 0 or event["ts"] < 0:
            wrong.append(f"before the beginning: {event}")
        if event["dur"] % 125 or event["ts"] % 125:
            wrong.append(f"not an eighth of a microsecond: {event}")
        spans[row].append((event["ts"], event["ts"] + event["dur"], event["name"]))
        if event["cat"] == "body":
            bodies[event["name"], event["pid"]] += event["args"].get("busy", event["dur"])
            examples[event["name"], event["pid"]] += event["args"].get("count", 1)
        if event["cat"] == "wait":
            waits.append((event["pid"], event["ts"], event["dur"]))
        if event["cat"] == "loop":
            loops[event["name"].removesuffix(", root")].append(
                (event["pid"], event["ts"], event["ts"] + event["dur"]))
    elif kind in "sf":
        if not re.fullmatch("[0-9a-f]{1,16}", event["id"]):
            wrong.append(f"Perfetto does not draw the arrow {event}")
        arrows[event["id"]].append((event["ts"], kind, row))
    elif kind != "i":
        wrong.append(f"unknown: {event}")

for rank, its in order.items():
    if its != sorted(its):
        wrong.append(f"the events of rank {rank} are not in order")
for row, its in spans.items():
    its.sort(key=lambda span: (span[0], -span[1]))
    open_spans = []
    for begin, end, name in its:
        while open_spans and open_spans[-1][1] <= begin:
            open_spans.pop()
        if open_spans and end > open_spans[-1][1]:
            wrong.append(f"row {row}: {name} [{begin}, {end}] ends behind {open_spans[-1]}")
        open_spans.append((begin, end, name))
for name, ends in arrows.items():
    ends.sort(key=lambda end: (end[0], end[1] == "f"))
    kinds = "".join(kind for _, kind, _ in ends)
    lacks_one = asked.loose and kinds in ("s", "f")
    if kinds != "sf" * (len(ends) // 2) and not lacks_one:
        wrong.append(f"arrow {name} has the ends {ends}")
    if asked.once and len(ends) > 2:
        wrong.append(f"arrow {name} stands for several")
    for at, kind, row in ends:
        if not asked.loose and not any(
                (begin <= at < end or begin == at) and ("chunk" in its or its.startswith("results of rank"))
                for begin, end, its in spans[row]):
            wrong.append(f"arrow {name} hangs in the air at {at} of {row}")
if asked.ranks is not None and sorted(hosts) != list(range(asked.ranks)):
    wrong.append(f"ranks {sorted(hosts)}")
for what in asked.has:
    name, count = what.rsplit("=", 1)
    found = sum(n for (kind, its), n in names.items() if f"{kind}:{its}".startswith(name))
    if count == "some" and found == 0 or count != "some" and found != int(count):
        wrong.append(f"{found} of {name}, and not {count}")
if asked.most is not None and len(text) > asked.most:
    wrong.append(f"{len(text)} bytes")
if asked.report:
    for line in open(asked.report, encoding="utf-8"):
        compare(json.loads(line))
for line in wrong[:20]:
    print(f"{asked.file}: {line}")
if not wrong:
    print(f"{len(events)} events of {len(hosts)} ranks, {sum(examples.values())} examples, "
          f"{len(arrows)} arrows, {len(text)} bytes")
sys.exit(bool(wrong))
