"""The radar: what the sources tell is taken in, the words of the cases find some of it, somebody says what belongs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core.text import address_from, tidy
from sterke.core.visibility import Visibility
from sterke.directory.models import Office, OfficeHolder, Organisation, Person

from .. import permissions
from ..listening import ear_of, heard
from ..models import AdvocacyCase, FollowUp, ParliamentItem, RadarHit
from ..models.cases import lines_of
from ..parliament import Item, Representative
from .follow_ups import take_on
from .recording import record

BATCH = 500
PERIOD = re.compile(r"(\d{4})-(\d{4})")
TOLD = ("title", "day", "deadline", "status", "reference", "url")


@dataclass
class Taken:
    """What came of a list: how many items were new, how many had changed, how many a case's words found anew."""

    new: int = 0
    changed: int = 0
    hits: int = 0


@transaction.atomic
def take_items(found: Iterable[Item]) -> Taken:
    """Take in a list. What was here already is brought up to date; what somebody has said of it stands."""
    told = {(item.kind, item.external_id): item for item in found}
    taken = Taken()
    known = {
        (row.kind, row.external_id): row
        for kind in {kind for kind, _number in told}
        for row in ParliamentItem.objects.filter(kind=kind)
    }
    changed = []
    for key, item in told.items():
        row = known.get(key)
        if row is not None and any(getattr(row, name) != getattr(item, name) for name in TOLD):
            for name in TOLD:
                setattr(row, name, getattr(item, name))
            changed.append(row)
    fresh = [
        ParliamentItem(kind=item.kind, external_id=item.external_id, **{name: getattr(item, name) for name in TOLD})
        for key, item in told.items()
        if key not in known
    ]
    ParliamentItem.objects.bulk_update(changed, TOLD, batch_size=BATCH)
    ParliamentItem.objects.bulk_create(fresh, batch_size=BATCH)
    taken.new, taken.changed = len(fresh), len(changed)
    taken.hits = listen([*fresh, *changed])
    return taken


def listen(items: Iterable[ParliamentItem]) -> int:
    """Find items by the words of the open cases; a case that has met an item before is not asked again."""
    ears = {case.pk: ear_of(lines_of(case.watchwords)) for case in AdvocacyCase.objects.open().exclude(watchwords="")}
    found = heard({item.pk: item.title for item in items}, ears)
    met = set(RadarHit.objects.filter(case__in=ears).values_list("case", "item")) if found else set()
    hits = [
        RadarHit(case_id=case, item_id=item, word=word[:120]) for item, case, word in found if (case, item) not in met
    ]
    RadarHit.objects.bulk_create(hits, batch_size=BATCH)
    return len(hits)


def listen_again(case: AdvocacyCase) -> int:
    """All that was taken in, with the words a case has now."""
    ear = ear_of(lines_of(case.watchwords))
    found = heard(dict(ParliamentItem.objects.values_list("pk", "title")), {case.pk: ear})
    met = set(RadarHit.objects.filter(case=case).values_list("item", flat=True))
    hits = [RadarHit(case=case, item_id=item, word=word[:120]) for item, _case, word in found if item not in met]
    RadarHit.objects.bulk_create(hits, batch_size=BATCH)
    return len(hits)


@transaction.atomic
def accept_hit(hit: RadarHit, *, by: Any) -> RadarHit:
    """It belongs to the case: it joins the story. A deadline ahead becomes a follow-up of the case's owner."""
    settle_hit(hit, RadarHit.State.ACCEPTED, by)
    record("radar.accepted", hit.case, by, what=str(hit.item)[:300])
    deadline = hit.item.deadline
    if deadline is not None and deadline >= timezone.localdate():
        what = _("Answer: %(title)s") % {"title": hit.item.title[:150]}
        take_on(FollowUp(case=hit.case, what=what, owner=hit.case.owner, due=deadline), by=by)
    return hit


@transaction.atomic
def dismiss_hit(hit: RadarHit, *, by: Any) -> RadarHit:
    settle_hit(hit, RadarHit.State.DISMISSED, by)
    record("radar.dismissed", hit.case, by, what=str(hit.item)[:300])
    return hit


def settle_hit(hit: RadarHit, state: str, by: Any) -> None:
    if not permissions.can_lead(by, hit.case):
        raise PermissionDenied
    if RadarHit.objects.filter(pk=hit.pk, state=RadarHit.State.WAITING).update(state=state) != 1:
        raise ValidationError(_("A colleague has said so already."))
    hit.state = state


@transaction.atomic
def take_representatives(found: Iterable[Representative], *, district: str, parliament: str, title: str) -> int:
    """Who sits for the district, as holders of one office with the days of the period. Returns how many were new.

    Somebody of the same name who holds the office in another period is the same person.
    """
    people = [each for each in found if each.district == district and PERIOD.fullmatch(each.period)]
    if not people:
        return 0
    body, _made = Organisation.objects.get_or_create(
        slug=address_from(parliament, 60),
        defaults={"name": parliament, "kind": Organisation.Kind.OTHER, "visibility": Visibility.PUBLIC},
    )
    office, _made = Office.objects.get_or_create(organisation=body, title=title)
    known = {held.person.name: held.person for held in office.holders.select_related("person")}
    made = 0
    for each in people:
        first, last = days_of(each.period)
        name = tidy(each.name)
        person = known.get(name) or Person.objects.create(name=name)
        known[name] = person
        party = Organisation.objects.filter(kind=Organisation.Kind.PARTY, name=each.party, merged_into=None).first()
        facts = {"party": party, "valid_to": last}
        made += OfficeHolder.objects.get_or_create(office=office, person=person, valid_from=first, defaults=facts)[1]
    return made


def days_of(period: str) -> tuple[date, date]:
    """The first and the last day of a period of parliament ("2025-2029"): October to September."""
    first, last = period.split("-")
    return date(int(first), 10, 1), date(int(last), 9, 30)
