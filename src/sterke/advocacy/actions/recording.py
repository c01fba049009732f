"""What the actions on cases share: who is told of it in history, and how a row of a case is put in and struck out."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.core.edits import EditForm
from sterke.core.visibility import Visibility

from .. import mails, permissions
from ..models import AdvocacyCase, CaseStep


def record(verb: str, case: AdvocacyCase, by: Any, visibility: str = "", **details: Any) -> None:
    """A line on the case's page. Of what only the secretariat sees unless said otherwise."""
    activity.record(verb, case, by=by, about=[case.owner], visibility=visibility or Visibility.SECRETARIAT, **details)


@transaction.atomic
def put(row: Any, *, by: Any) -> Any:
    """Put a row into a case (a stage, an entry, a stand), or change it."""
    case = row.case
    if not permissions.can_lead(by, case):
        raise PermissionDenied
    is_new = row.pk is None
    before = {} if is_new else model_to_dict(type(row)._default_manager.get(pk=row.pk))
    row.full_clean()
    row.save()
    if isinstance(row, CaseStep) and row.done_on and (is_new or before["done_on"] is None):
        mails.tell_milestone(row, by=by)
    what = f"{row._meta.verbose_name}: {row}"[:300]
    if is_new:
        record("case.put", case, by, what=what)
    elif changes := activity.changes_between(before, row):
        record("case.changed", case, by, what=what, changes=changes)
    return row


@transaction.atomic
def strike_out(row: Any, *, by: Any) -> None:
    """Take a row out of a case. History keeps what it said."""
    if not permissions.can_lead(by, row.case):
        raise PermissionDenied
    record("case.struck", row.case, by, what=f"{row._meta.verbose_name}: {row}"[:300])
    row.delete()


def save_form(row: models.Model, form: EditForm) -> dict[str, list[str]]:
    """Save an edited row if nobody was quicker; gives what changed. Call it in a transaction."""
    names = list(form._meta.fields or ())
    stored = type(row)._base_manager.select_for_update().get(pk=row.pk)
    before = activity.labels_of(stored, names)
    if not form.claim():
        raise ValidationError(_("Someone else saved this while you were writing."), code="conflict")
    after = activity.labels_of(form.save(), names)
    return {label: [old, after[label]] for label, old in before.items() if old != after[label]}
