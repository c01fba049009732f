"""How long does it take to read an answer of 32,648 cells (seven places, two sexes, 106 ages, 22 years), and to pick
one indicator's figures of it?

The figures are made up: reading them costs the same.
"""

import json
import sys
import time
from random import Random

from .ground import tell

SHAPE = {
    "Region": [f"K-{number}" for number in (3401, 3414, 3415, 3416, 3417, 3418, 3419)],
    "Kjonn": ["1", "2"],
    "Alder": [f"{age:03}" for age in range(105)] + ["105+"],
    "ContentsCode": ["Personer1"],
    "Tid": [str(year) for year in range(2005, 2027)],
}
QUERY = {"pick": {"Alder": {"from": 20, "to": 35}}}


def answer():
    random, size = Random(4), 1
    for codes in SHAPE.values():
        size *= len(codes)
    return json.dumps(
        {
            "class": "dataset",
            "id": list(SHAPE),
            "size": [len(codes) for codes in SHAPE.values()],
            "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
            "dimension": {name: {"category": {"index": codes}} for name, codes in SHAPE.items()},
            "value": [random.randrange(300) for _cell in range(size)],
            "status": {str(cell): "." for cell in range(0, size, 50)},
        }
    ).encode()


def middle(act):
    spent = []
    for _round in range(9):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1000)
    return sorted(spent)[4]


def main():
    from sterke.region.figures import jsonstat
    from sterke.region.figures.pick import pick

    raw = answer()
    cube = jsonstat.read(raw)
    places = {code[2:]: code for code in SHAPE["Region"]}
    fine = tell(f"read JSON-stat of {cube.size} cells", middle(lambda: jsonstat.read(raw)), 200, "ms")
    return tell("pick 20-35 year olds of it", middle(lambda: pick(cube, QUERY, places, "all")), 50, "ms") and fine


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
