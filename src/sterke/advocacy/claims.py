"""Whether a figure in a position still holds. Plain data in, plain data out."""

from datetime import date
from decimal import Decimal

FRESH, MOVED, STALE = "fresh", "moved", "stale"


def state_of(
    claim_value: Decimal,
    value_on: date,
    newest_value: Decimal | None,
    newest_on: date | None,
    tolerance: Decimal,
    stale_days: int,
    today: date,
) -> str:
    """``moved``: the newest figure lies more than ``tolerance`` per cent from the one that stands. ``stale``: what
    stands is older than so many days, and nothing newer has come. A figure of an earlier day moves nothing.
    """
    known = newest_value is not None and newest_on is not None and newest_on >= value_on
    if known and newest_value is not None and abs(newest_value - claim_value) * 100 > tolerance * abs(claim_value):
        return MOVED
    newer = known and newest_on != value_on
    return STALE if not newer and (today - value_on).days > stale_days else FRESH
