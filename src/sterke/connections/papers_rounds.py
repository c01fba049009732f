"""Meeting rounds as papers: programmes, signs for the tables, the whole list."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sterke.core import pdf
from sterke.gatherings.on_paper import mark
from sterke.gatherings.told import capital
from sterke.gatherings.wording import when, where

from .mails_rounds import programme_of
from .models import MeetingRound, RoundParticipant, TimetableEntry
from .reports_rounds import entries_of, programmes_of
from .wording_rounds import place, span, who

MOST_PAGES = 1500


def own_programme(me: RoundParticipant) -> bytes:
    """Raises pdf.NotSet."""
    with translation.override(me.registration.language):
        return programmes(me.round, [page_of(me, programme_of(me))])


def all_programmes(round: MeetingRound) -> bytes:
    """One page for each, to hand out at the door. Raises pdf.NotSet."""
    rows = programmes_of(round, entries_of(round))
    return programmes(round, [page_of(each.row, each.entries) for each in rows if each.row.takes_part][:MOST_PAGES])


def programmes(round: MeetingRound, pages: list[dict[str, Any]]) -> bytes:
    data = {
        "pages": pages,
        "facts": facts(round),
        "words": {
            "title": _("Your meetings"), "none": _("No meetings this time."), "notes": _("Notes"),
        },
    }  # fmt: skip
    return pdf.paper("connections/papers/programmes.typ", data, title=str(round), mark=mark())


def page_of(me: RoundParticipant, entries: list[TimetableEntry]) -> dict[str, Any]:
    meetings = [
        {
            "time": span(entry.slot), "place": capital(place(entry, me)), "name": entry.partner_of(me).name,
            "company": entry.partner_of(me).company, "about": entry.partner_of(me).about,
        }
        for entry in entries
    ]  # fmt: skip
    return {"name": me.name, "company": me.company, "meetings": meetings}


def facts(round: MeetingRound) -> str:
    gathering = round.gathering
    return " · ".join(part for part in (capital(when(gathering)), where(gathering)) if part)


def table_signs(round: MeetingRound) -> bytes:
    """A sheet for each table and stand, with who sits there when. Raises pdf.NotSet."""
    signs: dict[tuple[int, str], list[list[str]]] = {(number, ""): [] for number in range(1, round.tables + 1)}
    for entry in entries_of(round):
        key = (entry.table, "") if entry.table else (10_000, who(entry.host) if entry.host else "")
        signs.setdefault(key, []).append([span(entry.slot), who(entry.one), who(entry.other)])
    told = [
        {
            "big": name or str(number),
            "small": pgettext("at a gathering", "Stand") if name else pgettext("to sit at", "Table"),
            "lines": lines,
        }
        for (number, name), lines in sorted(signs.items())
        if lines
    ]
    return pdf.paper("connections/papers/signs.typ", {"signs": told}, title=str(round), mark=mark())


def whole_list(round: MeetingRound) -> bytes:
    """All meetings by time, and everybody by name. Raises pdf.NotSet."""
    entries = entries_of(round)
    times = [
        {
            "time": span(slot),
            "meetings": [
                {"place": capital(place(entry)), "one": who(entry.one), "other": who(entry.other)}
                for entry in entries
                if entry.slot_id == slot.pk
            ],
        }
        for slot in round.times
    ]
    people = [
        {
            "name": each.row.name, "company": each.row.company,
            "lines": [" ".join((time, f"{capital(at)}:", partner)) for time, at, partner in each.lines()],
        }
        for each in programmes_of(round, entries)
    ]  # fmt: skip
    words = {"by_time": _("By time"), "by_name": _("By name"), "none": _("no meetings")}
    data = {"facts": facts(round), "times": times, "people": people, "words": words}
    return pdf.paper("connections/papers/timetable.typ", data, title=str(round), mark=mark())
