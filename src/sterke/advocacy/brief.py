"""The brief for a meeting: two pages that let all who speak say the same three things. Nothing from the notes."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import pdf
from sterke.membership.models import Membership
from sterke.region.lines import lines
from sterke.region.models import Indicator
from sterke.region.templatetags.mark import region_places

from . import mandate, reports
from .models import AdvocacyCase, Attendance, Meeting, PolicyPosition, PoliticalPromise
from .wording import due_said

MOST_ASKS, MOST_FIGURES, MOST_PROMISES, LONGEST_POSITION = 3, 6, 6, 900


def brief(meeting: Meeting, today: date) -> bytes:
    """Raises pdf.NotSet."""
    mark = [(place.hex_column, place.hex_row) for place in region_places()]
    return pdf.paper("advocacy/papers/brief.typ", facts(meeting, today), title=str(meeting), mark=mark)


def facts(meeting: Meeting, today: date) -> dict[str, Any]:
    """What the paper says, as plain data: for the reader at the table, who is one of us."""
    cases = list(meeting.cases.order_by("order", "sort_key", "pk"))
    attendances = list(reports.attendances_of(meeting.pk))
    theirs = [each for each in attendances if not each.is_ours]
    return {
        "words": words(),
        "when": when(meeting),
        "theirs": [whole(each) for each in theirs],
        "ours": [whole(each) for each in attendances if each.is_ours],
        "asks": asks(meeting, cases),
        "positions": [said for case in cases if (said := position(case))],
        "figures": figures(cases),
        "promises": promises(theirs, today),
        "host": host(meeting, today),
        "programme": [line for line in meeting.programme.splitlines() if line.strip()],
        "made": _("Made %(day)s. For those who speak; do not hand it over.") % {"day": date_format(today)},
    }


def whole(row: Attendance) -> str:
    """ "Kari Moen, minister, the ministry": with the body, where the title does not say it."""
    body = str(row.organisation or "")
    return str(row) if not body or body in str(row) else f"{row}, {body}"


def words() -> dict[str, str]:
    return {
        "brief": _("Brief"),
        "asks": _("What we ask for"),
        "position": _("Where we stand"),
        "figures": _("Figures to use"),
        "promises": _("What this office has promised"),
        "none": _("Nothing is written down."),
        "host": _("The host in figures"),
        "theirs": _("Those we meet"),
        "ours": _("From us"),
        "programme": _("Programme"),
    }


def when(meeting: Meeting) -> str:
    hours = "–".join(f"{each:%H.%M}" for each in (meeting.starts, meeting.ends) if each)
    return ", ".join(part for part in (date_format(meeting.day), hours, meeting.place) if part)


def asks(meeting: Meeting, cases: list[AdvocacyCase]) -> list[str]:
    """Those written for the meeting; else the first points of its cases, one of each in turn."""
    own = [str(ask) for ask in reports.asks_of(meeting.pk)]
    turns = [case.points[at] for at in range(MOST_ASKS) for case in cases if at < len(case.points)]
    return (own or turns)[:MOST_ASKS]


def position(case: AdvocacyCase) -> dict[str, str] | None:
    """The version in force, shortened between words, and who stands behind it."""
    held = PolicyPosition.objects.in_force().filter(case=case).select_related("case", "adopted_by").first()
    if held is None:
        return None
    behind = mandate.mandate_of(held)
    text = held.words("text").strip()
    short = text if len(text) <= LONGEST_POSITION else text[:LONGEST_POSITION].rpartition(" ")[0] + " …"
    said = {
        "body": str(held.adopted_by).lower(),
        "day": date_format(held.adopted_on or held.made_on),
        "number": held.number,
    }
    adopted = _("Version %(number)s, adopted by %(body)s %(day)s") % said
    stands = f"{behind.companies} {behind.text}" if behind.companies else ""
    return {"case": str(case), "title": held.words("title"), "text": short, "adopted": adopted, "behind": stands}


def figures(cases: Iterable[AdvocacyCase]) -> list[dict[str, str]]:
    """The newest figures behind the cases, with source and date. Only what everyone may see: it is to be said aloud."""
    rows = Indicator.objects.visible_to(AnonymousUser()).filter(cases__in=cases).distinct().order_by("order", "slug")
    found = [
        {
            "value": f"{line['value']} {line['unit']}".strip(),
            "name": str(line["indicator"]),
            "moved": str(line["moved"]),
            "source": f"{line['period']}. {line['source']}",
        }
        for line in lines(AnonymousUser(), list(rows))
    ]
    return found[:MOST_FIGURES] + journeys(cases)


def journeys(cases: Iterable[AdvocacyCase]) -> list[dict[str, str]]:
    found = []
    for case in cases:
        for row in reports.journeys_of(AnonymousUser(), case.pk):
            asked = (
                _("%(minutes)s %(how)s") % {"minutes": row.asked_minutes, "how": row.asked_for}
                if row.asked_minutes
                else ""
            )
            source = f"{row.shown_source}, {date_format(row.measured_on)}"
            found.append(
                {
                    "value": _("%(count)s min") % {"count": row.minutes},
                    "name": str(row),
                    "moved": asked,
                    "source": source,
                }
            )
    return found[:2]


def promises(theirs: Iterable[Attendance], today: date) -> list[dict[str, str]]:
    """What the offices we meet have promised before, by whoever held them, newest first."""
    offices = [each.office_id for each in theirs if each.office_id]
    rows = PoliticalPromise.objects.filter(office__in=offices).select_related("office", "holder")
    return [
        {
            "what": str(row),
            "who": ", ".join(part for part in (str(row.office.title), row.holder.name if row.holder else "") if part),
            "said": date_format(row.said_on),
            "due": due_said(row),
            "status": str(row.get_status_display()),
            "late": "yes" if row.is_overdue(today) else "",
        }
        for row in rows.order_by("-said_on", "-pk")[:MOST_PROMISES]
    ]


def host(meeting: Meeting, today: date) -> dict[str, str]:
    """What the register says of the host, and since when it is with us."""
    row = meeting.host
    if row is None:
        return {}
    joined = Membership.objects.on(today).filter(organisation=row).order_by("joined_on").first()
    said = {
        _("Employees"): row.size_text or "",
        _("Industry"): row.industry,
        _("Municipality"): str(row.municipality or ""),
        _("Member since"): str(joined.joined_on.year) if joined else "",
    }
    return {"name": str(row), **{label: value for label, value in said.items() if value}}
