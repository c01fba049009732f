"""Figures for tests: the stored real answers, and tables written out as JSON-stat."""

import json
from pathlib import Path

import pytest

STORED = Path(__file__).parents[3] / "shared" / "opendata"
# The seven municipalities of the region, with the numbers they had before 2020.
CODES = {"3401": "0402", "3414": "0418", "3415": "0419", "3416": "0420", "3417": "0423", "3418": "0425", "3419": "0426"}
PLACES = {code: new for new, old in CODES.items() for code in (new, old)}


def stored(name: str) -> bytes:
    if not STORED.is_dir():
        pytest.skip("the stored statistics (../shared/opendata) are not on this machine")
    return (STORED / name).read_bytes()


def table(dimensions: dict, values, *, roles=None, **more) -> dict:
    """A JSON-stat 2.0 table: ``dimensions`` from name to codes, or to a dict from code to label."""
    roles = roles or {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]}
    described = {
        name: {
            "label": name,
            "category": {
                "index": {code: at for at, code in enumerate(codes)},
                "label": codes if isinstance(codes, dict) else {code: code for code in codes},
            },
        }
        for name, codes in dimensions.items()
    }
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "07459: Befolkning",
        "id": list(dimensions),
        "size": [len(codes) for codes in dimensions.values()],
        "role": {role: [name for name in names if name in dimensions] for role, names in roles.items()},
        "dimension": described,
        "value": list(values),
        **more,
    }


def written(document) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()
