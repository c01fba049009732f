"""A demo cluster of its own, made once for a whole run in test-results/bench."""

import os
import subprocess
import time
from pathlib import Path

DATA = Path("test-results/bench").resolve()
PORT = 8977


def environment():
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}}
    return kept | {"STERKE_DATA": str(DATA), "STERKE_DEMO": "1", "PORT": str(PORT)}


def prepare():
    DATA.mkdir(parents=True, exist_ok=True)
    # By make, so that its stamp is as new as the front end and the next `make run` is a second one.
    subprocess.run(["make", f"DATA={DATA}", str(DATA / ".prepared")], env=environment(), check=True)


def cost(client, path, rounds):
    """Milliseconds of CPU for one request, warm: the middle one of many."""
    for _ in range(3):
        status = client.get(path).status_code
    if status != 200:
        raise SystemExit(f"{path} answers {status}")
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        client.get(path)
        spent.append((time.process_time() - began) * 1000)
    return sorted(spent)[rounds // 2]


def tell(question, figure, limit, unit):
    """One line: what was asked, the figure, the limit, and how much of the limit is used."""
    verdict = "ok" if figure <= limit else "TOO MUCH"
    print(f"{question:<58} {figure:>9.2f} {unit:<4} limit {limit:>6g}  {figure / limit:>5.0%}  {verdict}", flush=True)
    return figure <= limit
