"""Cases' part of the demo cluster: what others did is real, with its source; what we did ourselves is invented."""

from datetime import date, timedelta
from typing import Any

from sterke.core.demo import on
from sterke.core.house import house
from sterke.core.models import OutgoingMail
from sterke.directory.models import Office
from sterke.goals.demo import day_of
from sterke.goals.models import Goal
from sterke.region.models import Indicator, Journey

from . import actions, demo_consultations, demo_meetings, demo_positions
from .models import AdvocacyCase, CaseEntry, CaseStep, Meeting, PoliticalPromise, Stakeholding

World = dict[str, Any]
WRITTEN_SINCE = 880  # days: what is older was written into the cases then


def load(world: World) -> None:
    words = world["words"]
    world["cases"] = {row["slug"]: take_up(world, row) for row in words.get("case", [])}
    demo_positions.hold(world)
    demo_meetings.meet(world)
    for row in words.get("promise", []):
        promise(world, row)
    demo_consultations.consult(world)
    OutgoingMail.objects.filter(purpose="advocacy").delete()  # years ago; what is due soon is told today
    actions.remind_owners()
    actions.remind_owners_of_consultations()


def written(world: World, day: date) -> date:
    """The day something was written down: its own, if it is not older than the cases are."""
    first, last = world["today"] - timedelta(days=WRITTEN_SINCE), world["today"] - timedelta(days=1)
    return min(max(day, first), last)


def somebody(world: World, who: str | int) -> Any:
    """The secretary, or one on the board by number."""
    return world["secretary"].person if who == "secretary" else world["board"][who]


def maybe_day(world: World, given: Any) -> date | None:
    return None if given == "" else day_of(world, given)


def take_up(world: World, row: dict[str, Any]) -> AdvocacyCase:
    secretary = world["secretary"]
    facts = {name: row[name].strip() for name in ("title", "title_en", "ask", "ask_en", "why", "why_en")}
    with on(written(world, row["started"]), world):
        case = actions.start_case(
            **facts, slug=row["slug"], is_priority=row.get("priority", False), order=row["order"],
            owner=somebody(world, row["owner"]), press_contact=world["board"][0], started_on=row["started"],
            visibility="public", goals=Goal.objects.filter(slug__in=row["goals"]),
            indicators=Indicator.objects.filter(slug__in=row["indicators"]),
            journeys=[found for each in row["journeys"] if (found := journey(*each))], by=secretary,
        )  # fmt: skip
    for each in row["entries"]:
        entry(world, case, *each)
    for each in row["steps"]:
        step(world, case, *each)
    for each in row["stands"]:
        stand(world, case, *each)
    return case


def journey(origin: str, goal: str, means: str) -> Journey | None:
    return Journey.objects.filter(origin__slug=origin, goal=goal, means=means).first()


def entry(world: World, case: AdvocacyCase, day: date, kind: str, nb: str, en: str, whose: str, *source: str) -> None:
    row = CaseEntry(
        case=case, kind=kind, day=day, text=nb, text_en=en, organisation=world["neighbours"].get(whose),
        source=source[0], source_url=source[1], visibility="public",
    )  # fmt: skip
    with on(written(world, day), world):
        actions.put(row, by=world["secretary"])


def step(world: World, case: AdvocacyCase, nb: str, en: str, due: Any, done: Any, address: str) -> None:
    came = maybe_day(world, done)
    row = CaseStep(case=case, name=nb, name_en=en, due=maybe_day(world, due), done_on=came, source_url=address)
    with on(written(world, came or case.started_on), world):
        actions.put(row, by=world["secretary"])


def stand(world: World, case: AdvocacyCase, who: str, stance: str, nb: str, en: str, address: str) -> None:
    row = Stakeholding(
        case=case, organisation=world["neighbours"][who], stance=stance, said=nb, said_en=en, source_url=address
    )
    with on(written(world, case.started_on), world):
        actions.put(row, by=world["secretary"])


def office(title: str, organisation: str) -> Office:
    return Office.objects.get(title=title, organisation__name=organisation)


def promise(world: World, row: dict[str, Any]) -> None:
    """Given on its day, and what became of it on each day somebody looked."""
    said, secretary = day_of(world, row["said"]), world["secretary"]
    days = {
        field: day_of(world, row[name])
        for field, name in (("due", "due"), ("embargo_until", "embargo"), ("reply_on", "reply_on"))
        if name in row
    }
    given = PoliticalPromise(
        case=world["cases"][row["case"]], office=office(*row["office"]), paraphrase=row["nb"], paraphrase_en=row["en"],
        said_on=said, meeting=Meeting.objects.filter(title=row.get("meeting", "")).first(), visibility="public",
        source=row.get("source", ""), source_url=row.get("url", ""), witnesses=row.get("witnesses", ""),
        due_event=row.get("event", ""), due_event_en=row.get("event_en", ""), reply=row.get("reply", ""),
        reply_en=row.get("reply_en", ""), **days,
    )  # fmt: skip
    with on(written(world, said), world):
        actions.write_down(given, by=secretary)
    for status, found, nb, en, address in row.get("told", []):
        day = day_of(world, found)
        with on(written(world, day), world):
            actions.tell_outcome(
                given, status=status, day=day, evidence=nb, evidence_en=en, evidence_url=address, by=secretary
            )


house.demos.append((38, load))
