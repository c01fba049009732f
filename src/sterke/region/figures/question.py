"""What is asked of a table in PxWebApi v2: from the ``ask`` of a query to one or several questions. Nothing is fetched.

BadFigures: query (a form that is not understood), code, label, size (cannot be split small enough).
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from math import prod
from typing import Any

from .cube import BadFigures, Cube, Dimension
from .pick import code_labelled

EXPRESSION = re.compile(r"(?P<what>top|bottom|from|to|range)\((?P<inside>[^()]*)\)", re.IGNORECASE)
LONGEST_ADDRESS = 2000  # the service answers 404 somewhat above


@dataclass(frozen=True)
class Choice:
    """What is asked of one variable: codes or one expression, of a code list where one is named."""

    values: tuple[str, ...]
    codelist: str = ""

    @property
    def is_open(self) -> bool:
        """Whether only the table itself knows how many codes these are."""
        return any(set(value) & set("*?") or EXPRESSION.fullmatch(value) for value in self.values)


Selection = dict[str, Choice]


def calls_for(queries: Iterable[tuple[str, Mapping[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    """The different (table, ask) of these (table, query): those who ask the same share a call."""
    different = {call_key(table, query.get("ask", {})): (table, dict(query.get("ask", {}))) for table, query in queries}
    return list(different.values())


def call_key(table: str, ask: Mapping[str, Any]) -> str:
    return f"{table} {json.dumps(ask, sort_keys=True, ensure_ascii=False)}"


def selection_of(ask: Mapping[str, Any], numbers: Iterable[str], shape: Callable[[], Cube]) -> Selection:
    """The choices in ``ask``. ``numbers``: municipalities, for a code list without codes. ``shape`` is called only to
    look up a label. No code stands twice: the service answers that with a fault of its own."""
    made = {}
    for name, wanted in ask.items():
        match wanted:
            case str() if wanted:
                choice = Choice((wanted,))
            case list() if wanted and all(isinstance(code, str) and code for code in wanted):
                choice = Choice(_once(wanted))
            case {"codelist": str(codelist), **rest} if codelist and set(rest) <= {"codes"}:
                choice = Choice(_once(rest.get("codes") or _places(codelist, numbers)), codelist)
            case {"label": str(label), **rest} if not rest:
                choice = Choice((code_labelled(shape().dimension(name), label),))
            case _:
                raise BadFigures("query", name)
        made[name] = choice
    return made


def _once(codes: Any) -> tuple[str, ...]:
    if not isinstance(codes, list) or not all(isinstance(code, str) and code for code in codes):
        raise BadFigures("query", str(codes)[:80])
    return tuple({code.casefold(): code for code in reversed(codes)}.values())[::-1]


def _places(codelist: str, numbers: Iterable[str]) -> list[str]:
    prefix = "K-" if codelist.startswith("agg_Komm") else ""
    return [f"{prefix}{number}" for number in numbers] or ["*"]


# Small enough questions


def parts(selection: Selection, shape: Cube | None, most_cells: int) -> Iterator[Selection]:
    """The selection in parts that each have at most ``most_cells``, split along the variable with most codes.

    ``shape``: the table's own description; without it, expressions count as one code and are left whole.
    """
    counts = {name: _count(choice, _dimension(shape, name)) for name, choice in selection.items()}
    if prod(counts.values()) <= most_cells:
        yield selection
        return
    lists = {name: _codes(choice, _dimension(shape, name)) for name, choice in selection.items()}
    largest = max(lists, key=lambda name: len(lists[name] or ()), default="")
    codes = lists.get(largest) or []
    if len(codes) < 2:
        raise BadFigures("size", f"{prod(counts.values())} > {most_cells}")
    step = max(1, most_cells * len(codes) // prod(counts.values()))
    for start in range(0, len(codes), step):
        piece = Choice(tuple(codes[start : start + step]), selection[largest].codelist)
        yield from parts(selection | {largest: piece}, shape, most_cells)


def _dimension(shape: Cube | None, name: str) -> Dimension | None:
    return shape.dimension(name) if shape else None


def _count(choice: Choice, dimension: Dimension | None) -> int:
    codes = _codes(choice, dimension)
    if codes is not None:
        return len(codes)
    found = EXPRESSION.fullmatch(choice.values[0])
    if found and found["inside"].isdigit():  # top(3)
        return min(int(found["inside"]), len(dimension.codes) if dimension else 10**9)
    return len(dimension.codes) if dimension else 1


def _codes(choice: Choice, dimension: Dimension | None) -> list[str] | None:
    """The codes that are meant, in the table's order; None when only the table can tell."""
    if not choice.is_open:
        return list(choice.values)
    if dimension is None or len(choice.values) != 1:
        return None
    found = EXPRESSION.fullmatch(choice.values[0])
    if not found:
        pattern = choice.values[0].replace("[", "[[]")
        return [code for code in dimension.codes if fnmatchcase(code, pattern)]
    bounds = [bound.strip() for bound in found["inside"].split(",")]
    if not all(bound in dimension.codes for bound in bounds):
        return None
    places = [dimension.codes.index(bound) for bound in bounds]
    match found["what"].lower(), places:
        case "from", [first]:
            return list(dimension.codes[first:])
        case "to", [last]:
            return list(dimension.codes[: last + 1])
        case "range", [first, last]:
            return list(dimension.codes[first : last + 1])
    return None


# As it is sent


def as_params(selection: Selection) -> dict[str, str] | None:
    """The question as parameters of an address; None when a code holds what an address cannot say."""
    params = {}
    for name, choice in selection.items():
        if choice.codelist:
            params[f"codelist[{name}]"] = choice.codelist
        values = [f"[{value}]" if EXPRESSION.fullmatch(value) and "," in value else value for value in choice.values]
        if any(set(value) & set(",[]") for value in values if not EXPRESSION.fullmatch(value.strip("[]"))):
            return None
        params[f"valueCodes[{name}]"] = ",".join(values)
    return params


def as_body(selection: Selection) -> bytes:
    """The question as the body of a POST, always spelled the same."""
    chosen = [
        {"variableCode": name, "valueCodes": list(choice.values)}
        | ({"codelist": choice.codelist} if choice.codelist else {})
        for name, choice in selection.items()
    ]
    return json.dumps({"selection": chosen}, sort_keys=True, ensure_ascii=False).encode()
