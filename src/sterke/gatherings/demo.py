"""Gatherings' part of the demo cluster: two years that have been, and what comes."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from sterke.core.demo import on
from sterke.core.house import house
from sterke.core.models import OutgoingMail
from sterke.goals.models import Goal
from sterke.membership.models import Network, NetworkSeat
from sterke.region.models import Municipality

from . import actions, demo_afterwards, demo_annual, demo_door, demo_inviting
from .actions import Comer
from .models import Gathering, GatheringSeries, ProgrammeItem

World = dict[str, Any]
Status = Gathering.Status
MONTHS_BACK = 14
AT_ONCE = 30


def load(world: World) -> None:
    for row in world["words"].get("gathering", []):
        for number, day in enumerate(days_of(world, row)):
            single(world, row, number, day)
    for number, network in enumerate(Network.objects.open().order_by("valid_from")):
        half_days(world, network, number)
    demo_inviting.invite(world)
    demo_door.stand_at_door(world)
    demo_afterwards.thank_and_answer(world)
    demo_annual.hold_and_call(world)
    past = Gathering.objects.filter(last_day__lt=world["today"])
    keys = [f"gatherings.registration:{pk}" for pk in past.values_list("registrations", flat=True)]
    OutgoingMail.objects.filter(about_key__in=keys).delete()  # years ago


def days_of(world: World, row: dict[str, Any]) -> list[date]:
    """So many days from today; an annual meeting is on the day that the board was elected, and a year after."""
    if row["kind"] == Gathering.Kind.ANNUAL_MEETING:
        return [world["elected_on"], world["elected_on"] + timedelta(days=364)]
    return [world["today"] + timedelta(days=offset) for offset in row["days"]]


def single(world: World, row: dict[str, Any], number: int, day: date) -> None:
    """One of the gatherings that the demo's words name, with its people and what came of it."""
    day = weekday(day)
    words = {"year": day.year, "season": "vår" if day.month < 7 else "høst"}
    start, end = row["hours"]
    member, guest = row.get("price", [0, 0])
    facts = {
        name: row.get(name, "").format(**words)
        for name in ("title", "title_en", "lead", "lead_en", "about", "about_en")
    }
    gathering = begin(
        world, day, start, end, **facts, kind=row["kind"], capacity=row.get("seats"), place=row.get("place", ""),
        series=GatheringSeries.objects.filter(slug=row.get("series", "")).first(),
        municipality=Municipality.objects.get(slug=row["municipality"]), price_member=member, price_guest=guest,
    )  # fmt: skip
    aim(world, gathering, row["goal"], row.get("after", 0))
    schedule(world, gathering)
    come(world, gathering, row["people"][number], row.get("waiting", 0), save_the_date=row.get("save_the_date", False))


def half_days(world: World, network: Network, number: int) -> None:
    """A half-day about every second month, at a member's plant, for those who sit in the network."""
    themes = world["words"]["gatherings"]["themes"].get(network.slug, [])
    today = world["today"]
    for step, theme in enumerate(themes):
        day = weekday(today + timedelta(days=61 * (step - len(themes) + 2) + 5 * number - 20))
        if day < network.valid_from:
            continue
        gathering = begin(
            world, day, "09:00", "12:00", title=theme, kind="network_meeting", network=network, capacity=30,
            lead="Tre bedrifter viser hvordan, og du drar hjem med én ting å prøve.", opens_to="networks",
            municipality=world["municipalities"][(number + step) % len(world["municipalities"])],
        )  # fmt: skip
        aim(world, gathering, world["words"]["gatherings"]["goals"][(number + step) % 4], 30 if step % 2 else 0)
        schedule(world, gathering)
        come(world, gathering, 12 + (5 * step + number) % 9, 0, save_the_date=day > today + timedelta(days=50))


def weekday(day: date) -> date:
    """The same day, or the Tuesday after a weekend."""
    return day if day.weekday() < 5 else day + timedelta(days=8 - day.weekday())


def yesterday(world: World) -> date:
    """The last day of which history can tell."""
    return world["today"] - timedelta(days=1)


