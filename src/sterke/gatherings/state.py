"""What a gathering is like to those who would come, worked out from what was decided and the clock. Plain data.

Somebody decides the status; whether it is full, closed by its deadline or over follows from seats and time.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    DRAFT = "draft"
    SAVE_THE_DATE = "save_the_date"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Facts:
    """``left`` is the number of free seats, None where there is no limit. ``over`` is the moment it ends."""

    status: str
    over: datetime
    deadline: datetime | None = None
    left: int | None = None


def stage_of(facts: Facts, now: datetime) -> Stage:
    """A cancelled one stays cancelled; one that is over is done, whatever else it was but a draft."""
    if facts.status in (Stage.CANCELLED, Stage.DRAFT):
        return Stage(facts.status)
    if now >= facts.over:
        return Stage.DONE
    if facts.status != Stage.OPEN:
        return Stage(facts.status)
    if facts.deadline is not None and now >= facts.deadline:
        return Stage.CLOSED
    return Stage.FULL if facts.left is not None and facts.left <= 0 else Stage.OPEN


def takes_registrations(stage: Stage) -> bool:
    """A full one does too: on the waiting list."""
    return stage in (Stage.OPEN, Stage.FULL)
