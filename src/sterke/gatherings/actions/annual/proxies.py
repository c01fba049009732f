"""Proxies: a company lets another vote for it. Given under the meeting's lock, so that a limit is a limit."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sterke.core.keys import key_of
from sterke.directory.models import Organisation

from ... import mails_annual as mails
from ... import permissions, reports_annual
from ...models import Gathering, Proxy, Statutes
from .. import seats
from .meeting import record, refuse_closed


@transaction.atomic
def give_proxy(gathering: Gathering, *, giver: Organisation, holder: Organisation, how: str, by: Any) -> Proxy:
    """Let ``holder`` vote for ``giver``. Both get a mail. Given again to the same, it is the same proxy.

    ``by`` is a user, or the person or company whose link was used. Refused: to itself, to or from a company without a
    vote, once the meeting has begun, beyond the limit of the statutes, and in chains.
    """
    if not permissions.can_speak_for(by, giver, gathering):
        raise PermissionDenied
    gathering = seats.lock(gathering)
    refuse_too_late(gathering)
    refuse_closed(gathering)
    standing = list(Proxy.objects.standing().filter(gathering=gathering).select_related("giver", "holder"))
    given = next((row for row in standing if row.giver_id == giver.pk), None)
    if given is not None and given.holder_id == holder.pk:
        return given
    if given is not None:
        said = _("%(giver)s has given its vote to %(holder)s already. Take that back first.")
        raise ValidationError(said % {"giver": giver, "holder": given.holder})
    refuse_wrong_pair(gathering, giver, holder, standing)
    row = Proxy.objects.create(
        gathering=gathering, giver=giver, holder=holder, how=how, given_by=str(by)[:200], given_by_key=key_of(by)
    )
    record("annual.proxy", gathering, by, about=[giver, holder], private=True, giver=str(giver), holder=str(holder))
    mails.tell_proxy(row)
    return row


def refuse_too_late(gathering: Gathering) -> None:
    if gathering.is_cancelled:
        raise ValidationError(_("It is cancelled. Take it up again first."))
    if gathering.has_begun:
        raise ValidationError(_("The meeting has begun. Proxies are given before that."))


def refuse_wrong_pair(gathering: Gathering, giver: Organisation, holder: Organisation, standing: list[Proxy]) -> None:
    if giver.pk == holder.pk:
        raise ValidationError({"holder": _("A company votes for itself by coming. Choose another.")})
    entitled = {each.pk for each in reports_annual.voters(gathering)}
    for company, name in ((giver, "giver"), (holder, "holder")):
        if company.pk not in entitled:
            said = _("%(company)s has no vote on the day of the meeting.") % {"company": company}
            raise ValidationError({name: said})
    if any(row.giver_id == holder.pk for row in standing):
        said = _("%(company)s has given its own vote to another, and cannot take yours on. Choose another.")
        raise ValidationError({"holder": said % {"company": holder}})
    if any(row.holder_id == giver.pk for row in standing):
        said = _("%(company)s votes for another company, and its vote cannot be passed on with that one.")
        raise ValidationError({"giver": said % {"company": giver}})
    most = Statutes.current().proxies_each
    if sum(row.holder_id == holder.pk for row in standing) >= most:
        said = ngettext(
            "%(company)s holds %(count)s proxy already, and the statutes allow no more. Choose another.",
            "%(company)s holds %(count)s proxies already, and the statutes allow no more. Choose another.",
            most,
        )
        raise ValidationError({"holder": said % {"company": holder, "count": most}})


@transaction.atomic
def withdraw_proxy(proxy: Proxy, *, by: Any) -> None:
    """Take it back, until the meeting begins. Both get a mail. Done twice, it is done once."""
    if not permissions.can_speak_for(by, proxy.giver, proxy.gathering):
        raise PermissionDenied
    gathering = seats.lock(proxy.gathering)
    refuse_too_late(gathering)
    if Proxy.objects.standing().filter(pk=proxy.pk).update(withdrawn_at=timezone.now()) != 1:
        return
    about = [proxy.giver, proxy.holder]
    record(
        "annual.proxy_withdrawn", gathering, by, about=about, private=True,
        giver=str(proxy.giver), holder=str(proxy.holder),
    )  # fmt: skip
    mails.tell_proxy_withdrawn(proxy)
