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


def broken(instance: Instance, meetings) -> list[str]:
    """Which rules a timetable breaks, told apart from how the house itself checks them."""
    pairs = [frozenset((m.a, m.b)) for m in meetings]
    found = ["met twice"] if len(set(pairs)) < len(pairs) else []
    wished = {frozenset((wish.wisher, wish.wished)) for wish in instance.wishes}
    for person in instance.people:
        mine = [m for m in meetings if person.id in (m.a, m.b)]
        if person.most is not None and len(mine) > person.most:
            found.append(f"{person.id} over most")
        for slot in {m.slot for m in mine}:
            here = [m for m in mine if m.slot == slot]
            received = [m for m in here if instance.host(m.a, m.b) == person.id]
            if slot not in person.available:
                found.append(f"{person.id} away")
            if len(received) < len(here) and len(here) > 1:
                found.append(f"{person.id} in two places")
            if len(received) > (person.stand or 0):
                found.append(f"{person.id} over stand")
    at_tables = [m for m in meetings if not any(instance.person[name].stand is not None for name in (m.a, m.b))]
    if any(m.table for m in set(meetings) - set(at_tables)):
        found.append("a table at a stand")
    seats = [(m.slot, m.table) for m in at_tables]
    if len(set(seats)) < len(seats) or any(not 1 <= table <= instance.tables for _slot, table in seats):
        found.append("tables")
    for pair in pairs:
        one, other = (instance.person[name] for name in sorted(pair))
        if pair not in wished or pair in instance.not_with or one.organisation == other.organisation:
            found.append(f"{sorted(pair)} may not meet")
    return found


def chance(seed=1, people=14, slots=4, tables=5, free=0.7, wishes=4, caps=0.0, stands=0.0) -> Instance:
    """``caps`` and ``stands`` say which share of the people have one."""
    rng, more = random.Random(seed), random.Random(f"{seed} more")
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
                    "most": more.randrange(4) if more.random() < caps else None,
                    "stand": more.randrange(4) if more.random() < stands else None,
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
