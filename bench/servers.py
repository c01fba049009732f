"""Which server, with how many processes and threads, carries our pages best? Asked by hand: python -m bench.servers

Told for a constant view, a page drawn anew and one from memory; load.py says what the figures are. Settles nothing by
itself: docs/performance.md says what was chosen and why.
"""

import os
import sys

from .ground import PORT, environment
from .load import CONSTANT, drive, house, show

AT = ["--host", "127.0.0.1", "--port", str(PORT)]
GRANIAN = [
    sys.executable,
    "-m",
    "granian",
    "--interface",
    "wsgi",
    *AT,
    "--no-ws",
    "--http",
    "1",
    "--log-level",
    "error",
]
GUNICORN = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{PORT}", "--log-level", "error"]
APP = "sterke.wsgi:application"
SERVERS = {
    f"granian, {workers} × {threads}": [*GRANIAN, "--workers", str(workers), "--blocking-threads", str(threads), APP]
    for workers, threads in [(1, 1), (1, 6), (2, 1), (2, 2), (2, 4), (2, 6)]
} | {
    f"gunicorn, {workers} × {threads}": [*GUNICORN, "--workers", str(workers), "--threads", str(threads), APP]
    for workers, threads in [(1, 6), (2, 1), (2, 2), (2, 4)]
}


def main():
    os.environ.update(environment())
    for name, command in SERVERS.items():
        with house(command) as pid:
            for path in (CONSTANT, "/medlemmer/"):
                show(f"{name}: {path}, from memory", drive(pid, path))
        with house(command, STERKE_PAGE_MEMORY="0") as pid:
            show(f"{name}: /medlemmer/, drawn anew", drive(pid, "/medlemmer/"))


if __name__ == "__main__":
    main()
