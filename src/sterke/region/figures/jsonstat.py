"""Reading JSON-stat 1.x and 2.0: bytes in, a Cube out. Nothing is guessed; what does not add up is refused.

BadFigures: empty, size (too large), html, json, shape, bundle (several tables), dimension (missing), product (another
number of codes or values than the sizes say), index (codes that do not number their places), number, status.
"""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from math import prod
from typing import Any

from .cube import LARGEST, MOST_BYTES, MOST_CELLS, ROLES, BadFigures, Cube, Dimension

MOST_STATUS = 4  # letters


def read(raw: bytes) -> Cube:
    """A data answer. An answer without values (metadata) is refused: ``read_shape`` reads that."""
    body = _dataset(raw)
    dimensions = _dimensions(*body)
    inside = body[0]
    if inside.get("value") == []:
        raise BadFigures("empty")
    size = _size(dimensions)
    values = _values(inside.get("value"), size)
    return _cube(inside, dimensions, values, _statuses(inside.get("status"), size))


def read_shape(raw: bytes) -> Cube:
    """What a table can be asked: the same without values."""
    body = _dataset(raw)
    return _cube(body[0], _dimensions(*body), (), {})


def read_document(raw: bytes) -> dict[str, Any]:
    """Any JSON object from a statistics service, within bounds. BadFigures: empty, size, html, json, shape."""
    # Counted before it is parsed: what is a few letters here may be sixty bytes each in memory.
    if len(raw) > MOST_BYTES or raw.count(b",") > 4 * MOST_CELLS:
        raise BadFigures("size", f"{len(raw)} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFigures("json", "not UTF-8 text") from None
    start = text.lstrip()[:1]
    if not start:
        raise BadFigures("empty")
    if start == "<":
        raise BadFigures("html")
    try:
        document = json.loads(text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_object)
    except BadFigures:
        raise
    except (ValueError, RecursionError, ArithmeticError):
        raise BadFigures("json") from None
    return _object_in(document, "not an object")


def _no_number(word: str) -> None:
    raise BadFigures("number", word)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise BadFigures("json", "a name stands twice in one object")
    return made


def _object_in(value: Any, detail: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadFigures("shape", detail)
    return value


def _dataset(raw: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """The table, and the object that holds its id, size and role: the table in 2.0, its ``dimension`` in 1.x."""
    document = read_document(raw)
    if document.get("class") in {"collection", "bundle"}:
        raise BadFigures("bundle")
    if document.get("class") == "dataset":
        return document, document
    if "dataset" in document:
        inside = _object_in(document["dataset"], "dataset")
        return inside, _object_in(inside.get("dimension"), "dimension")
    if document and all(isinstance(part, dict) and "dimension" in part for part in document.values()):
        raise BadFigures("bundle")
    raise BadFigures("shape", str(document.get("title", "neither a dataset nor a wrapper of one"))[:200])


def _dimensions(body: dict[str, Any], holder: dict[str, Any]) -> tuple[Dimension, ...]:
    names, sizes, described = holder.get("id"), holder.get("size"), _object_in(body.get("dimension"), "dimension")
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and name for name in names):
        raise BadFigures("shape", "id")
    if not isinstance(sizes, list) or not all(type(size) is int and size >= 0 for size in sizes):
        raise BadFigures("shape", "size")
    if len(set(names)) != len(names) or len(sizes) != len(names):
        raise BadFigures("shape", "id and size do not fit each other")
    roles = _roles(holder.get("role"), names)
    made = []
    for name, size in zip(names, sizes, strict=True):
        if name not in described:
            raise BadFigures("dimension", name)
        made.append(_dimension(name, size, _object_in(described[name], name), roles.get(name, "")))
    return tuple(made)


def _roles(given: Any, names: list[str]) -> dict[str, str]:
    roles = {}
    for role, holders in _object_in(given or {}, "role").items():
        if not isinstance(holders, list) or not all(isinstance(name, str) for name in holders):
            raise BadFigures("shape", "role")
        roles.update(dict.fromkeys(holders, role if role in {"time", "geo", "metric"} else ""))
    for name, role in ROLES.items():
        if name in names and role not in roles.values():
            roles.setdefault(name, role)
    return roles


def _dimension(name: str, size: int, described: dict[str, Any], role: str) -> Dimension:
    category = _object_in(described.get("category"), f"{name}.category")
    labels = _object_in(category.get("label") or {}, f"{name}.category.label")
    if not all(isinstance(label, str) for label in labels.values()):
        raise BadFigures("shape", f"{name}.category.label")
    codes = _codes(name, size, category.get("index"), labels)
    units, decimals = _units(name, category.get("unit"))
    extension = _object_in(described.get("extension") or {}, f"{name}.extension")
    total = extension.get("eliminationValueCode")
    lists = extension.get("codelists") or []
    return Dimension(
        name,
        codes,
        {code: labels.get(code, code) for code in codes},
        _text(described.get("label")),
        role,
        units,
        decimals,
        total if total in codes else "",
        tuple(_text(found.get("id")) for found in lists if isinstance(found, dict)) if isinstance(lists, list) else (),
    )


def _codes(name: str, size: int, index: Any, labels: dict[str, Any]) -> tuple[str, ...]:
    if index is None and size == 1 and len(labels) == 1:
        return tuple(labels)
    if isinstance(index, list) and all(isinstance(code, str) for code in index):
        codes = index
    elif isinstance(index, dict) and all(type(place) is int for place in index.values()):
        codes = sorted(index, key=index.__getitem__)
        if [index[code] for code in codes] != list(range(len(codes))):
            raise BadFigures("index", name)
    else:
        raise BadFigures("index", name)
    if len(set(codes)) != len(codes):
        raise BadFigures("index", name)
    if len(codes) != size:
        raise BadFigures("product", f"{name} {len(codes)}, {size}")
    return tuple(codes)


def _units(name: str, given: Any) -> tuple[dict[str, str], dict[str, int]]:
    units, decimals = {}, {}
    for code, unit in _object_in(given or {}, f"{name}.category.unit").items():
        unit = _object_in(unit or {}, f"{name}.category.unit")
        units[code] = _text(unit.get("base") or unit.get("label"))
        if type(unit.get("decimals")) is int:
            decimals[code] = unit["decimals"]
    return units, decimals


def _size(dimensions: Iterable[Dimension]) -> int:
    size = prod(len(dimension.codes) for dimension in dimensions)
    if size > MOST_CELLS:
        raise BadFigures("size", f"{size} cells")
    if not size:
        raise BadFigures("empty")
    return size


def _values(given: Any, size: int) -> tuple[int | Decimal | None, ...]:
    if isinstance(given, dict):
        cells: list[Any] = [None] * size
        for key, value in given.items():
            cells[_position(key, size, "product")] = value
    elif isinstance(given, list) and len(given) == size:
        cells = given
    elif isinstance(given, list):
        raise BadFigures("product", f"{len(given)}, {size}")
    else:
        raise BadFigures("shape", "value")
    kinds = set(map(type, cells))
    if not kinds <= {int, Decimal, type(None)}:
        wrong = next(cell for cell in cells if type(cell) not in {int, Decimal, type(None)})
        raise BadFigures("number", json.dumps(wrong, default=str)[:40])
    for cell in cells:
        if cell is not None and not -LARGEST < cell < LARGEST:
            raise BadFigures("number", f"{cell:.3e}")
    return tuple(cells)


def _statuses(given: Any, size: int) -> dict[int, str]:
    """One sign for all cells, a list of them, or an object by position."""
    pairs: Iterable[tuple[int, Any]]
    if isinstance(given, str) or (isinstance(given, list) and len(given) == 1):
        sign = given if isinstance(given, str) else given[0]
        pairs = ((position, sign) for position in range(size))
    elif isinstance(given, list):
        if len(given) != size:
            raise BadFigures("status", f"{len(given)}, {size}")
        pairs = enumerate(given)
    elif isinstance(given, dict):
        pairs = ((_position(key, size, "status"), sign) for key, sign in given.items())
    elif given is None:
        pairs = ()
    else:
        raise BadFigures("status", "neither a sign, a list nor an object")
    statuses = {}
    for position, sign in pairs:
        if sign is not None and (not isinstance(sign, str) or len(sign) > MOST_STATUS):
            raise BadFigures("status", str(sign)[:40])
        if sign:
            statuses[position] = sign
    return statuses


def _position(key: str, size: int, reason: str) -> int:
    if not re.fullmatch(r"0|[1-9][0-9]{0,8}", key) or int(key) >= size:
        raise BadFigures(reason, f"{key[:20]}, {size}")
    return int(key)


def _cube(body: dict[str, Any], dimensions: tuple[Dimension, ...], values: Any, statuses: dict[int, str]) -> Cube:
    label = _text(body.get("label"))
    notes = body.get("note")
    notes = notes if isinstance(notes, list) else [notes]
    return Cube(
        dimensions,
        values,
        statuses,
        table=_table(body, label),
        label=label,
        source=_text(body.get("source")),
        updated=_moment(body.get("updated")),
        notes=tuple(text for text in map(_text, notes) if text),
    )


def _table(body: dict[str, Any], label: str) -> str:
    px: Any = body.get("extension")
    for name in ("px", "tableid"):
        px = px.get(name) if isinstance(px, dict) else None
    if isinstance(px, str):
        return px[:20]
    found = re.match(r"([0-9]{5}): ", label)
    return found[1] if found else ""


def _text(value: Any) -> str:
    """Plain text: notes come with links in them."""
    return " ".join(re.sub(r"<[^<>]*>", " ", value).split()) if isinstance(value, str) else ""


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
