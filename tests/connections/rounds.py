"""Small meeting rounds for the tests."""

import json
import random
from pathlib import Path

from sterke.connections.timetable import Instance, check

SHARED = Path(__file__).resolve().parents[3] / "shared" / "timetable"


def data(**changes):
    """Four people, two slots, two tables; a wishes for b and c, b for a, c for d."""
    whole = {
        "name": "four",
        "slots": 2,
        "tables": 2,
        "people": [{"id": name, "organisation": f"o-{name}", "available": [0, 1]} for name in "abcd"],
        "wishes": [
            {"from": "a", "to": "b", "weight": 3},
            {"from": "a", "to": "c", "weight": 1},
            {"from": "b", "to": "a", "weight": 2},
            {"from": "c", "to": "d", "weight": 2},
        ],
        "not_with": [],
    }
    return whole | changes


def chance(seed=1, people=14, slots=4, tables=5, free=0.7, wishes=4) -> Instance:
    rng = random.Random(seed)
    names = [f"p{number}" for number in range(people)]
    stated = [
        {"from": one, "to": other, "weight": rng.choice((1, 2, 3))}
        for one in names
        for other in rng.sample(names, min(wishes, people))
    ]
    return check(
        {
            "name": f"chance-{seed}",
            "slots": slots,
            "tables": tables,
            "people": [
                {
                    "id": name,
                    "organisation": f"o{rng.randrange(people // 2 + 1)}",
                    "available": [slot for slot in range(slots) if rng.random() < free],
                }
                for name in names
            ],
            "wishes": stated,
            "not_with": [rng.sample(names, 2) for _ in range(people // 5)],
        }
    )


def written(folder: Path, content) -> Path:
    path = folder / "round.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path
