"""Letters to those who are invited: the invitation, the reminder, and that it was taken back."""

from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sterke.core import links, outbox
from sterke.core.models import Cluster

from .mails import facts
from .models import Gathering, Invitation
from .state import Stage
from .wording import moment

INVITATION = "gathering_invitation"  # the purpose of the link
AFTERWARDS = 7  # days a link holds after the gathering


def answer_link(gathering: Gathering, row: Invitation) -> str:
    """A new link to the answer. Those sent before go on holding, unless they were revoked."""
    days = max((gathering.last_day - timezone.localdate()).days, 0) + AFTERWARDS
    token = links.make(INVITATION, row, holder=address_of(row), days=days, single_use=False)
    return links.url("gatherings:answer", token)


def address_of(row: Invitation) -> str:
    return (row.person.email if row.person else "") or row.email


def invite(gathering: Gathering, row: Invitation) -> None:
    with translation.override(row.spoken_in):
        lines = [row.words] if row.words else []
        lines += [line for line in (gathering.words("lead"), *facts(gathering)) if line]
        if gathering.status == Stage.SAVE_THE_DATE:
            lines.append(_("Keep the day free. Registration opens later, with this same link."))
        elif gathering.deadline:
            lines.append(_("Register by %(when)s.") % {"when": moment(gathering.deadline)})
        if row.organisation and not row.is_guest:
            lines.append(_("One form for you and your colleagues. Yes or no, both help; no sign-in."))
        else:
            lines.append(_("Yes or no, both help; no sign-in."))
        subject = _("Invitation: %(gathering)s") % {"gathering": gathering}
        _post(gathering, row, f"invitation:{row.letters}", subject, lines)


def remind(gathering: Gathering, row: Invitation) -> None:
    with translation.override(row.spoken_in):
        lines = [_("We have not heard from you, and would like to know: do you come?")]
        lines += [row.reminder] if row.reminder else []
        lines += facts(gathering)
        if gathering.deadline:
            lines.append(_("Register by %(when)s.") % {"when": moment(gathering.deadline)})
        lines.append(_("This is the only reminder."))
        _post(gathering, row, "reminder", _("Do you come? %(gathering)s") % {"gathering": gathering}, lines)


def tell_withdrawn(gathering: Gathering, row: Invitation) -> None:
    """Without a link: there is nothing to answer any more."""
    with translation.override(row.spoken_in):
        lines = [
            _("You were invited to %(gathering)s. We have had to take the invitation back, and are sorry for that.")
            % {"gathering": gathering},
            _("You need do nothing. Is something wrong? Answer this mail."),
        ]
        subject = _("The invitation is taken back: %(gathering)s") % {"gathering": gathering}
        _post(gathering, row, f"withdrawn:{row.letters}", subject, lines, with_link=False)


def _post(
    gathering: Gathering, row: Invitation, what: str, subject: str, lines: Sequence[str], *, with_link: bool = True
) -> None:
    to = address_of(row)
    if not to:
        return
    button = (_("Answer"), answer_link(gathering, row)) if with_link else None
    why = (
        _("You get this because %(cluster)s would like you to come. The link is yours alone; please don't forward it.")
        if with_link
        else _("You get this because %(cluster)s had invited you.")
    )
    hello = _("Hello %(name)s!") % {"name": row.shown_name}
    letter = outbox.Letter(subject, [hello, *lines], button=button, why=why % {"cluster": Cluster.current().name})
    outbox.post(letter, to=to, key=f"gathering-invitation:{row.pk}:{what}", purpose="gatherings", about=row)
