"""How near the best does the timetable of a meeting round come, and does it keep its time?

Rounds of our own making, full days and half days, against our own bound; the public rounds and the scorer of
../shared/timetable as well, where they are beside this folder. What is told is the part of the bound that is missing,
in parts of ten thousand, beside what may be missing; and the seconds beside the limit.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .ground import tell

SHARED = Path("../shared/timetable").resolve()
PUBLIC = {"small-balanced-40": 0, "popular-120": 0, "buyers-sellers-200": 0, "sparse-300": 5, "cliques-600": 0}
OWN = [  # kind, people, slots, tables, share of slots free, seconds, what may be missing of 10,000
    ("full days", 120, 10, 50, 0.9, 5, 0),
    ("full days", 300, 12, 140, 0.9, 5, 0),
    ("full days", 1000, 16, 480, 0.9, 5, 0),
    ("full days", 1500, 24, 740, 0.9, 20, 0),
    ("half days", 1000, 16, 400, 0.9, 10, 90),
    ("half days", 1000, 16, 400, 0.9, 60, 15),
    ("scattered", 300, 14, 140, 0.55, 10, 80),
    ("scattered", 300, 14, 140, 0.55, 60, 40),
]
SHAPES = [  # of the scorer's maker: arguments, seconds, what may be missing
    (("sparse", 120, 10, 45, 0.9), 5, 0),
    (("balanced", 40, 6, 15, 0.9), 5, 0),
    (("popular", 300, 14, 150, 0.55), 10, 80),
    (("cliques", 300, 14, 150, 0.5), 10, 80),
    (("balanced", 250, 12, 120, 0.6), 60, 40),
    (("sparse", 1000, 16, 400, 0.9), 10, 90),
    (("sparse", 1000, 16, 400, 0.9), 60, 15),
    (("balanced", 1000, 16, 450, 0.5), 60, 100),
    (("tight-tables", 1000, 16, 60, 0.6), 60, 100),
    (("odd-cycles", 1000, 16, 400, 0.9), 60, 100),
    (("sparse", 1500, 24, 500, 0.6), 60, 100),
    (("balanced", 1500, 24, 700, 0.5), 60, 100),
]


def made(kind, people, slots, tables, free, seed=11):
    rng = random.Random(seed)
    half = slots // 2
    rows = []
    for number in range(people):
        stay = rng.choice([range(half), range(half, slots)]) if kind == "half days" else range(slots)
        there = [slot for slot in stay if rng.random() < free] or [rng.randrange(slots)]
        rows.append({"id": f"p{number}", "organisation": f"o{rng.randrange(people // 2)}", "available": there})
    draw = [1 / (rank + 1) ** 0.6 for rank in range(people)]
    wishes = {}
    for one in range(people):
        for other in rng.choices(range(people), draw, k=rng.randrange(4, 16)):
            if other != one:
                wishes[f"p{one}", f"p{other}"] = rng.choices((1, 2, 3), (45, 35, 20))[0]
    stated = [{"from": one, "to": other, "weight": weight} for (one, other), weight in wishes.items()]
    name = f"{kind} {people}x{slots}, {free:.0%} free"
    return {"name": name, "slots": slots, "tables": tables, "people": rows, "wishes": stated}


def ask(path, seconds, allowed, scored):
    out = path.with_suffix(".out.json")
    began = time.monotonic()
    command = [sys.executable, "-m", "sterke.cli", "timetable", str(path), "--seconds", str(seconds), "-o", str(out)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    spent = time.monotonic() - began
    if scored:
        line = json.loads(
            subprocess.run(
                [sys.executable, str(SHARED / "score.py"), str(path), str(out)],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        value, bound = line["value"], line["upper_bound"]
    else:
        value, bound = (
            int(word) for word in (said.split(" worth ")[1].split(",")[0], said.split(" at most ")[1].split()[0])
        )
    missing = (1 - value / bound) * 10_000 if bound else 0.0
    name = json.loads(path.read_text())["name"]
    well = tell(f"{name}, {seconds} s: ratio {value / (bound or 1):.4f}, missing", missing, allowed + 0.5, "‱")
    return tell(f"{name}: time", spent, seconds + 1, "s") and well


def main():
    well = True
    with tempfile.TemporaryDirectory(prefix="sterke-bench-") as folder:
        path = Path(folder) / "round.json"
        for kind, people, slots, tables, free, seconds, allowed in OWN:
            path.write_text(json.dumps(made(kind, people, slots, tables, free)))
            well &= ask(path, seconds, allowed, scored=False)
        if not SHARED.exists():
            print(f"{SHARED} is not there: the public rounds and the scorer are left out", flush=True)
            return well
        for name, allowed in PUBLIC.items():
            path.write_bytes((SHARED / "instances" / f"{name}.json").read_bytes())
            well &= ask(path, 15, allowed, scored=True)
        for (shape, people, slots, tables, free), seconds, allowed in SHAPES:
            arguments = [
                "--shape",
                shape,
                "--people",
                people,
                "--slots",
                slots,
                "--tables",
                tables,
                "--availability",
                free,
            ]
            maker = [sys.executable, SHARED / "make_instance.py", *arguments, "-o", path]
            subprocess.run([str(each) for each in maker], check=True)
            well &= ask(path, seconds, allowed, scored=True)
    return well


if __name__ == "__main__":
    sys.exit(not main())
