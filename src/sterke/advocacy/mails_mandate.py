"""Letters to those who sign for a company: does it stand behind a position? And the reminder to the silent ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import links, outbox
from sterke.core.models import Cluster

from .mails import PURPOSE as MAIL
from .models import PolicyPosition
from .reports_mandate import Signer

PURPOSE = "position_endorsement"  # of the link


def ask(position: PolicyPosition, to: Signer, until: datetime) -> None:
    """Once for each last day to answer."""
    with translation.override(to.person.language):
        words = facts(position, to)
        lines = [
            _("We are about to say this in the case “%(case)s”:") % words,
            _("“%(position)s”") % words,
            _("Does %(company)s stand behind it? One click, no sign-in. Answer by %(day)s.") % words,
            _("To abstain or object is an answer too, and nobody but us sees which companies did."),
        ]
        subject = _("Does %(company)s stand behind it? %(case)s") % words
        _post(position, to, until, f"ask:{position.answer_by:%Y%m%d}", subject, lines)


def remind(position: PolicyPosition, to: Signer, until: datetime) -> None:
    """At most one a day, whoever presses the button."""
    with translation.override(to.person.language):
        words = facts(position, to)
        lines = [
            _("We have not heard from %(company)s yet, and your word counts as much as the others':") % words,
            _("“%(position)s”") % words,
            _("It takes a minute. Answer by %(day)s.") % words,
        ]
        subject = _("We miss your answer: %(case)s") % words
        _post(position, to, until, f"remind:{timezone.localdate():%Y%m%d}", subject, lines)


def facts(position: PolicyPosition, to: Signer) -> dict[str, str]:
    day = date_format(position.answer_by) if position.answer_by else ""
    return {"case": str(position.case), "company": str(to.company), "position": position.words("title"), "day": day}


def _post(position: PolicyPosition, to: Signer, until: datetime, what: str, subject: str, lines: Sequence[str]) -> None:
    key = f"position-{what}:{position.pk}"
    to_signer(position, to, until, Asking(PURPOSE, "advocacy:endorse", key), subject, lines)


@dataclass(frozen=True)
class Asking:
    """What a company is asked by: the purpose of the link, the page it leads to, and what makes the letter one."""

    purpose: str
    view: str
    key: str


def to_signer(
    row: models.Model, to: Signer, until: datetime, asking: Asking, subject: str, lines: Sequence[str]
) -> None:
    """A letter to one who signs for a company, with a link of their own that answers for it."""
    token = links.make(
        asking.purpose, row, holder=to.email, until=until, single_use=False,
        person=to.person.pk, organisation=to.company.pk,
    )  # fmt: skip
    why = _(
        "You get this because you answer for %(company)s in %(cluster)s. "
        "The link is yours: what is said by it, you have said."
    )
    letter = outbox.Letter(
        subject,
        [_("Hello %(name)s!") % {"name": to.person.name}, *lines],
        button=(_("Read it and answer"), links.url(asking.view, token)),
        why=why % {"company": to.company, "cluster": Cluster.current().name},
    )
    key = f"{asking.key}:{to.company.pk}:{to.person.pk}"
    outbox.post(letter, to=to.email, key=key, purpose=MAIL, about=row)
