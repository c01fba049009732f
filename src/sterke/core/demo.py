"""What every room's demo.py shares: the invented words, a chance that always falls the same way, and the past.

A room's ``load(world)`` is called in order by ``sterke demo`` and hands what it made to the next through ``world``.
"""

import random
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Max
from django.utils import timezone
from stdnum.no import orgnr

from .keys import key_of
from .models import Activity

SEED = 7


def new_world(path: Path) -> dict[str, Any]:
    return {
        "words": words_of(path),
        "chance": random.Random(SEED),  # noqa: S311 the same demo each time is the point
        "today": timezone.localdate(),
        "clockwork": get_user_model().objects.clockwork(),
        "org_numbers": org_numbers(),
    }


def words_of(path: Path) -> dict[str, Any]:
    """What ``demo.toml`` says, and the files beside it that begin like it (``demo_cases.toml``)."""
    found: dict[str, Any] = {}
    for each in sorted(path.parent.glob(f"{path.stem}*{path.suffix}")):
        found |= tomllib.loads(each.read_text(encoding="utf-8"))
    return found


def org_numbers() -> Iterator[str]:
    """Synthetic organisation numbers: they start with 3 and pass the modulus 11 check."""
    for base in range(31_000_000, 39_999_999, 7919):
        for check in range(10):
            if orgnr.is_valid(f"{base}{check}"):
                yield f"{base}{check}"


@contextmanager
def on(day: date, world: dict[str, Any]) -> Iterator[None]:
    """What happens inside is told in history as having happened on that day, by the clockwork."""
    last = Activity.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    clockwork = world["clockwork"]
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    Activity.objects.filter(pk__gt=last).update(at=noon, actor=str(clockwork), actor_key=key_of(clockwork))
