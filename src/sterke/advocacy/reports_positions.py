"""Reads of positions: one with its versions, its claims and the newest figures, whom it was given."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.formats import date_format

from sterke.core.question import Question, today
from sterke.region.models import Observation
from sterke.region.series import told
from sterke.region.told import source_of

from . import reports
from .claims import FRESH, state_of
from .differences import Piece, differences
from .models import FIGURE, AdvocacyCase, Claim, PolicyPosition, PositionHandover
from .wording import in_language


def _newest(field: str) -> Any:
    """The newest figure up to today under the definition in force: of the claim's municipality, or of the region."""
    rows = Observation.objects.filter(
        series__indicator=OuterRef("indicator"), series__ended_at=None, day__lte=today()
    ).exclude(value=None)
    rows = rows.order_by("-day").values(field)
    region, place = rows.filter(municipality=None), rows.filter(municipality=OuterRef("municipality"))
    return Case(When(municipality=None, then=Subquery(region[:1])), default=Subquery(place[:1]))


def with_newest(rows: Any) -> Any:
    """Claims with the newest figure there is. One question, however many there are."""
    rows = rows.select_related("indicator", "municipality")
    return rows.annotate(newest_value=_newest("value"), newest_on=_newest("day"))


claims_of = Question(lambda position: with_newest(Claim.objects.filter(position=position)).order_by("pk"))
handovers_of = Question(
    lambda position: (
        PositionHandover.objects.filter(position=position).select_related("organisation").order_by("-day", "-pk")
    )
)


@dataclass(frozen=True)
class Said:
    """A claim as it is read: the sentence around its figure, where the figure is from, and whether it still holds."""

    claim: Claim
    before: str
    figure: str
    after: str
    source: str
    state: str
    newest: str

    @property
    def text(self) -> str:
        return f"{self.before}{self.figure}{self.after}"


def period_said(day: date) -> str:
    """2026 for a figure of a year, "november 2025" for another; the day is the first of its period."""
    return f"{day:%Y}" if (day.month, day.day) == (1, 1) else date_format(day, "F Y")


def said(row: Any, day: date) -> Said:
    """Of a claim with its newest figure."""
    before, _figure, after = in_language(row, "sentence").partition(FIGURE)
    decimals = row.indicator.decimals
    state = state_of(row.value, row.value_on, row.newest_value, row.newest_on, row.tolerance, row.stale_days, day)
    newest = f"{told(row.newest_value, decimals)} ({period_said(row.newest_on)})" if row.newest_on else ""
    where = f"{row.indicator}, {row.municipality}" if row.municipality else str(row.indicator)
    source = f"{where}, {period_said(row.value_on)}. {source_of(row.indicator, row.indicator.fetched_at)}"
    return Said(row, before, told(row.value, decimals), after, source, state, newest)


def said_in(position: PolicyPosition) -> list[Said]:
    day = timezone.localdate()
    return [said(claim, day) for claim in claims_of(position.pk)]


@dataclass(frozen=True)
class Found:
    """A version of a case's position, among those this reader may see, newest first."""

    case: AdvocacyCase
    row: PolicyPosition
    versions: list[PolicyPosition]

    @property
    def before(self) -> PolicyPosition | None:
        """The version that was in force before it."""
        return next((each for each in self.versions if each.number < self.row.number and each.is_held), None)

    @property
    def under_way(self) -> PolicyPosition | None:
        return next((each for each in self.versions if each.is_under_way), None)

    def changes(self) -> list[list[Piece]]:
        """What is new since the version before it: in the reader's language where both have it, else in bokmål."""
        if self.before is None:
            return []
        both = self.before.text_en and self.row.text_en
        old, new = (
            "\n".join(each.words(name) if both else getattr(each, name) for name in ("title", "text"))
            for each in (self.before, self.row)
        )
        return differences(old, new)


def find(user: Any, slug: str, number: int) -> Found | None:
    case = reports.case_at(user, slug).first()
    versions = list(reports.positions_of(user, case.pk)) if case else []
    row = next((each for each in versions if each.number == number), None)
    return Found(case, row, versions) if case and row else None


# For the desk.
def flagged_claims(day: date) -> Any:
    """Claims of positions in force with their newest figures; those whose figure a version under way has taken are
    not among them. Two questions."""
    rows = with_newest(Claim.objects.filter(position__status=PolicyPosition.Status.ADOPTED))
    rows = rows.filter(position__case__archived_on=None).select_related(
        "indicator", "municipality", "position__case__owner"
    )
    found = [(row, said(row, day)) for row in rows.order_by("pk")]
    flagged = [(row, each) for row, each in found if each.state != FRESH]
    taken = figures_under_way({row.position.case_id for row, _each in flagged}) if flagged else set()
    return [(row, each) for row, each in flagged if (row.position.case_id, same(row), row.newest_value) not in taken]


def same(claim: Claim) -> tuple[str, int, int | None]:
    """What makes a claim the same in two versions."""
    return claim.sentence, claim.indicator_id, claim.municipality_id


def figures_under_way(cases: set[int]) -> set[tuple[int, tuple[str, int, int | None], Decimal]]:
    rows = Claim.objects.filter(position__case__in=cases, position__status__in=PolicyPosition.UNDER_WAY)
    return {(row.position.case_id, same(row), row.value) for row in rows.select_related("position")}


def asked() -> Any:
    """Positions asked of the members and not decided yet."""
    rows = PolicyPosition.objects.filter(status=PolicyPosition.Status.ASKED, case__archived_on=None)
    return rows.select_related("case__owner").order_by(F("answer_by"), "pk")


def owned_by(user: Any, rows: Any) -> Any:
    return rows if user.is_secretary else rows.filter(Q(case__owner__user=user.pk))
