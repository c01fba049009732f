"""What happens to goals: each function checks, changes, records and tells."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity, links
from sterke.core.edits import EditForm
from sterke.core.keys import key_of
from sterke.core.text import address_from, first_free, tidy
from sterke.core.visibility import Visibility
from sterke.directory.models import Person

from . import mails, permissions, reports
from .models import Goal, Measurement
from .state import lacks_measurement

RESERVED = "nytt"  # the address where goals are made
LONGEST = 60  # of an address
BETWEEN_MAILS = timedelta(days=7)


@transaction.atomic
def start_goal(*, by: Any, statement: str, slug: str = "", **facts: Any) -> Goal:
    """Set a goal, with an address made from its words. Seen by the secretariat only unless said otherwise.

    The owner is told by mail.
    """
    if not permissions.can_start_goal(by):
        raise PermissionDenied
    goal = Goal(statement=tidy(statement), slug=slug or free_slug(statement), **facts)
    goal.full_clean()
    goal.save()
    _record("goal.started", goal, by)
    if goal.owner is not None:
        mails.tell_new_owner(goal, by=by)
    return goal


@transaction.atomic
def edit_goal(goal: Goal, *, form: EditForm, by: Any) -> Goal:
    """Change a goal; its address stays. Refused when another save won.

    A new owner is told, and the link the old one had stops working; an owner who stays is told what changed.
    """
    if not permissions.can_edit_goal(by, goal):
        raise PermissionDenied
    names = list(form._meta.fields or ())
    stored = Goal.objects.select_related("owner", "parent", "indicator", "municipality").get(pk=goal.pk)
    if not form.claim():
        raise ValidationError(_("Someone else saved this while you were writing."), code="conflict")
    before, owner = activity.labels_of(stored, names), stored.owner_id
    saved = form.save()
    after = activity.labels_of(saved, names)
    changes = {label: [old, after[label]] for label, old in before.items() if old != after[label]}
    if not changes:
        return saved
    _record("goal.edited", saved, by, changes=changes)
    if saved.owner_id != owner:
        links.revoke(saved, mails.MEASURE)
    if saved.owner is not None:
        tell = mails.tell_new_owner if saved.owner_id != owner else mails.tell_owner_of_changes
        tell(saved, by=by)
    return saved


@transaction.atomic
def end_goal(goal: Goal, *, outcome: str, by: Any, on: date | None = None) -> Goal:
    """End a goal with a word on what came of it; how it stood that day stays. Nobody is asked to measure it more."""
    if not permissions.can_end_goal(by, goal):
        raise PermissionDenied
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise ValidationError({"on": _("That day has not come yet.")})
    if goal.baseline_on and day < goal.baseline_on:
        raise ValidationError({"on": _("A goal cannot end before the day of its baseline.")})
    if Goal.objects.open().filter(pk=goal.pk).update(ended_on=day, outcome=outcome.strip()) != 1:
        raise ValidationError(_("Somebody ended this goal just now."))
    goal.refresh_from_db()
    links.revoke(goal, mails.MEASURE)
    _record("goal.ended", goal, by, on=day.isoformat())
    if goal.owner is not None:
        mails.tell_owner_of_end(goal, by=by)
    return goal


@transaction.atomic
def resume_goal(goal: Goal, *, by: Any) -> Goal:
    """Take up a goal that was ended, as if it never had been."""
    if not permissions.can_resume_goal(by, goal):
        raise PermissionDenied
    if Goal.objects.exclude(ended_on=None).filter(pk=goal.pk).update(ended_on=None, outcome="") != 1:
        raise ValidationError(_("Somebody took up this goal just now."))
    goal.refresh_from_db()
    _record("goal.resumed", goal, by)
    return goal


@transaction.atomic
def measure_goal(
    goal: Goal,
    *,
    value: Decimal,
    day: date,
    evidence: str,
    by: Any,
    evidence_url: str = "",
    person: Person | None = None,
) -> Measurement:
    """Note where a goal stood on a day, and how we know. A second one the same day corrects the first, in history too.

    ``by`` is a user, or None when the owner (``person``) answers by a link in a mail.
    """
    allowed = (
        permissions.can_measure_goal(by, goal) if by is not None else permissions.can_measure_by_link(person, goal)
    )
    if not allowed:
        raise PermissionDenied
    if day > timezone.localdate():
        raise ValidationError({"day": _("That day has not come yet. Tell what you know today.")})
    if not evidence.strip():
        raise ValidationError({"evidence": _("Say how we know. Without that it is only a number.")})
    who: Any = by or person
    facts = {
        "value": value, "evidence": evidence.strip(), "evidence_url": evidence_url,
        "measured_by": str(who)[:200], "measured_by_key": key_of(who), "at": timezone.now(),
    }  # fmt: skip
    earlier = Measurement.objects.select_for_update().filter(goal=goal, day=day).first()
    before = earlier.value if earlier else None
    found = earlier or Measurement(goal=goal, day=day)
    for name, fact in facts.items():
        setattr(found, name, fact)
    found.full_clean(validate_unique=False, validate_constraints=False)
    row, _new = Measurement.objects.update_or_create(goal=goal, day=day, defaults=facts)
    told = {"day": day.isoformat(), "value": _plain(value)}
    if earlier is None:
        _record("goal.measured", goal, who, **told)
    else:
        _record("goal.corrected", goal, who, before=_plain(before), **told)
    return row


@transaction.atomic
def drop_measurement(measurement: Measurement, *, by: Any) -> None:
    """Take away a measurement that should never have been: a wrong day, a wrong goal. History keeps what it said."""
    goal = measurement.goal
    if not permissions.can_drop_measurement(by, goal):
        raise PermissionDenied
    day, value = measurement.day.isoformat(), _plain(measurement.value)
    measurement.delete()
    _record("goal.unmeasured", goal, by, day=day, value=value)


def ask_owners_to_measure(today: date | None = None) -> int:
    """Ask the owners of goals that lack a measurement, at most once a week for each. Returns how many were asked."""
    day = today or timezone.localdate()
    return sum(ask_owner_to_measure(goal, day) for goal in reports.open_goals() if lacks(goal, day))


def lacks(goal: Goal, day: date) -> bool:
    """Whether an open goal waits for a figure from its owner. The goal knows the day it was last measured."""
    if goal.aim is None or not goal.is_by_hand:
        return False
    return lacks_measurement(goal.aim, goal.last_day, goal.measure_every_days, day)  # type: ignore[attr-defined]


@transaction.atomic
def ask_owner_to_measure(goal: Goal, day: date) -> bool:
    """One mail with a link that reports in ten seconds. The week is claimed first, so that two clocks send one mail."""
    if goal.owner is None or not goal.owner.email:
        return False
    rested = Q(asked_on=None) | Q(asked_on__lte=day - BETWEEN_MAILS)
    if Goal.objects.filter(rested, pk=goal.pk).update(asked_on=day) != 1:
        return False
    links.revoke(goal, mails.MEASURE)
    mails.ask_for_measurement(goal, day)
    return True


def free_slug(statement: str) -> str:
    """An address from the words of a goal, with a number where another goal has it."""
    base = address_from(statement, LONGEST)
    if not base:
        raise ValidationError({"statement": _("Say what you want to reach, in words.")})
    taken = {RESERVED, *Goal.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    return first_free(base, taken)


def _plain(value: Decimal | None) -> str:
    """Without the noughts of the database: 50, 12.5."""
    return f"{value.normalize():f}" if value is not None else ""


def _record(verb: str, goal: Goal, by: Any, **details: Any) -> None:
    """What happens to a public goal is told to members: it names people."""
    visibility = Visibility.MEMBERS if goal.visibility == Visibility.PUBLIC else goal.visibility
    activity.record(verb, goal, by=by, about=[goal.owner, goal.parent], visibility=visibility, **details)
