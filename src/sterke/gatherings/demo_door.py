"""The demo cluster at the door: who was seen at gatherings that have been, who stayed away, who came unregistered."""

import random
from datetime import timedelta
from typing import Any

from sterke.core.demo import SEED, on

from . import actions
from .actions import Sight
from .models import Gathering

World = dict[str, Any]
CROWD = 30  # people; where there are so many, somebody stands at the door
AWAY = 12  # one in so many stays away
WALK_INS = ("Turid Innom", "Peder Sporty")


def stand_at_door(world: World) -> None:
    """At the large gatherings, and at every second half-day: elsewhere everybody with a seat counts."""
    chance = random.Random(SEED)  # noqa: S311 the same demo each time; and the rooms after this one draw as before
    been = Gathering.objects.filter(is_demo=True, last_day__lt=world["today"], starts_at__isnull=False)
    for number, gathering in enumerate(been.exclude(status=Gathering.Status.CANCELLED).order_by("day", "pk")):
        rows = list(gathering.registrations.seated().order_by("pk"))
        if not rows or (len(rows) < CROWD and number % 2):
            continue
        begins = gathering.starts_at or gathering.over
        opens = begins - timedelta(minutes=40)
        sights = [
            Sight(row.code, opens + timedelta(seconds=chance.randint(0, 2600)))
            for row in rows
            if chance.randrange(AWAY)
        ]
        if len(rows) >= 2 * CROWD:
            company = str(chance.choice(world["staying"]))
            sights += [
                Sight("", begins + timedelta(minutes=n), walk_in=True, name=name, company_name=company)
                for n, name in enumerate(WALK_INS)
            ]
        with on(gathering.day, world):
            actions.note_at_door(gathering, sights, by=world["secretary"])
