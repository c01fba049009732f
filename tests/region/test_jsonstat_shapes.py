"""Whatever of the permitted shapes a table is written in, the same is read back."""

import json
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sterke.region.figures import jsonstat
from sterke.region.figures.cube import BadFigures, Cube, Dimension, joined

CODES = st.lists(st.text("0123456789ABKMæ-+", min_size=1, max_size=6), min_size=1, max_size=4, unique=True)
NUMBERS = st.one_of(
    st.none(), st.integers(-(10**12), 10**12), st.decimals(-(10**9), 10**9, places=3, allow_nan=False)
)  # fmt: skip
SIGNS = st.sampled_from([None, ".", "..", ":", "e", "*"])


@st.composite
def tables(draw):
    names = draw(st.lists(st.text("ABCdeå", min_size=1, max_size=5), min_size=1, max_size=4, unique=True))
    dimensions = {name: draw(CODES) for name in names}
    size = 1
    for codes in dimensions.values():
        size *= len(codes)
    values = draw(st.lists(NUMBERS, min_size=size, max_size=size))
    signs = draw(st.lists(SIGNS, min_size=size, max_size=size))
    return dimensions, values, signs


def category(draw, codes):
    label = {code: f"label of {code}" for code in codes}
    numbered = {code: at for at, code in enumerate(codes)}
    shapes = [
        {"index": codes, "label": label},
        {"index": numbered, "label": label},
        {"index": dict(reversed(numbered.items())), "label": label},
    ]
    return draw(st.sampled_from([*shapes, {"label": label}] if len(codes) == 1 else shapes))


def sparse(cells, empty=True):
    return {str(at): cell for at, cell in enumerate(cells) if cell is not None or not empty}


@given(tables(), st.data())
@settings(max_examples=200, deadline=None)
def test_a_table_is_read_back_the_same_from_each_shape(made, data):
    dimensions, values, signs = made
    draw = data.draw
    frame = {"id": list(dimensions), "size": [len(codes) for codes in dimensions.values()]}
    frame |= draw(st.sampled_from([{}, {"role": {}}, {"role": {"time": [frame["id"][0]]}}]))
    described = {name: {"category": category(draw, codes)} for name, codes in dimensions.items()}
    body = {"value": draw(st.sampled_from([values, sparse(values), sparse(values, empty=False)]))}
    if all(sign == signs[0] for sign in signs) and signs[0]:
        body["status"] = draw(st.sampled_from([signs[0], signs, sparse(signs)]))
    elif any(signs) and len(signs) > 1:
        body["status"] = draw(st.sampled_from([signs, sparse(signs)]))
    else:
        signs = [None] * len(signs)
    if draw(st.booleans()):
        document = {"class": "dataset", **frame, "dimension": described, **body}
    else:
        document = {"dataset": {"dimension": {**described, **frame}, **body}}

    cube = jsonstat.read(spelled(document))

    assert {dimension.name: list(dimension.codes) for dimension in cube.dimensions} == dimensions
    assert list(cube.values) == values
    assert cube.statuses == {at: sign for at, sign in enumerate(signs) if sign}
    assert all(d.label_of(code) == f"label of {code}" for d in cube.dimensions for code in d.codes)


def spelled(document) -> bytes:
    """JSON with decimals written out to their last digit, which json.dumps would round."""
    kept: list[str] = []

    def keep(value: Decimal) -> str:
        kept.append(f"{value:f}")
        return f"@{len(kept) - 1}@"

    text = json.dumps(document, default=keep)
    for at, number in enumerate(kept):
        text = text.replace(f'"@{at}@"', number)
    return text.encode()


@given(tables(), st.data())
@settings(max_examples=100, deadline=None)
def test_a_table_cut_in_parts_is_joined_to_the_same_table(made, data):
    dimensions, values, signs = made
    cells = {at: sign for at, sign in enumerate(signs) if sign}
    whole = Cube(tuple(Dimension(name, tuple(codes)) for name, codes in dimensions.items()), tuple(values), cells)
    name = data.draw(st.sampled_from(list(dimensions)))
    cut = data.draw(st.integers(0, len(dimensions[name])))

    parts = [part_of(whole, name, codes) for codes in (dimensions[name][:cut], dimensions[name][cut:]) if codes]

    again = joined(parts)
    assert (again.dimensions, again.values, again.statuses) == (whole.dimensions, whole.values, whole.statuses)


def part_of(whole: Cube, name: str, codes: list[str]) -> Cube:
    dimensions = tuple(replace(d, codes=tuple(codes)) if d.name == name else d for d in whole.dimensions)
    steps = whole.strides()
    places = [[old.codes.index(code) * steps[old.name] for code in new.codes]
              for old, new in zip(whole.dimensions, dimensions, strict=True)]  # fmt: skip
    at = [sum(way) for way in product(*places)]
    signs = {new: whole.statuses[old] for new, old in enumerate(at) if old in whole.statuses}
    return Cube(dimensions, tuple(whole.values[old] for old in at), signs)


def test_parts_that_hold_the_same_cell_or_another_unit_are_not_joined():
    one = Cube((Dimension("Tid", ("2025",), units={"2025": "personer"}),), (1,))
    other = Cube((Dimension("Tid", ("2026",), units={"2025": "prosent"}),), (1,))
    for parts, reason in (([one, one], "twice"), ([one, other], "unit")):
        with pytest.raises(BadFigures) as problem:
            joined(parts)
        assert problem.value.reason == reason
