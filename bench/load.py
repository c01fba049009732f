"""How much traffic does the house carry? Two web processes, eight connections, all at once.

Each kind of page as a visitor gets it from memory, as it is drawn anew, and signed in, beside a constant Django view of
the same server in the same run. Told for each: requests a second, the time half and 95 of 100 stay under, and the CPU
that the server (not the asking) spends on one. wrk asks.
"""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

from .ground import PORT, environment, tell
from .pages import names
from .start_and_memory import ask, family

WORKERS, CONNECTIONS, SECONDS = 2, 8, 3
SERVE = [sys.executable, "-m", "sterke.cli", "serve", "--web-only", "--workers", str(WORKERS), "--port", str(PORT)]
HERE = f"http://127.0.0.1:{PORT}"
CONSTANT = "/robots.txt"
VISITOR = [
    "/", "/en/", "/medlemmer/", "/medlemmer/?q=verk", "/medlemmer/{organisation}/", "/nettverk/",
    "/nettverk/{network}/", "/styret/", "/medlemstall/", "/personvern/", "/aktuelt/", "/aktuelt/{article}/",
    "/aktuelt/atom.xml", "/styrketrening/", "/styrketrening/{gathering}/", "/en/styrketrening/{gathering}/",
]  # fmt: skip
SIGNED_IN = {
    "member": [
        "/",
        "/medlemmer/",
        "/medlemmer/{organisation}/",
        "/nettverk/{network}/",
        "/aktuelt/",
        "/min-side/",
        "/styrketrening/{gathering}/",
    ],
    "secretariat": ["/skrivebord/", "/medlemmer/"],
}
MEMORY_SHARE = 2  # a page from memory takes at most so many times as long as the constant view
MOST_CPU = 10  # ms


@contextlib.contextmanager
def house(command=SERVE, **settings):
    """A web part of our own, serving; gives its process number."""
    changed = environment() | settings
    served = subprocess.Popen(command, env=changed, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        while not ask("/helse/"):
            time.sleep(0.05)
            if served.poll() is not None:
                raise SystemExit("The server of the benchmark stopped; what it said stands above.")
        yield served.pid
    finally:
        os.killpg(served.pid, signal.SIGTERM)
        served.wait(30)
        while ask("/helse/"):
            time.sleep(0.05)


def cpu(pid):
    """Seconds of processor that a process and all below it have used."""
    used = 0
    for process in family(pid):
        user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
        used += int(user) + int(system)
    return used / os.sysconf("SC_CLK_TCK")


def drive(pid, path, cookie="", seconds=SECONDS):
    """What wrk tells of a page, with the server's CPU for each request in ms."""
    tool = shutil.which("wrk") or sys.exit("bench/load.py asks with wrk; install it (Debian, Ubuntu: apt install wrk).")
    headers = [
        "-H",
        "Host: localhost",
        "-H",
        "Accept-Encoding: br, gzip",
        *(["-H", f"Cookie: {cookie}"] * bool(cookie)),
    ]
    command = [tool, "-t1", f"-c{CONNECTIONS}", "-s", "bench/percentiles.lua", *headers]
    ask(path)  # pictures get their sizes
    subprocess.run([*command, "-d1s", HERE + path], check=True, stdout=subprocess.DEVNULL)
    began = cpu(pid)
    said = subprocess.run(
        [*command, f"-d{seconds}s", HERE + path], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    told = json.loads(said.splitlines()[-1])
    if told["wrong"]:
        raise SystemExit(f"{path}: {told['wrong']} answers went wrong")
    return told | {"cpu": (cpu(pid) - began) / told["requests"] * 1000}


def cookie_of(role):
    line = http.client.HTTPConnection("127.0.0.1", PORT)
    plain = {"Host": "localhost"}
    line.request("GET", "/logg-inn/", headers=plain)
    page = line.getresponse()
    text, crumbs = page.read().decode(), page.getheader("Set-Cookie").split(";")[0]
    token = text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    body = urllib.parse.urlencode({"role": role, "csrfmiddlewaretoken": token})
    sent = plain | {
        "Cookie": crumbs,
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://localhost:{PORT}",
    }
    line.request("POST", "/logg-inn/demo/", body, sent)
    answer = line.getresponse()
    answer.read()
    return next(
        c.split(";")[0] for name, c in answer.getheaders() if name.lower() == "set-cookie" and c.startswith("session=")
    )


def show(what, told):
    times = f"p50 {told['p50']:>6.1f}  p95 {told['p95']:>6.1f} ms"
    print(f"{what:<58} {told['rate']:>7.0f} /s  {times}  cpu {told['cpu']:>6.2f} ms", flush=True)


def main():
    os.environ.update(environment())
    import sterke.wsgi  # noqa: F401
    from sterke.publishing.models import ArticlePage

    known, well = names() | {"article": ArticlePage.objects.filter(live=True, visibility="public").first().slug}, True
    with house() as pid:
        constant = drive(pid, CONSTANT)
        show(f"a constant view ({CONSTANT})", constant)
        for path in (path.format(**known) for path in VISITOR):
            told = drive(pid, path)
            show(f"from memory: {path}", told)
            well &= tell(f"  time beside the constant view: {path}", constant["rate"] / told["rate"], MEMORY_SHARE, "×")
        for role, paths in SIGNED_IN.items():
            cookie = cookie_of(role)
            for path in (path.format(**known) for path in paths):
                told = drive(pid, path, cookie)
                show(f"{role}: {path}", told)
                well &= tell(f"  server's CPU, {role}: {path}", told["cpu"], MOST_CPU, "ms")
    with house(STERKE_PAGE_MEMORY="0") as pid:
        for path in (path.format(**known) for path in VISITOR):
            told = drive(pid, path)
            show(f"drawn anew: {path}", told)
            well &= tell(f"  server's CPU, drawn anew: {path}", told["cpu"], MOST_CPU, "ms")
    return well


if __name__ == "__main__":
    sys.exit(not main())
