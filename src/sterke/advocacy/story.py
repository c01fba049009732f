"""The story of a case: everything that hangs on it, from all rooms, by day. One page at a time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import CharField, F, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.kept import MANY, remembered
from sterke.core.question import Question
from sterke.core.strands import Happening, Strand, gives_strand, strands_of

from .models import (
    AdvocacyCase,
    CaseEntry,
    CaseStep,
    Meeting,
    PolicyPosition,
    PoliticalPromise,
    PromiseOutcome,
    RadarHit,
)
from .naming import name_for
from .wording import held_by


@dataclass(frozen=True)
class Line:
    """A happening, with what sort it is of."""

    kind: str
    label: Any
    what: Happening


def _one_strand(name: str) -> Any:
    return next(strand for strand in strands_of(AdvocacyCase) if strand.name == name)


def _keys(user: Any, case: int, names: Iterable[str]) -> Any:
    """(day, sort, number) of everything of these sorts, as one question."""
    parts = [
        strand.rows(user, case)
        .order_by()
        .exclude(**{strand.day: None})
        .annotate(on=F(strand.day), strand=Value(name, CharField()), row=F("pk"))
        .values_list("on", "strand", "row")
        for name in names
        for strand in [_one_strand(name)]
    ]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


newest_first = Question(lambda user, case, *, names: _keys(user, case, names).order_by("-on", "strand", "-row"))
oldest_first = Question(lambda user, case, *, names: _keys(user, case, names).order_by("on", "strand", "row"))
_counted = Question(
    lambda user, case, *, name: _one_strand(name).rows(user, case).exclude(**{_one_strand(name).day: None})
)


def kinds(user: Any, case: AdvocacyCase) -> list[tuple[str, Any, int]]:
    """The sorts of things there are in a case's story for this reader: name, label, how many. Kept until something is
    written, or the day turns."""
    return remembered(("story", case.pk, user.pk, timezone.localdate()), lambda: _kinds(user, case))


def _kinds(user: Any, case: AdvocacyCase) -> list[tuple[str, Any, int]]:
    found = (
        (each.name, each.label, _counted(user, case.pk, name=each.name).count()) for each in strands_of(AdvocacyCase)
    )
    return [(name, label, count) for name, label, count in found if count]


def lines(user: Any, keys: Iterable[tuple[Any, str, int]]) -> list[Line]:
    """The lines of these keys, in their order. One question for each sort among them."""
    asked = list(keys)
    wanted: dict[str, list[int]] = {}
    for _day, name, pk in asked:
        wanted.setdefault(name, []).append(pk)
    strands = {strand.name: strand for strand in strands_of(AdvocacyCase)}
    told = {name: strands[name].tell(user, pks) for name, pks in wanted.items()}
    return [Line(name, strands[name].label, told[name][pk]) for _day, name, pk in asked if pk in told[name]]


class Pages:
    """The keys of a story for a pager: counted by the sum of the sorts, cut by the database."""

    ordered = True

    def __init__(self, user: Any, case: AdvocacyCase, sorts: list[tuple[str, Any, int]], *, oldest: bool = False):
        names = tuple(name for name, _label, _count in sorts)
        self.total = sum(count for _name, _label, count in sorts)
        self.keys: Any = (oldest_first if oldest else newest_first)(user, case.pk, names=names) if names else []
        if self.total > MANY and not user.is_authenticated:  # every visitor has the same
            key = ("story", case.pk, names, oldest, timezone.localdate())
            self.keys = remembered(key, partial(list, self.keys))

    def count(self) -> int:
        return self.total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> Any:
        return self.keys[part]


# The rows of one sort by their numbers.
_entries_at = Question(lambda pks: CaseEntry.objects.filter(pk__in=pks).select_related("organisation"))
_meetings_at = Question(lambda pks: Meeting.objects.filter(pk__in=pks))
_promises_at = Question(
    lambda pks: PoliticalPromise.objects.filter(pk__in=pks).select_related("office__organisation", "holder", "party")
)
_outcomes_at = Question(
    lambda pks: PromiseOutcome.objects.filter(pk__in=pks).select_related("promise__office__organisation")
)
_positions_at = Question(lambda pks: PolicyPosition.objects.filter(pk__in=pks).select_related("case", "adopted_by"))
_parliament_at = Question(lambda pks: RadarHit.objects.filter(pk__in=pks).select_related("item"))
_steps_at = Question(lambda pks: CaseStep.objects.filter(pk__in=pks))


def _entries(user: Any, pks: list[int]) -> dict[int, Happening]:
    return {
        row.pk: Happening(
            row.day,
            str(row),
            detail=", ".join(part for part in (row.get_kind_display(), name_for(user, row.organisation)) if part),
            source=row.source,
            source_url=row.source_url,
            language="" if row.text_en else "nb",
        )
        for row in _entries_at(pks)
    }


def _meetings(user: Any, pks: list[int]) -> dict[int, Happening]:
    return {
        row.pk: Happening(row.day, str(row), row.get_absolute_url(), row.words("summary")[:300])
        for row in _meetings_at(pks)
    }


def _promises(user: Any, pks: list[int]) -> dict[int, Happening]:
    return {
        row.pk: Happening(row.said_on, str(row), row.get_absolute_url(), held_by(row), row.source, row.source_url)
        for row in _promises_at(pks)
    }


def _outcomes(user: Any, pks: list[int]) -> dict[int, Happening]:
    return {
        row.pk: Happening(
            row.day,
            _("%(status)s: %(promise)s") % {"status": row.get_status_display().capitalize(), "promise": row.promise},
            row.promise.get_absolute_url(),
            row.words("evidence"),
            source_url=row.evidence_url,
        )
        for row in _outcomes_at(pks)
    }


def _positions(user: Any, pks: list[int]) -> dict[int, Happening]:
    return {
        row.pk: Happening(
            row.adopted_on,
            row.words("title"),
            row.get_absolute_url(),
            str(
                _("adopted by %(body)s, version %(number)s")
                % {"body": str(row.adopted_by).lower(), "number": row.number}
            ),
        )
        for row in _positions_at(pks)
        if row.adopted_on
    }


def _parliament(user: Any, pks: list[int]) -> dict[int, Happening]:
    return {
        row.pk: Happening(
            row.item.day,
            row.item.title,
            detail=", ".join(part for part in (row.item.get_kind_display(), row.item.reference) if part),
            source=str(_("Source")),
            source_url=row.item.url,
            language="nb",
        )
        for row in _parliament_at(pks)
        if row.item.day
    }


def _steps(user: Any, pks: list[int]) -> dict[int, Happening]:
    return {
        row.pk: Happening(row.done_on, str(row), source_url=row.source_url) for row in _steps_at(pks) if row.done_on
    }


def _of(model: Any, **more: Any) -> Any:
    return lambda user, case: model.objects.visible_to(user).filter(case=case, **more)


for strand in (
    Strand("hendelse", _("Decisions and events"), _of(CaseEntry), "day", _entries),
    Strand(
        "mote",
        _("Meetings"),
        lambda user, case: Meeting.objects.visible_to(user).held().filter(cases=case),
        "day",
        _meetings,
    ),
    Strand("lofte", _("Promises"), _of(PoliticalPromise), "said_on", _promises),
    Strand(
        "utfall",
        _("What became of promises"),
        lambda user, case: PromiseOutcome.objects.visible_to(user).filter(promise__case=case),
        "day",
        _outcomes,
    ),
    Strand("standpunkt", _("Positions"), _of(PolicyPosition, status__in=PolicyPosition.HELD), "adopted_on", _positions),
    Strand(
        "storting",
        _("Parliament and ministries"),
        _of(RadarHit, state=RadarHit.State.ACCEPTED),
        "item__day",
        _parliament,
    ),
    Strand("steg", _("Stages"), _of(CaseStep), "done_on", _steps),
):
    gives_strand(AdvocacyCase, strand)


def by_year(found: list[Line]) -> list[tuple[int, list[Line]]]:
    years = Counter(line.what.day.year for line in found)
    return [(year, [line for line in found if line.what.day.year == year]) for year in years]
