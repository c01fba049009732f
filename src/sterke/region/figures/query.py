"""Whether a query can be understood at all, whatever table it is put to. docs/figures.md tells its form."""

from collections.abc import Callable
from typing import Any

from .cube import BadFigures
from .pick import PARTS, is_understood
from .question import selection_of


def check(query: Any) -> None:
    """BadFigures("query") names the part that is not understood: "pick → Alder"."""
    if not isinstance(query, dict):
        raise BadFigures("query", str(query)[:40])
    for name in query:
        if name not in PARTS:
            raise BadFigures("query", name[:40])
    inside(query, "ask", is_asked)
    inside(query, "pick", is_understood)
    inside(query, "minus", is_understood)
    if not isinstance(query.get("place", ""), str):
        raise BadFigures("query", "place")
    find = query.get("find", {"words": ""})
    if not isinstance(find, dict) or not isinstance(find.get("words"), str) or not is_names(find.get("must_have", [])):
        raise BadFigures("query", "find")


def inside(query: dict[str, Any], part: str, is_good: Callable[[Any], bool]) -> None:
    wanted = query.get(part, {})
    if not isinstance(wanted, dict):
        raise BadFigures("query", part)
    for name, form in wanted.items():
        if not is_good(form):
            raise BadFigures("query", f"{part} → {name[:40]}")


def is_asked(wanted: Any) -> bool:
    if isinstance(wanted, dict) and set(wanted) == {"label"}:
        return isinstance(wanted["label"], str)
    try:
        return bool(selection_of({"x": wanted}, ["0000"], no_table))
    except BadFigures:
        return False


def no_table() -> Any:
    raise BadFigures("query", "label")


def is_names(names: Any) -> bool:
    return isinstance(names, list) and all(isinstance(name, str) for name in names)
