"""What devices at the door send, read with suspicion: a phone may be old, its clock wrong, its sender anybody."""

import json
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeGuard

from sterke.core.text import tidy

from .actions import Sight
from .actions.door import CODE

MOST_BYTES = 200_000
MOST_SIGHTS = 200
LONGEST = 200  # characters of a name
FARTHEST = 20 * 365 * 86_400_000  # milliseconds a clock may be wrong by before it is no clock


class Garbled(ValueError):
    """Nothing in it can be used."""


@dataclass(frozen=True)
class Told:
    """What a device told. A sight that could not be read is None, in its place."""

    device: str
    sights: list[Sight | None]


def read_sights(body: bytes, *, now: datetime, earliest: datetime) -> Told:
    """``{"now": ms, "device": "…", "sights": [{"code", "at": ms, "in": bool, "name"?, "company"?, "insteadOf"?}]}``.

    ``now`` and ``at`` are by the device's own clock: what it shows now against what ours shows says how wrong it is.

    Raises:
        Garbled: it is not that, or there is too much of it.
    """
    if len(body) > MOST_BYTES:
        raise Garbled
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Garbled from error
    shown = milliseconds(data.get("now")) if isinstance(data, dict) else None
    if shown is None or not isinstance(data.get("sights"), list) or len(data["sights"]) > MOST_SIGHTS:
        raise Garbled
    sights = [read_sight(each, shown, now, earliest) for each in data["sights"]]
    return Told(words(data.get("device"))[:40], sights)


def read_sight(each: Any, shown: float, now: datetime, earliest: datetime) -> Sight | None:
    if not isinstance(each, dict) or not isinstance(each.get("in"), bool):
        return None
    code, at, other = each.get("code"), milliseconds(each.get("at")), each.get("insteadOf", "")
    if not is_code(code) or at is None or not (other == "" or is_code(other)):
        return None
    late = timedelta(milliseconds=min(max(shown - at, -FARTHEST), FARTHEST))
    moment = min(max(now - late, earliest), now)
    walk_in = "name" in each
    return Sight(code, moment, each["in"], walk_in, words(each.get("name")), words(each.get("company")), other)


def is_code(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and CODE.fullmatch(value) is not None


def milliseconds(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def words(value: Any) -> str:
    return tidy(value[: 4 * LONGEST])[:LONGEST] if isinstance(value, str) else ""