def at(day: date, hour: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(hour)))


def begin(world: World, day: date, start: str, end: str, **facts: Any) -> Gathering:
    world.setdefault("municipalities", list(Municipality.objects.in_region().order_by("sort_key")))
    hosts = [world["chance"].choice(world["staying"])]
    facts["place"] = facts.get("place") or str(hosts[0])
    facts = {"visibility": "public", "is_demo": True, "responsible": world["secretary"].person} | facts
    planned = min(day - timedelta(days=70), world["today"] - timedelta(days=3))
    with on(planned, world):
        return actions.start_gathering(
            by=world["secretary"], day=day, starts_at=at(day, start), ends_at=at(day, end), hosts=hosts,
            deadline=at(day - timedelta(days=4), "12:00"), cancel_by=at(day - timedelta(days=7), "12:00"), **facts,
        )  # fmt: skip


def aim(world: World, gathering: Gathering, words: list[Any], after: int) -> None:
    """Set its goal; when it has been, say how it went, each time it was asked for."""
    sentence, unit, target, how, *serves = words
    secretary, day = world["secretary"], gathering.day
    with on(min(day - timedelta(days=60), yesterday(world)), world):
        goal = actions.set_goal(
            gathering, by=secretary, statement=sentence.format(n=target), how=how, unit=unit, target=Decimal(target),
            days_after=after, serves=Goal.objects.filter(slug=serves[0] if serves else "").first(),
        )  # fmt: skip
    for days in goal.measured_on_days:
        told = goal.day_to_measure(days) + timedelta(days=1)
        if told < world["today"] - timedelta(days=10):
            found = target + world["chance"].randint(-3, 3) if days == after else target // 2
            with on(told, world):
                actions.tell_result(goal, days_after=days, value=Decimal(found), evidence=how, by=secretary)


def schedule(world: World, gathering: Gathering) -> None:
    first, last = gathering.starts_at or gathering.over, gathering.over
    for start, end, title, who in world["words"]["gatherings"]["programme"]:
        item = ProgrammeItem(
            gathering=gathering, title=title, starts_at=at(gathering.day, start), ends_at=at(gathering.day, end)
        )
        if item.starts_at >= first and item.ends_at and item.ends_at <= last:
            with on(min(gathering.day - timedelta(days=50), yesterday(world)), world):
                actions.set_item(gathering, item, speakers=[(who, "")] if who else [], by=world["secretary"])


def come(world: World, gathering: Gathering, people: int, waiting: int, *, save_the_date: bool) -> None:
    """Open it, and let people of the member companies register."""
    secretary = world["secretary"]
    if save_the_date and not people:
        with on(yesterday(world), world):
            actions.set_status(gathering, Status.SAVE_THE_DATE, by=secretary)
        return
    opened = min(gathering.day - timedelta(days=40), yesterday(world))
    with on(opened, world):
        actions.set_status(gathering, Status.OPEN, by=secretary)
        for crowd in crowds(world, gathering, people + waiting):
            actions.register(gathering, crowd, by=secretary)


def crowds(world: World, gathering: Gathering, number: int) -> list[list[Comer]]:
    """Those who sit in the network first; then people of the companies, as the dice fall."""
    seated = (
        NetworkSeat.objects.in_force()
        .filter(network=gathering.network_id or 0)
        .select_related("person", "organisation")
    )
    comers = [Comer(person=seat.person, organisation=seat.organisation) for seat in seated]
    companies = list(world["staying"])
    world["chance"].shuffle(companies)
    most = 1 if gathering.is_annual_meeting else None  # one vote, one person
    others = [(person, company) for company in companies for person in world["people"][company.pk][:most]]
    taken = {comer.person.pk for comer in comers if comer.person}
    comers += [Comer(person=person, organisation=company) for person, company in others if person.pk not in taken]
    chosen = comers[:number]
    return [chosen[at : at + AT_ONCE] for at in range(0, len(chosen), AT_ONCE)]


house.demos.append((45, load))
