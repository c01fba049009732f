"""The demo cluster's meetings: held, told of or not, and two to come; with notes, asks, and what was taken on."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from sterke.core.demo import on
from sterke.directory.models import Office
from sterke.goals.demo import day_of

from . import actions
from .models import Ask, FollowUp, Meeting, MeetingNote

World = dict[str, Any]
BEFORE = 14  # days: a meeting is planned so long ahead
OLD_NOTE = 450  # days: notes older than that were looked through since
LOOKED = 100


def meet(world: World) -> None:
    for row in world["words"].get("meeting", []):
        meeting = hold(world, row)
        for number, words in enumerate(row["follow_ups"]):
            take_on(world, meeting, number, *words)


def workday(day: date) -> date:
    """The same day, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def yesterday(world: World) -> date:
    last: date = world["today"] - timedelta(days=1)
    return last


def hold(world: World, row: dict[str, Any]) -> Meeting:
    """Planned a fortnight before, with those who come and what is asked; then told of, with notes from the room."""
    secretary, day = world["secretary"], workday(day_of(world, row["day"]))
    host = world["staying"][row["host"]] if "host" in row else None
    cases = [world["cases"][slug] for slug in row["cases"]]
    start, end = (time.fromisoformat(hour) for hour in row["hours"])
    with on(min(day - timedelta(days=BEFORE), yesterday(world)), world):
        meeting = actions.plan_meeting(
            by=secretary, title=row["title"], title_en=row["title_en"], day=day, starts=start, ends=end,
            place=row.get("place") or str(host or ""), format=row["format"], host=host, cases=cases,
            programme=row.get("programme", "").strip(), summary=row.get("summary", ""),
            summary_en=row.get("summary_en", ""), visibility="public" if row["public"] else "secretariat",
        )  # fmt: skip
        come(world, meeting, row, host)
        for slug, nb, en, answer, answer_en in row["asks"]:
            ask = Ask(
                meeting=meeting, case=world["cases"][slug], text=nb, text_en=en, answer=answer, answer_en=answer_en
            )
            actions.put_ask(ask, by=secretary)
    Meeting.objects.filter(pk=meeting.pk).update(logged_at=at_noon(min(day, yesterday(world))))
    if row.get("note"):
        note(world, meeting, row["note"])
    return meeting


def come(world: World, meeting: Meeting, row: dict[str, Any], host: Any) -> None:
    """The offices; of ours the secretary, the chair, and somebody of the host."""
    comers = [
        actions.Comer(office=Office.objects.get(title=title, organisation__name=where))
        for title, where in row["offices"]
    ]
    comers += [actions.Comer(is_ours=True, person=person) for person in (world["secretary"].person, world["board"][0])]
    if host is not None:
        comers.append(actions.Comer(is_ours=True, person=world["people"][host.pk][0], organisation=host))
    for comer in comers:
        actions.note_who_came(meeting, comer, by=world["secretary"])


def note(world: World, meeting: Meeting, text: str) -> None:
    with on(min(meeting.day, yesterday(world)), world):
        written = actions.write_note(meeting, text=text, by=world["secretary"])
    age = (world["today"] - meeting.day).days
    looked = meeting.day if age < OLD_NOTE else world["today"] - timedelta(days=LOOKED)
    MeetingNote.objects.filter(pk=written.pk).update(at=at_noon(meeting.day), reviewed_on=looked)


def take_on(world: World, meeting: Meeting, number: int, what: str, who: str | int, due: int, done: Any) -> None:
    owner = world["secretary"].person if who == "secretary" else world["board"][who]
    row = FollowUp(
        meeting=meeting, case=meeting.cases.first() if number else None, what=what, owner=owner,
        due=day_of(world, due),
    )  # fmt: skip
    with on(min(meeting.day, yesterday(world)), world):
        actions.take_on(row, by=world["secretary"])
    if done != "":
        day = max(day_of(world, done), meeting.day)
        with on(day, world):
            actions.finish(row, by=world["secretary"])
        FollowUp.objects.filter(pk=row.pk).update(done_on=day)


def at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
