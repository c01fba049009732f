"""Who stands behind a position, worked out on the day it is asked: companies, employees, and names that may be told."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sterke.core.question import Question, today
from sterke.directory.models import Organisation
from sterke.membership.models import Membership

from .models import PolicyPosition, PositionEndorsement

# What each company that is a member today has said of a position; whom the reader may see is asked apart.
_said = Question(
    lambda position: (
        PositionEndorsement.objects.filter(
            position=position, organisation__in=Membership.objects.on(today()).values("organisation")
        )
        .order_by("organisation__sort_key", "organisation")
        .values_list("stance", "organisation__employees", "organisation__name", "organisation__slug", "shows_name")
    )
)
_members = Question(lambda: Membership.objects.on(today()).order_by().values_list("organisation").distinct())


@dataclass(frozen=True)
class Mandate:
    """How many stand behind it, and with how many employees; ``names`` are (name, address) of those that allow it."""

    companies: int
    employees: int
    members: int
    abstain: int
    object: int
    names: tuple[tuple[str, str], ...]

    @property
    def unnamed(self) -> int:
        return self.companies - len(self.names)

    @property
    def text(self) -> str:
        """ "74 companies with 3,912 employees stand behind this": the sentence beside the number."""
        if not self.employees:
            return ngettext("company stands behind this", "companies stand behind this", self.companies)
        said = ngettext(
            "company with %(employees)s employees stands behind this",
            "companies with %(employees)s employees stand behind this",
            self.companies,
        )
        return said % {"employees": number_format(self.employees, force_grouping=True)}


def mandate_of(position: PolicyPosition) -> Mandate:
    """Two questions. A company that has left the cluster no longer stands behind anything."""
    rows = list(_said(position.pk))
    behind = [row for row in rows if row[0] == PositionEndorsement.Stance.ENDORSES]
    stances = [row[0] for row in rows]
    return Mandate(
        companies=len(behind),
        employees=sum(row[1] or 0 for row in behind),
        members=_members().count(),
        abstain=stances.count(PositionEndorsement.Stance.ABSTAINS),
        object=stances.count(PositionEndorsement.Stance.OBJECTS),
        names=tuple((row[2], row[3]) for row in behind if row[4]),
    )


def shown(position: PolicyPosition, found: Mandate, day: date | None = None) -> dict[str, Any] | None:
    """As the house draws it (components/mandate.html); nothing while nobody stands behind it."""
    if not found.companies:
        return None
    parts = [_("of %(count)s members") % {"count": found.members}]
    if position.adopted_on:
        parts.append(
            _("adopted by %(body)s %(day)s")
            % {"body": str(position.adopted_by).lower(), "day": date_format(position.adopted_on)}
        )
    parts.append(_("counted %(day)s") % {"day": date_format(day or timezone.localdate())})
    return {
        "number": found.companies,
        "of": max(found.members, found.companies),
        "text": found.text,
        "detail": " · ".join(parts),
    }


def cluster_today() -> dict[str, str]:
    """How many members there are today, and the employees the register knows of in them."""
    rows = Membership.objects.on(timezone.localdate())
    employees = Organisation.objects.filter(pk__in=rows.values("organisation")).aggregate(Sum("employees"))
    return {
        "companies": number_format(rows.values("organisation").distinct().count(), force_grouping=True),
        "employees": number_format(employees["employees__sum"] or 0, force_grouping=True),
    }
