from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation

from .. import permissions
from ..models import Membership, MembershipCategory


@transaction.atomic
def join_cluster(organisation: Organisation, *, category: MembershipCategory, joined_on: date, by: Any) -> Membership:
    """Make an organisation a member from a day on. One open membership each; earlier ones must lie wholly before."""
    if not permissions.can_join_cluster(by, organisation):
        raise PermissionDenied
    if Membership.objects.filter(organisation=organisation, left_on=None).exists():
        raise ValidationError(_("%(name)s is a member already.") % {"name": organisation})
    if Membership.objects.filter(organisation=organisation, left_on__gt=joined_on).exists():
        raise ValidationError(_("%(name)s was still a member on that day.") % {"name": organisation})
    try:
        with transaction.atomic():
            membership = Membership.objects.create(organisation=organisation, category=category, joined_on=joined_on)
    except IntegrityError as error:  # somebody else was first
        raise ValidationError(_("%(name)s is a member already.") % {"name": organisation}) from error
    activity.record(
        "membership.joined",
        membership,
        by=by,
        about=[organisation],
        visibility=Visibility.MEMBERS,
        company=str(organisation),
        category=category.code,
        joined_on=joined_on.isoformat(),
    )
    return membership


@transaction.atomic
def leave_cluster(organisation: Organisation, *, left_on: date, reason: str, by: Any) -> Membership:
    """End the open membership of an organisation: its people lose what membership gave them, and its seats end.

    Seats end the day before ``left_on``, the first day the company is not a member.
    """
    if not permissions.can_leave_cluster(by, organisation):
        raise PermissionDenied
    if reason not in Membership.LeaveReason.values:
        raise ValidationError(_("Choose why the company leaves."))
    membership = Membership.objects.filter(organisation=organisation, left_on=None).first()
    if membership is None:
        raise ValidationError(_("%(name)s is not a member now.") % {"name": organisation})
    if left_on < membership.joined_on:
        raise ValidationError(_("A company cannot leave before it joined."))
    claimed = Membership.objects.filter(pk=membership.pk, left_on=None).update(left_on=left_on, leave_reason=reason)
    if claimed != 1:
        raise ValidationError(_("%(name)s is not a member now.") % {"name": organisation})
    membership.refresh_from_db()
    seats = organisation.seats.running_after(left_on - timedelta(days=1)).end_on(left_on - timedelta(days=1))
    activity.record(
        "membership.left",
        membership,
        by=by,
        about=[organisation],
        visibility=Visibility.MEMBERS,
        company=str(organisation),
        left_on=left_on.isoformat(),
        reason=reason,
        seats=seats,
    )
    return membership
