#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""view.py [--picture PNG] [--size WxH] [--script JAVASCRIPT] [--loose] FILE...

Opens timelines in the viewer of chrome://tracing, in a Chromium without a window, and says what it has
made of them. Fails where it warns of anything, draws no rank, or draws more than one arrow in twenty from or
to something that is neither a chunk nor in one, as where a chunk was shorter than what is drawn; with --loose, as after a kill, an arrow may lack one end. --picture keeps what is to
be seen of the last, after a --script. The viewer is the one that the sources of Go 1.19 have: Debian's
golang-1.19-src. Where that or Chromium is missing a sentence says so, and the code is 77."""

import argparse
import base64
import glob
import http.server
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading

arguments = argparse.ArgumentParser()
arguments.add_argument("--picture")
arguments.add_argument("--size", default="1200x700")
arguments.add_argument("--script", default="0")
arguments.add_argument("--loose", action="store_true")
arguments.add_argument("files", nargs="+")
asked = arguments.parse_args()

here = os.path.dirname(os.path.abspath(__file__))
chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
viewers = [name for where in ("cmd/trace", "internal/trace/traceviewer")    # the latter since Go 1.22
           for name in glob.glob(f"/usr/share/go-*/src/{where}/static/trace_viewer_full.html")]
if not chromium or not viewers:
    print("view: skipped: there is no " + ("viewer of Go's sources" if chromium else "Chromium") + " here")
    sys.exit(77)
served = {"/": f"{here}/view.html", "/trace_viewer_full.html": viewers[0],
          "/webcomponents.min.js": os.path.dirname(viewers[0]) + "/webcomponents.min.js"}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = served.get(self.path)
        self.send_response(200 if name else 404)
        self.send_header("Content-Type", "text/javascript" if self.path.endswith(".js") else "text/html")
        self.end_headers()
        if name:
            with open(name, "rb") as file:
                shutil.copyfileobj(file, self.wfile)

    def log_message(self, *_):
        pass


class Browser:
    """A Chromium that is spoken to through a pipe, and is gone at the end."""

    def __init__(self, profile):
        there, self.write_to = os.pipe()
        self.read_from, back = os.pipe()

        def take_pipes():
            there_again, back_again = os.dup(there), os.dup(back)
            os.dup2(there_again, 3)
            os.dup2(back_again, 4)

        self.process = subprocess.Popen(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             f"--user-data-dir={profile}", "--window-size=" + asked.size.replace("x", ",")],
            preexec_fn=take_pipes, close_fds=False, stderr=subprocess.DEVNULL)
        os.close(there)
        os.close(back)
        self.numbers = itertools.count(1)
        self.rest = b""
        self.session = None

    def call(self, method, **params):
        number = next(self.numbers)
        said = {"id": number, "method": method, "params": params}
        if self.session:
            said["sessionId"] = self.session
        os.write(self.write_to, json.dumps(said).encode() + b"\0")
        while True:
            answer = self.hear()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def hear(self):
        while b"\0" not in self.rest:
            got = os.read(self.read_from, 1 << 16)
            if not got:
                raise RuntimeError("Chromium is gone")
            self.rest += got
        line, self.rest = self.rest.split(b"\0", 1)
        return json.loads(line)

    def open(self, url):
        width, height = map(int, asked.size.split("x"))
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=False)
        self.call("Page.navigate", url=url)
        while self.hear().get("method") != "Page.loadEventFired":
            continue

    def evaluate(self, script):
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"].get("description", "an exception"))
        return result["result"].get("value")

    def close(self):
        self.process.kill()
        self.process.wait()


def faults(seen):
    lacks_an_end = re.compile("flow_slice_(ordering|start)_error|auto-closed|flow event") if asked.loose else None
    found = [what for what in seen["warnings"] if not (lacks_an_end and lacks_an_end.search(what))]
    found += [f"a process is called {name}" for name in seen["processes"]
              if not re.match(r"rank \d+ on ", name)]
    if not seen["processes"] or not seen["spans"]:
        found.append("nothing to be seen")
    ends = re.compile("(chunk to rank N -> (?!wait|in |results|nothing).*"
                      "|(?!wait|in |chunk to|nothing).* -> results of rank N)$")
    others = {name: count for name, count in seen["arrows"].items() if not ends.match(name)}
    if sum(others.values()) > sum(seen["arrows"].values()) / 20:
        found.append(f"arrows between what they do not join: {others}")
    return found


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
wrong = False
with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
    browser = Browser(profile)
    try:
        for name in asked.files:
            served["/trace.json"] = name
            browser.session = None
            browser.open(f"http://127.0.0.1:{server.server_port}/")
            seen = browser.evaluate("show()")
            print(f"{name}: {len(seen['processes'])} ranks, {seen['spans']} spans, {seen['ticks']} ticks, "
                  f"{sum(seen['arrows'].values())} arrows, {seen['seconds']:.3f} s")
            for what in (found := faults(seen))[:20]:
                print(f"{name}: {what}")
            wrong |= bool(found)
        if asked.picture:
            browser.evaluate(asked.script)
            browser.evaluate("new Promise(tell => setTimeout(tell, 1000))")
            with open(asked.picture, "wb") as file:
                file.write(base64.b64decode(browser.call("Page.captureScreenshot")["data"]))
    finally:
        browser.close()
sys.exit(wrong)
