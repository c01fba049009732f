"""A demo cluster of its own, made once for a whole run in test-results/bench."""

import os
import subprocess
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


def tell(question, figure, limit, unit):
    """One line: what was asked, the figure, the limit, and how much of the limit is used."""
    verdict = "ok" if figure <= limit else "TOO MUCH"
    print(f"{question:<58} {figure:>9.2f} {unit:<4} limit {limit:>6g}  {figure / limit:>5.0%}  {verdict}", flush=True)
    return figure <= limit
