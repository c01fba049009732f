"""A case: taken up, changed, put away, taken up again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core.edits import EditForm
from sterke.core.text import address_from, first_free, tidy

from .. import mails, permissions
from ..models import AdvocacyCase
from .radar import listen_again
from .recording import record, save_form

RESERVED = {"ny", "radar"}  # addresses of other pages
LONGEST = 60  # of an address


@transaction.atomic
def start_case(
    *,
    by: Any,
    title: str,
    slug: str = "",
    goals: Iterable[Any] = (),
    indicators: Iterable[Any] = (),
    journeys: Iterable[Any] = (),
    **facts: Any,
) -> AdvocacyCase:
    """Take up a case, with an address made from its title. The owner is told by mail."""
    if not permissions.can_start_case(by):
        raise PermissionDenied
    case = AdvocacyCase(title=tidy(title), slug=slug or free_slug(title), **facts)
    case.full_clean()
    case.save()
    case.goals.set(goals)
    case.indicators.set(indicators)
    case.journeys.set(journeys)
    record("case.started", case, by)
    listen_again(case)
    mails.tell_owner(case, by=by)
    return case


def free_slug(title: str) -> str:
    base = address_from(title, LONGEST) or "sak"
    taken = set(AdvocacyCase.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return first_free(base, taken | RESERVED)


@transaction.atomic
def edit_case(case: AdvocacyCase, *, form: EditForm, by: Any) -> AdvocacyCase:
    """Change a case; its address stays. Refused when another save won. A new owner is told."""
    if not permissions.can_lead(by, case):
        raise PermissionDenied
    owner = AdvocacyCase.objects.values_list("owner", flat=True).get(pk=case.pk)
    changes = save_form(case, form)
    saved: AdvocacyCase = form.instance
    if changes:
        record("case.edited", saved, by, changes=changes)
        if saved.owner_id != owner:
            mails.tell_owner(saved, by=by)
        if str(AdvocacyCase._meta.get_field("watchwords").verbose_name) in changes:
            listen_again(saved)
    return saved


@transaction.atomic
def put_away(case: AdvocacyCase, *, status: str, outcome: str, by: Any, on: date | None = None) -> AdvocacyCase:
    """The case is over: how, and in a sentence what came of it. Everything in it stays where it is."""
    if not permissions.can_put_away(by, case):
        raise PermissionDenied
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise ValidationError({"on": _("That day has not come yet.")})
    if day < case.started_on:
        raise ValidationError({"on": _("That lies before the day the case began.")})
    changed = AdvocacyCase.objects.open().filter(pk=case.pk)
    if changed.update(archived_on=day, status=status, outcome=outcome.strip()) != 1:
        raise ValidationError(_("Somebody put this case away just now."))
    case.refresh_from_db()
    record("case.put_away", case, by, visibility=case.visibility)
    return case


@transaction.atomic
def take_up_again(case: AdvocacyCase, *, by: Any) -> AdvocacyCase:
    if not permissions.can_put_away(by, case):
        raise PermissionDenied
    away = AdvocacyCase.objects.exclude(archived_on=None).filter(pk=case.pk)
    if away.update(archived_on=None, status=AdvocacyCase.Status.ACTIVE) != 1:
        raise ValidationError(_("Somebody took up this case just now."))
    case.refresh_from_db()
    record("case.taken_up", case, by, visibility=case.visibility)
    return case


@transaction.atomic
def drop_case(case: AdvocacyCase, *, by: Any) -> None:
    """Remove a case nothing hangs on, such as one made by mistake. Any other is put away."""
    if not permissions.can_put_away(by, case):
        raise PermissionDenied
    record("case.dropped", case, by)
    try:
        with transaction.atomic():
            case.delete()
    except ProtectedError as error:
        raise ValidationError(
            _("Something hangs on this case already: a promise, a meeting, an entry. Put it away instead.")
        ) from error
