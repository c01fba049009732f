"""What there is to tell of a gathering that has been: a draft of news with the figures filled in."""

from typing import Any

from django.db.models import Count
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sterke.core.house import Story, Told, gives_story
from sterke.core.visibility import Visibility

from . import reports, told
from .models import Gathering, GatheringFeedback, Registration

FEW = 5  # answers: fewer say nothing of what people thought


@gives_story(Gathering)
def story_of(row: Gathering) -> Story | None:
    """None of a gathering that has not been. Names nobody who came, and quotes nobody who answered."""
    if row.status == Gathering.Status.DRAFT or row.is_cancelled or timezone.now() < row.over:
        return None
    audience = Visibility.PUBLIC if row.visibility == Visibility.PUBLIC else Visibility.MEMBERS
    return Story(in_language(row, "nb"), in_language(row, "en") if row.title_en else None, audience)


def in_language(row: Gathering, language: str) -> Told:
    with translation.override(language):
        counts = who_came(row)
        parts = [*aims(row), *thoughts(row), *programme(row)]
        return Told(
            _("%(gathering)s: %(came)s") % {"gathering": row, "came": came(counts)}, lead(row, counts), tuple(parts)
        )


def who_came(row: Gathering) -> dict[str, int]:
    rows = Registration.objects.filter(gathering=row).came()
    counted = {"companies": "organisation", "municipalities": "organisation__municipality"}
    return rows.aggregate(people=Count("pk"), **{name: Count(of, distinct=True) for name, of in counted.items()})


def came(counts: dict[str, int]) -> str:
    people = ngettext("%(count)s person", "%(count)s people", counts["people"]) % {"count": counts["people"]}
    if not counts["companies"]:
        return people
    number = counts["companies"]
    return people + " " + ngettext("from %(count)s company", "from %(count)s companies", number) % {"count": number}


def lead(row: Gathering, counts: dict[str, int]) -> str:
    words = {"day": date_format(row.day), "place": row.place, "came": came(counts)}
    said = _("%(came)s met on %(day)s at %(place)s.") if row.place else _("%(came)s met on %(day)s.")
    places = counts["municipalities"]
    where = ngettext("They came from %(count)s municipality.", "They came from %(count)s municipalities.", places)
    return " ".join(
        part for part in (said % words, where % {"count": places} if places > 1 else "", row.words("lead")) if part
    )


def aims(row: Gathering) -> list[tuple[str, str]]:
    """Each goal, what was wanted, and what was found of it."""
    lines = told.goals(row, list(reports.goals_of(row.pk)))
    parts = [("heading", _("What we wanted, and what came of it"))] if lines else []
    for line in lines:
        text = f"{line['goal']}. " + _("The target was %(target)s.") % line
        for result in line["results"]:
            text += " " + _("%(when)s: %(value)s. %(evidence)s") % result
        parts.append(("text", text if line["results"] else text + " " + _("It has not been measured yet.")))
    return parts


def thoughts(row: Gathering) -> list[tuple[str, str]]:
    marks = list(GatheringFeedback.objects.filter(gathering=row).values_list("useful", flat=True))
    if len(marks) < FEW:
        return []
    mean = number_format(sum(marks) / len(marks), 1)
    said = _("%(count)s answered afterwards. On a scale to 6 they found it worth %(mean)s.")
    return [("heading", _("What people thought")), ("text", said % {"count": len(marks), "mean": mean})]


def programme(row: Gathering) -> list[tuple[str, str]]:
    lines = [line_of(each) for each in told.programme(row)]
    return [("heading", _("The programme")), *(("text", line) for line in lines)] if lines else []


def line_of(each: dict[str, Any]) -> str:
    speakers = ", ".join(f"{who.name} ({who.title})" if who.title else who.name for who in each["speakers"])
    return str(each["item"]) + (f": {speakers}" if speakers else "")
