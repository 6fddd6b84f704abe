# SPDX-License-Identifier: BSL-1.0
"""check.py FILE [--report FILE] [--loose] [--ranks N] [--has CATEGORY:NAME=COUNT]...

Looks whether a timeline is whole: one JSON array; spans of a row lie one in the other or one behind
the other; each arrow has two ends, of which each is in a span, and does not go back in time; and what
bodies took is what the report says. With --loose an arrow may lack one end, as of a chunk that was
never opened, or after a kill; with --once no two arrows have the same id, as in a program of one call
in each communicator."""

import argparse
import collections
import json
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
text = open(asked.file, encoding="utf-8").read()
events = json.loads(text, parse_float=lambda number: int(number.replace(".", "")))    # nanoseconds


spans = collections.defaultdict(list)
arrows = collections.defaultdict(list)
bodies = collections.Counter()
examples = collections.Counter()
names = collections.Counter()
order = collections.defaultdict(list)
hosts = {}
for event in events:
    kind = event["ph"]
    if kind == "M":
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
            bodies[event["name"]] += event["args"].get("busy", event["dur"])
            examples[event["name"]] += event["args"].get("count", 1)
    elif kind in "sf":
        arrows[event["id"]].append((event["ts"], kind, row))
    elif kind != "i":
        wrong.append(f"unknown: {event}")

for rank, its in order.items():
    if its != sorted(its) and not asked.loose:
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
        if not any(begin <= at <= end for begin, end, _ in spans[row]) and not asked.loose:
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
    rounding = 0.125e-6
    for line in open(asked.report, encoding="utf-8"):
        report = json.loads(line)
        title = next(name for name in bodies
                     if name == report["label"] or name.endswith(" at " + report["where"]))
        took = bodies[title] * 1e-9
        if examples[title] != report["examples"] or abs(took - report["seconds"]) > rounding * examples[title]:
            wrong.append(f"{title}: {examples[title]} examples in {took}, the report says "
                         f"{report['examples']} in {report['seconds']}")
for line in wrong[:20]:
    print(f"{asked.file}: {line}")
if not wrong:
    print(f"{len(events)} events of {len(hosts)} ranks, {sum(examples.values())} examples, "
          f"{len(arrows)} arrows, {len(text)} bytes")
sys.exit(bool(wrong))
