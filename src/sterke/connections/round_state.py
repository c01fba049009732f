"""How far a meeting round has come, worked out from what was decided and the clock. Plain data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    SET_UP = "set_up"
    WISHES = "wishes"
    CLOSED = "closed"
    DRAFTED = "drafted"
    PUBLISHED = "published"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Facts:
    cancelled: bool
    over: datetime  # the gathering
    wishes_until: datetime
    opened: datetime | None = None
    closed: datetime | None = None
    drafted: datetime | None = None
    published: datetime | None = None


def stage_of(facts: Facts, now: datetime) -> Stage:
    """A cancelled one stays cancelled; a gathering that has been is over, whatever became of its round."""
    if facts.cancelled:
        return Stage.CANCELLED
    if now >= facts.over:
        return Stage.OVER
    if facts.published:
        return Stage.PUBLISHED
    if facts.drafted:
        return Stage.DRAFTED
    if not facts.opened:
        return Stage.SET_UP
    return Stage.CLOSED if facts.closed or now >= facts.wishes_until else Stage.WISHES
