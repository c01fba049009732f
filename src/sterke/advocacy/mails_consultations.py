"""Letters of consultations: to the companies we ask, to the chair who approves, to whoever owns it."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import links, outbox
from sterke.directory.models import Person

from .mails import PURPOSE as MAIL
from .mails import post
from .mails_mandate import Asking, to_signer
from .models import Consultation, ConsultationResponse
from .reports_mandate import Signer

REPLY = "consultation_reply"  # of the links
APPROVAL = "consultation_approval"
AFTERWARDS = timedelta(days=8)  # a link to approve holds after the deadline, to say that it is over


def approval_holds_until(row: Consultation) -> datetime:
    last = max(row.local_deadline.date(), timezone.localdate()) + AFTERWARDS
    return timezone.make_aware(datetime.combine(last, time()))


def facts(row: Consultation, company: object) -> dict[str, object]:
    return {
        "title": row.words("title"), "authority": row.authority, "company": company,
        "day": date_format(row.answer_by) if row.answer_by else "",
    }  # fmt: skip


def ask(row: Consultation, to: Signer, until: datetime) -> None:
    """Once for each last day to answer."""
    with translation.override(to.person.language):
        words = facts(row, to.company)
        lines = [
            _("%(authority)s asks what we think of “%(title)s”. Before we answer we ask you:") % words,
            *questions(row),
            _("Two minutes, no sign-in. Answer by %(day)s.") % words,
        ]
        subject = _("What does %(company)s say? %(title)s") % words
        _ask(row, to, until, f"ask:{row.answer_by:%Y%m%d}", subject, lines)


def remind(row: Consultation, to: Signer, until: datetime) -> None:
    """At most one a day, whoever presses the button."""
    with translation.override(to.person.language):
        words = facts(row, to.company)
        lines = [
            _("We have not heard from %(company)s yet about “%(title)s”.") % words,
            *questions(row),
            _("Two minutes, no sign-in. Answer by %(day)s.") % words,
        ]
        subject = _("We miss your answer: %(title)s") % words
        _ask(row, to, until, f"remind:{timezone.localdate():%Y%m%d}", subject, lines)


def questions(row: Consultation) -> list[str]:
    return [f"{number}. {question}" for number, question in enumerate(row.questions.all(), 1)]


def _ask(row: Consultation, to: Signer, until: datetime, what: str, subject: str, lines: Sequence[str]) -> None:
    asking = Asking(REPLY, "advocacy:reply", f"consultation-{what}:{row.pk}")
    to_signer(row, to, until, asking, subject[:200], lines)


def ask_chair(response: ConsultationResponse) -> None:
    """One letter each time it is sent: the words may be others."""
    row, chair = response.consultation, response.approver
    if chair is None or not chair.email:
        return
    with translation.override(chair.language):
        words = {
            "title": row.words("title"), "authority": row.authority,
            "deadline": date_format(row.local_deadline, "DATETIME_FORMAT"),
        }  # fmt: skip
        token = links.make(
            APPROVAL, response, holder=chair.email, until=approval_holds_until(row), single_use=False, person=chair.pk
        )
        letter = outbox.Letter(
            (_("May we say this? %(title)s") % words)[:200],
            [
                _("Hello %(name)s!") % {"name": chair.name},
                _("This is what we will answer %(authority)s. The deadline is %(deadline)s.") % words,
                _("Read it, and say yes, or what should be otherwise. No sign-in."),
            ],
            button=(_("Read it and answer"), links.url("advocacy:approve", token)),
            why=_("You get this because you are on the board. The link is yours: what is said by it, you have said."),
        )
        key = f"consultation-approve:{response.pk}:{response.version}:{chair.pk}"
        outbox.post(letter, to=chair.email, key=key, purpose=MAIL, about=row)


def tell_approved(response: ConsultationResponse) -> None:
    lines = [_("%(who)s has approved it. Now it can be delivered.") % {"who": response.approved_by}]
    _tell_owner(response, "approved", _("Approved: %(title)s"), lines)


def tell_sent_back(response: ConsultationResponse) -> None:
    lines = [_("%(who)s has sent it back:") % {"who": response.approver}, f"“{response.remark}”"]
    _tell_owner(response, "back", _("Sent back: %(title)s"), lines)


def _tell_owner(response: ConsultationResponse, what: str, subject: str, lines: Sequence[str]) -> None:
    row = response.consultation
    if row.owner:
        key = f"consultation-{what}:{response.pk}:{response.version}"
        _to_owner(row, row.owner, subject % {"title": row.words("title")}, lines, key)


def tell_owner(row: Consultation, *, by: object) -> None:
    """Whoever owns it from now on. Nobody is told of what they did themselves."""
    owner = row.owner
    if owner is None or getattr(by, "person", None) == owner:
        return
    with translation.override(owner.language):
        deadline = date_format(row.local_deadline, "DATETIME_FORMAT")
        lines = [
            _("%(who)s made you the one who sees to our answer. The deadline is %(day)s.")
            % {"who": by, "day": deadline}
        ]
        subject = _("This one is yours: %(title)s") % {"title": row.words("title")}
        _to_owner(row, owner, subject, lines, f"consultation-owner:{row.pk}:{owner.pk}:{row.version}")


def remind_owner(row: Consultation) -> None:
    """A fortnight before the deadline. One letter for each deadline."""
    owner = row.owner
    if owner is None:
        return
    with translation.override(owner.language):
        words = {"day": date_format(row.local_deadline, "DATETIME_FORMAT"), "title": row.words("title")}
        subject = _("By %(day)s: %(title)s") % words
        lines = [_("%(authority)s waits for our answer.") % {"authority": row.authority}]
        _to_owner(row, owner, subject, lines, f"consultation-due:{row.pk}:{row.deadline:%Y%m%d%H%M}")


def _to_owner(row: Consultation, owner: Person, subject: str, lines: Sequence[str], key: str) -> None:
    with translation.override(owner.language):
        post(
            owner, subject[:200], lines, button=(_("See the consultation"), settings.SITE_URL + row.get_absolute_url()),
            why=_("You get this because our answer is yours to see to."), key=key, about=row,
        )  # fmt: skip
