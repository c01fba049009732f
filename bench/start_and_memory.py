"""How soon does `sterke serve` answer, and how much memory do web and worker take (Linux)?"""

import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from .ground import PORT, environment, tell

PAGES = ["/", "/medlemmer/", "/nettverk/", "/logg-inn/", "/bli-medlem/", "/en/"]


def ask(path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=10) as answer:
            answer.read()
        return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def family(pid):
    """A process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(found for child in children for found in family(int(child)))]


def megabytes(pid, kind):
    return int(re.search(rf"^{kind}:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[1]) / 1024


def main():
    began = time.perf_counter()
    house = subprocess.Popen(
        ["make", "run", f"PORT={PORT}", "DATA=test-results/bench"], env=environment(), stdout=subprocess.DEVNULL
    )
    try:
        while not ask("/helse/"):
            time.sleep(0.05)
        well = tell("second make run, until it answers", time.perf_counter() - began, 5, "s")
        for _ in range(20):
            for path in PAGES:
                ask(path)
        time.sleep(3)
        pids = family(house.pid)
        for kind in ("Pss", "Rss"):
            total = sum(megabytes(pid, kind) for pid in pids)
            well &= tell(f"memory of all processes after 120 pages ({kind})", total, 400, "MB")
        return well
    finally:
        for pid in family(house.pid)[1:2]:
            subprocess.run(["kill", f"-{signal.SIGTERM.value}", str(pid)], check=False)
        house.wait(30)


if __name__ == "__main__":
    sys.exit(not main())
