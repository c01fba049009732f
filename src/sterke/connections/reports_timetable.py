"""A run of the timetable in words: how far it is, how good it became, and why which wishes were not met."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from .models import MeetingRound, RoundParticipant, TimetableRun, Wish
from .reports_rounds import entries_of
from .wording_rounds import clock, place, who, why_missed

SHOWN = 300  # misses on the page; all are in the file
BROKEN = {
    "stopped": _("It was stopped before the worker began."),
    "worker": _("The machine that worked on it stopped. The timetable from before stands; start again."),
}


def progress_of(run: TimetableRun) -> dict[str, Any]:
    """How far it is, for the bar and the sentence beside it."""
    seen = run.progress or {}
    value, bound = seen.get("value", 0), seen.get("bound", 0)
    failed = run.state == run.State.FAILED or run.is_broken
    return {
        "is_running": run.is_unfinished and not run.is_broken,
        "is_made": run.state in (run.State.DONE, run.State.STOPPED),
        "spent": seen.get("seconds", 0),
        "done": min(int(seen.get("seconds", 0)), run.seconds),
        "value": value,
        "bound": bound,
        "share": percent(value, bound),
        "why": (BROKEN.get(run.error or "worker") or _t("Something it stood on was changed meanwhile. Start again."))
        if failed
        else "",
    }


def percent(part: int, whole: int) -> str:
    """ "99.7 %", never rounded up to what it is not."""
    if not whole or part >= whole:
        return _t("%(number)s %%") % {"number": 100}
    return _t("%(number)s %%") % {"number": number_format(int(1000 * part / whole) / 10, 1)}


def told(run: TimetableRun, user: Any) -> dict[str, Any]:
    """The report for those who manage the gathering; of who wished for themselves they are told nothing either."""
    found = run.report
    misses = list(misses_of(run, user))
    people = names_of(run.round)
    reasons: Counter[str] = Counter(
        why_missed(why, 0) if "stronger" not in why else kind_of(why) for *_who, why, _n in misses
    )
    return {
        "value": found["value"],
        "bound": found["bound"],
        "share": percent(found["value"], found["bound"]),
        "is_best": found.get("best", False),
        "greedy": found["greedy"],
        "gained": found["value"] - found["greedy"],
        "seconds": found["seconds"],
        "meetings": found["meetings"],
        "most": found["most_meetings"],
        "fewest": found["fewest_meetings"],
        "worst_share": percent_of(found["worst_share"]),
        "middle_share": percent_of(found["middle_share"]),
        "alone": [(people[pk], whys_of(pk, misses)) for pk in found["people_without_meeting"] if pk in people],
        "reasons": reasons.most_common(),
        "missed": len(misses),
        "misses": [said(miss, people) for miss in misses[:SHOWN]],
        "was_stopped": found.get("stopped", False),
    }


def percent_of(share: float) -> str:
    return _t("%(number)s %%") % {"number": int(100 * share)}


def kind_of(why: str) -> str:
    if why.startswith("own"):
        return _t("their own times went to stronger wishes")
    return _t("the other's times went to stronger wishes")


def misses_of(run: TimetableRun, user: Any) -> Iterator[tuple[int, int, int, str, int]]:
    """Each wish that was not met, strongest first. Whoever manages it does not read either who wished for them."""
    own = getattr(getattr(user, "person", None), "pk", 0)
    mine = set(RoundParticipant.objects.filter(round=run.round, registration__person=own).values_list("pk", flat=True))
    for wisher, wished, strength, why, stronger in sorted(run.report["misses"], key=lambda each: -each[2]):
        if wished not in mine:
            yield wisher, wished, strength, why, stronger


def names_of(round: MeetingRound) -> dict[int, str]:
    return {row.pk: who(row) for row in RoundParticipant.objects.filter(round=round).by_name()}


def said(miss: tuple[int, int, int, str, int], people: dict[int, str]) -> tuple[str, str, str, str]:
    wisher, wished, strength, why, stronger = miss
    label = Wish.Strength(strength).label
    return people.get(wisher, "–"), people.get(wished, "–"), str(label), why_missed(why, stronger)


def whys_of(pk: int, misses: list[tuple[int, int, int, str, int]]) -> str:
    """Why somebody stands without a meeting: the reasons of their own wishes."""
    whys = dict.fromkeys(why_missed(why, n) for wisher, _other, _s, why, n in misses if wisher == pk)
    return "; ".join(whys) or _t("no wish of theirs counts any more")


def misses_sheet(run: TimetableRun, user: Any) -> tuple[list[str], Iterator[list[Any]]]:
    headings = [_t("Who"), _t("Wished for"), _t("How much"), _t("Why not")]
    people = names_of(run.round)
    return headings, (list(said(miss, people)) for miss in misses_of(run, user))


def timetable_sheet(round: MeetingRound) -> tuple[list[str], Iterator[list[Any]]]:
    headings = [
        _t("From"),
        _t("To"),
        _t("Where"),
        _t("Who"),
        _t("Company"),
        _t("With whom"),
        _t("Company of the other"),
    ]
    rows = (
        [
            clock(entry.slot.starts), clock(entry.slot.ends), place(entry), entry.one.name, entry.one.company,
            entry.other.name, entry.other.company,
        ]
        for entry in entries_of(round)
    )  # fmt: skip
    return headings, rows
