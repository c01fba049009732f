"""The ledger of promises: rows as plain lines, narrowed, and counted by how they stand, office and year.

A list of thousands is filtered while somebody waits: its lines are made of values, not of rows with their relations,
and its counts of one answer that is kept until something is written.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from sterke.core.kept import remembered
from sterke.core.paths import path_to
from sterke.core.question import Question
from sterke.core.templatetags.house import tone
from sterke.core.visibility import Visibility

from .models import AdvocacyCase, PoliticalPromise
from .wording import PROMISE_TONES, due_of, holder_of

FIELDS = (
    "pk", "said_on", "status", "visibility", "due", "paraphrase", "paraphrase_en", "due_event", "due_event_en",
    "reply", "reply_en", "office__title", "office__organisation__name", "holder__name", "party__name", "case__title",
    "case__title_en",
)  # fmt: skip
STATES = {each.value: each for each in PoliticalPromise.Status}


class Row(NamedTuple):
    pk: int
    said_on: date
    status: str
    visibility: str
    due: date | None
    paraphrase: str
    paraphrase_en: str
    due_event: str
    due_event_en: str
    reply: str
    reply_en: str
    office: str
    body: str
    holder: str | None
    party: str | None
    case: str
    case_en: str

    def words(self, name: str) -> str:
        return (getattr(self, f"{name}_en") if get_language() == "en" else "") or getattr(self, name)


@dataclass(frozen=True)
class PromiseLine:
    """A promise in a list, ready to be shown. ``language`` where it is not the reader's."""

    url: str
    text: str
    language: str
    facts: str
    case: str
    reply: str
    state: Any
    tone: str
    audience: Any  # empty for what everyone sees
    audience_tone: str


def line_of(row: Row) -> PromiseLine:
    who = holder_of(f"{row.office}, {row.body}", row.holder or "", row.party or "")
    facts = f"{who}, {date_format(row.said_on)}"
    due = due_of(row.due, row.words("due_event"))
    open_to_all = row.visibility == Visibility.PUBLIC
    return PromiseLine(
        url=path_to("advocacy:promise", row.pk),
        text=row.words("paraphrase"),
        language="" if get_language() != "en" or row.paraphrase_en else "nb",
        facts=f"{facts} · {due}" if due else facts,
        case=row.words("case"),
        reply=row.words("reply"),
        state=STATES[row.status].label,
        tone=tone(PROMISE_TONES[STATES[row.status]]),
        audience="" if open_to_all else Visibility(row.visibility).label,
        audience_tone=tone(row.visibility),
    )


def lines_of(rows: Iterable[Any]) -> list[PromiseLine]:
    """The lines of rows of values, as ``found``, ``of_case`` and ``of_meeting`` give them."""
    return [line_of(Row(*row)) for row in rows]


def _values(rows: Any) -> Any:
    return rows.order_by("-said_on", "-pk").values_list(*FIELDS)


found = Question(
    lambda user, *given, by: _values(
        PoliticalPromise.objects.visible_to(user).filter(**dict(zip(by, given, strict=True)))
    )
)
of_case = Question(lambda user, case: _values(PoliticalPromise.objects.visible_to(user).filter(case=case)))
of_meeting = Question(lambda user, meeting: _values(PoliticalPromise.objects.visible_to(user).filter(meeting=meeting)))


@dataclass(frozen=True)
class Wanted:
    """What a reader of the ledger asks for; empty is everything."""

    status: str = ""
    office: int = 0
    case: str = ""
    year: int = 0

    def asked(self) -> dict[str, Any]:
        asked: dict[str, Any] = {"status": self.status, "office": self.office, "case__slug": self.case}
        if self.year:
            asked |= {"said_on__gte": date(self.year, 1, 1), "said_on__lte": date(self.year, 12, 31)}
        return {name: value for name, value in asked.items() if value}

    def address(self, **other: Any) -> str:
        """The same, but for this; from its first page."""
        return "?" + urlencode({name: value for name, value in (asdict(self) | other).items() if value})


class Pages:
    """The lines asked for, for a pager that knows their number."""

    ordered = True

    def __init__(self, user: Any, wanted: Wanted, total: int) -> None:
        asked = wanted.asked()
        self.rows, self.total = found(user, *asked.values(), by=tuple(asked)), total

    def count(self) -> int:
        return self.total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[PromiseLine]:
        return lines_of(self.rows[part])


_counted = Question(
    lambda user: (
        PoliticalPromise.objects.visible_to(user)
        .order_by()
        .values_list("status", "office", "case__slug", "said_on__year")
        .annotate(count=Count("pk"))
    )
)


class Tally(NamedTuple):
    """How many there are of one kind, and the address of the ledger narrowed to it (or let loose, where it is)."""

    value: Any
    label: Any
    number: int
    address: str
    chosen: bool


@dataclass(frozen=True)
class Counts:
    """How many stand how, of which office, and from which year: of those asked for but in that one respect."""

    states: list[Tally]
    offices: list[Tally]
    years: list[Tally]
    total: int


def counts(user: Any, wanted: Wanted) -> Counts:
    """One walk through what is kept: (state, office, case, year), and how many."""
    rows = remembered(("promises", user.pk, timezone.localdate()), lambda: list(_counted(user)))
    asked = (wanted.status, wanted.office, wanted.case, wanted.year)
    by: tuple[Counter, ...] = (Counter(), Counter(), Counter(), Counter())
    total = 0
    for *has, count in rows:
        other = [at for at, want in enumerate(asked) if want and want != has[at]]
        if not other:
            total += count
            for at in (0, 1, 3):
                by[at][has[at]] += count
        elif len(other) == 1:
            by[other[0]][has[other[0]]] += count

    def tally(name: str, value: Any, label: Any, number: int) -> Tally:
        chosen = getattr(wanted, name) == value
        return Tally(value, label, number, wanted.address(**{name: "" if chosen else value}), chosen)

    seen = choices(user)
    return Counts(
        [tally("status", each.value, each.label, by[0][each.value]) for each in PoliticalPromise.Status],
        [tally("office", pk, name, by[1][pk]) for pk, name in seen.offices if by[1][pk]],
        [tally("year", year, str(year), by[3][year]) for year in seen.years if by[3][year]],
        total,
    )


_offices = Question(
    lambda user: (
        PoliticalPromise.objects.visible_to(user)
        .order_by("office__title", "office__organisation__sort_key", "office")
        .values_list("office", "office__title", "office__organisation__name")
        .distinct()
    )
)
_cases = Question(
    lambda user: (
        AdvocacyCase.objects.visible_to(user)
        .filter(Exists(PoliticalPromise.objects.visible_to(user).filter(case=OuterRef("pk"))))
        .order_by("sort_key", "pk")
    )
)
_years = Question(
    lambda user: PoliticalPromise.objects.visible_to(user).order_by().values_list("said_on__year").distinct()
)


@dataclass(frozen=True)
class Choices:
    """What the ledger can be narrowed by: offices (number, name), cases, years."""

    offices: list[tuple[int, str]]
    cases: list[AdvocacyCase]
    years: list[int]


def choices(user: Any) -> Choices:
    """Kept until something is written, or the day turns: an embargo may end."""
    return remembered(("promised", user.pk, timezone.localdate()), lambda: _choices(user))


def _choices(user: Any) -> Choices:
    offices = [(pk, f"{title}, {body}") for pk, title, body in _offices(user)]
    years = sorted((year for (year,) in _years(user)), reverse=True)
    return Choices(offices, list(_cases(user)), years)
