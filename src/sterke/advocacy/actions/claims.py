"""A claim: a sentence of a position whose figure the system fills in, and renews when one says so."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.region.models import Observation
from sterke.region.reports import figure_on

from .. import permissions
from ..models import Claim, PolicyPosition
from ..reports_positions import same
from .positions import lock, lock_under_way, record, start_position

Status = PolicyPosition.Status


def fill(claim: Claim) -> Observation:
    """The newest figure of the municipality or the region goes into the claim."""
    figure = figure_on(claim.indicator_id, timezone.localdate(), claim.municipality_id)
    if figure is None or figure.value is None:
        raise ValidationError({"indicator": _("There is no figure for this place yet.")})
    claim.value, claim.value_on = figure.value, figure.day
    return figure


@transaction.atomic
def put_claim(claim: Claim, *, by: Any) -> Claim:
    """Put a claim into a version that is under way, or change it. The newest figure goes into it."""
    if not permissions.can_lead(by, claim.position.case):
        raise PermissionDenied
    position = lock_under_way(claim.position)
    is_new = claim.pk is None
    fill(claim)
    claim.full_clean()
    claim.save()
    record("claim.put" if is_new else "claim.changed", position, by, what=claim.sentence, value=str(claim.value))
    return claim


@transaction.atomic
def strike_claim(claim: Claim, *, by: Any) -> None:
    if not permissions.can_lead(by, claim.position.case):
        raise PermissionDenied
    position = lock_under_way(claim.position)
    record("claim.struck", position, by, what=claim.sentence)
    claim.delete()


@transaction.atomic
def take_new_figure(claim: Claim, *, by: Any) -> PolicyPosition:
    """Take the newest figure into a claim; gives the version it stands in.

    A version under way gets it in place. What is adopted stands: a new version is begun with all its claims, or the
    one that is under way is used.
    """
    if not permissions.can_lead(by, claim.position.case):
        raise PermissionDenied
    position = lock(claim.position)
    if position.status in (Status.REPLACED, Status.DROPPED):
        raise ValidationError(_("This version is not in use any more."))
    before = claim.value, claim.value_on
    figure = fill(claim)
    if (figure.value, figure.day) == before or figure.day < before[1]:
        raise ValidationError(_("There is no newer figure than the one that stands."))
    if position.status == Status.ADOPTED:
        position = version_for(position, by)
        found = [row for row in position.claims.order_by("pk") if same(row) == same(claim)]
        claim = found[0] if found else _copied(claim, position)
        fill(claim)
    claim.save()
    record(
        "claim.renewed", position, by, what=claim.sentence, changes={claim.sentence: [f"{before[0]}", f"{claim.value}"]}
    )
    return position


def _copied(claim: Claim, position: PolicyPosition) -> Claim:
    names = ("sentence", "sentence_en", "indicator", "municipality", "tolerance", "stale_days")
    return Claim(position=position, **{name: getattr(claim, name) for name in names})


def version_for(position: PolicyPosition, by: Any) -> PolicyPosition:
    """The version under way in the case, or a new one with the words of this."""
    under_way = PolicyPosition.objects.select_for_update().filter(
        case=position.case_id, status__in=PolicyPosition.UNDER_WAY
    )
    found = under_way.first()
    if found is not None:
        return found
    names = ("title", "title_en", "text", "text_en", "visibility")
    words = {name: getattr(position, name) for name in names}
    return start_position(PolicyPosition(case=position.case, **words), by=by)
