<<<<<<< HEAD
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
=======
"""The door in the demo cluster: who came to the big gatherings that were, and the link to the next one."""

from datetime import timedelta
from typing import Any

from sterke.core.demo import on
from sterke.core.keys import key_of
from sterke.core.models import Activity

from . import actions
from .actions import Sight
from .models import Gathering, Registration
from .permissions import Door

World = dict[str, Any]
MOST_AT_ONCE = 200
BIG = 3  # of those that were
STAY_AWAY = 14  # one of so many
WALK_INS = (("Torbein Ulvåsen", "Grankvist Bygg"), ("Maiken Storlien", ""))  # invented, as all of them


def stand(world: World) -> None:
    past = Gathering.objects.filter(is_demo=True, network=None, last_day__lt=world["today"])
    for gathering in past.exclude(kind=Gathering.Kind.ANNUAL_MEETING).order_by("-day")[:BIG]:
        actions.note_at_door(gathering, sights(gathering), by=Door(gathering.pk, "Porten"))
        lines = Activity.objects.filter(verb="gathering.walked_in", subject_key=key_of(gathering))
        lines.update(at=gathering.starts_at or gathering.over)
    coming = Gathering.objects.filter(is_demo=True, status=Gathering.Status.OPEN).coming(world["today"]).first()
    if coming is not None:
        with on(world["today"] - timedelta(days=1), world):
            actions.open_door(coming, by=world["secretary"])


def sights(gathering: Gathering) -> list[Sight]:
    """Most of those with a seat, one after the other in the half hour before it begins, and two who just came."""
    start = gathering.starts_at or gathering.over
    rows = Registration.objects.filter(gathering=gathering).seated().order_by("pk")[:MOST_AT_ONCE]
    come = [row.code for number, row in enumerate(rows) if number % STAY_AWAY != STAY_AWAY - 1]
    seen = [Sight(code, start - timedelta(seconds=1800 - 1500 * n // len(come))) for n, code in enumerate(come)]
    return seen + [
        Sight(f"demo-{gathering.pk}-walk-in-{n}"[:24], start, walk_in=True, name=name, company_name=company)
        for n, (name, company) in enumerate(WALK_INS)
        if come
    ]
>>>>>>> 37d42c8 (The door: faster lists, one thing told at a time while more is seen, in the demo; guards with their breaks)
