"""Meeting rounds of the demo cluster: one that was held, with what came of it, and one with a draft to look at."""

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sterke.core.demo import SEED, on
from sterke.core.keys import key_of
from sterke.core.models import OutgoingMail
from sterke.gatherings import demo as gatherings
from sterke.gatherings.models import Gathering
from sterke.goals.models import Goal
from sterke.region.models import Municipality

from .actions import outcomes, rounds, timetables, wishing
from .actions.letters import write_letters
from .actions.outcomes import Told
from .actions.wishing import Stated
from .models import MeetingRound, MeetingStand, RoundParticipant, Slot, TimetableEntry, TimetableRun, Wish
from .reports_rounds import candidates

World = dict[str, Any]
LENGTH = timedelta(minutes=20)
SILENT = 6  # one in so many says nothing
SECONDS = 3  # at most; the best is found long before


def load(world: World) -> None:
    words = world["words"].get("rounds")
    if not words:
        return
    been = Gathering.objects.filter(is_demo=True, series__slug=words["at_past"], last_day__lt=world["today"])
    newest = been.order_by("-day").first()
    if newest is not None:
        held(world, newest, words)
    coming(world, begin(world, words["coming"]), words)


def times(start: datetime, number: int, lunch: int) -> list[tuple[datetime, datetime]]:
    """So many times from an hour on, with a long break after some."""
    starts = [start + LENGTH * at + (timedelta(minutes=40) if at >= lunch else timedelta()) for at in range(number)]
    return [(each, each + LENGTH) for each in starts]


def wished(world: World, people: list[RoundParticipant], chance: random.Random) -> dict[int, dict[int, int]]:
    """Whom each wishes for: some are wished for by many."""
    popular = people[:: max(1, len(people) // 8)]
    found: dict[int, dict[int, int]] = {}
    for number, row in enumerate(people):
        if number % SILENT == SILENT - 1:
            continue
        others = [each for each in people if each.house != row.house]
        chosen = chance.sample(others, min(5, len(others))) + [each for each in popular if each.house != row.house][:2]
        found[row.pk] = {each.pk: chance.choice((1, 2, 2, 3)) for each in chosen}
    return found


def held(world: World, gathering: Gathering, words: World) -> None:
    """The large gathering that has been: everything as it stood in the end, and what people told."""
    chance = random.Random(SEED)  # noqa: S311 the same demo each time
    start = gathering.starts_at or gathering.over
    until, day = start - timedelta(days=5), gathering.day
    moments = {"opened_at": until - timedelta(days=9), "closed_at": until, "drafted_at": until}
    round = MeetingRound.objects.create(
        gathering=gathering, tables=14, most=6, wishes_until=until, is_demo=True,
        published_at=start - timedelta(days=3), asked_at=gathering.over + timedelta(hours=20), **moments,
    )  # fmt: skip
    Slot.objects.bulk_create(Slot(round=round, starts=a, ends=b) for a, b in times(start + timedelta(hours=3), 6, 3))
    rounds.take_in(round)
    people = list(candidates(round))
    RoundParticipant.objects.filter(pk__in=[row.pk for row in people[words["people_past"] :]]).delete()
    people = people[: words["people_past"]]
    for number, row in enumerate(people):
        row.about = words["topics"][number % len(words["topics"])] if number % 3 else ""
        row.invited_at, row.wished_at = moments["opened_at"], until if number % SILENT != SILENT - 1 else None
        row.programme_at = round.published_at
    RoundParticipant.objects.bulk_update(people, ["about", "invited_at", "wished_at", "programme_at"])
    Wish.objects.bulk_create(
        Wish(wisher_id=one, wished_id=other, strength=strength)
        for one, others in wished(world, people, chance).items()
        for other, strength in others.items()
    )
    run_of(world, round, until)
    TimetableEntry.objects.filter(round=round).update(published=True)
    with on(min(day + timedelta(days=2), gatherings.yesterday(world)), world):
        tell(round, words["told"])
    keys = [key_of(row) for row in people]
    OutgoingMail.objects.filter(about_key__in=keys).delete()  # weeks ago


def tell(round: MeetingRound, told: list[list[Any]]) -> None:
    """Two in three have told; one in ten did not meet."""
    entries = list(TimetableEntry.objects.filter(round=round).in_order())
    for number, entry in enumerate(entries):
        if number % 3 == 2:
            continue
        result, said, *again = told[number % len(told)]
        answer = Told(number % 10 != 9, result, said if number % 4 == 0 else "", bool(again))
        entry.one.round = round
        outcomes.tell_results(entry.one, {entry.pk: answer}, by=entry.one)


def begin(world: World, row: World) -> Gathering:
    """The day that comes, with its people."""
    day = gatherings.weekday(world["today"] + timedelta(days=row["days"]))
    facts = {name: row[name].format(year=day.year) for name in ("title", "title_en", "lead", "lead_en", "place")}
    gathering = gatherings.begin(
        world, day, *row["hours"], **facts, kind=row["kind"], capacity=row["seats"],
        municipality=Municipality.objects.get(slug=row["municipality"]),
    )  # fmt: skip
    sentence, unit, target, how, serves = row["goal"]
    with on(gatherings.yesterday(world), world):
        gatherings.actions.set_goal(
            gathering, by=world["secretary"], statement=sentence.format(n=target), how=how, unit=unit,
            target=Decimal(target), days_after=0, serves=Goal.objects.filter(slug=serves).first(),
        )  # fmt: skip
    gatherings.come(world, gathering, row["people"], 0, save_the_date=False)
    return gathering


def coming(world: World, gathering: Gathering, words: World) -> None:
    """Set up, wished for, closed, and a draft that waits to be looked at."""
    chance, by = random.Random(SEED + 1), world["secretary"]  # noqa: S311 the same demo each time
    start = gathering.starts_at or gathering.over
    with on(gatherings.yesterday(world), world):
        round = rounds.start_round(
            gathering, MeetingRound(tables=12, most=8, wishes_until=start - timedelta(days=6), is_demo=True), by=by
        )
        rounds.set_slots(round, times(start + timedelta(minutes=30), 12, 6), by=by)
        people = list(candidates(round))
        host = next(row for row in people if row.registration.organisation)
        stand = MeetingStand(
            round=round, organisation=host.registration.organisation, name=host.company[:60], capacity=2
        )
        rounds.set_stand(stand, by=by)
        rounds.open_wishes(round, by=by)
        write_letters(round)
        slots = list(round.slots.all())
        for number, (pk, wishes) in enumerate(wished(world, people, chance).items()):
            me = next(row for row in people if row.pk == pk)
            me.round = round
            about = words["topics"][number % len(words["topics"])] if number % 2 else ""
            cannot = frozenset(slot.pk for slot in slots[-4:]) if number % 7 == 3 else frozenset()
            wishing.state_wishes(me, Stated(wishes=wishes, about=about, cannot=cannot), by=me)
        rounds.close_wishes(round, by=by)
        run_of(world, round, None)


def run_of(world: World, round: MeetingRound, at: datetime | None) -> None:
    """As the worker makes it, at once."""
    by = world["secretary"]
    run = TimetableRun.objects.create(round=round, seconds=SECONDS, by=str(by), by_key=key_of(by))
    timetables.perform_run(run)
    if at is not None:
        TimetableRun.objects.filter(pk=run.pk).update(at=at, ended_at=at + timedelta(seconds=SECONDS))
