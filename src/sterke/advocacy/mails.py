"""The letters of cases. Written in the reader's language; sent by the worker."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import outbox
from sterke.directory.models import Person

from .models import AdvocacyCase, CaseStep, FollowUp, PoliticalPromise
from .wording import due_said

PURPOSE = "advocacy"
MOST_TOLD = 10  # promises in a letter


def tell_owner(case: AdvocacyCase, *, by: Any) -> None:
    """Whoever owns the case from now on. Nobody is told of what they did themselves."""
    owner = case.owner
    if owner is None or getattr(by, "person", None) == owner:
        return
    with translation.override(owner.language):
        words = {"case": case, "who": by}
        post(
            owner,
            _("%(case)s: this one is yours") % words,
            [
                _("%(who)s made you the owner of this case.") % words,
                _(
                    "You get word when a promise is due, when a position should be looked at again, "
                    "and when a figure moves."
                ),
            ],
            button=(_("See the case"), settings.SITE_URL + case.get_absolute_url()),
            why=_("You get this because you own the case."),
            key=f"case-owner:{case.pk}:{owner.pk}:{timezone.now():%Y%m%d%H%M%S%f}",
            about=case,
        )


def tell_follow_up(row: FollowUp, *, by: Any) -> None:
    owner = row.owner
    if owner is None or getattr(by, "person", None) == owner:
        return
    with translation.override(owner.language):
        words = {"what": row.what, "day": date_format(row.due), "who": by}
        post(
            owner,
            _("By %(day)s: %(what)s") % words,
            [_("%(who)s wrote this down as yours.") % words],
            button=(_("See what it is about"), settings.SITE_URL + row.about.get_absolute_url()),
            why=_("You get this because you took it on."),
            key=f"case-follow-up:{row.pk}:{owner.pk}:{row.due:%Y%m%d}",
            about=row.about,
        )


def remind_of_promise(promise: PoliticalPromise) -> None:
    """A fortnight before a promise is due, to the case's owner. One letter for each due day."""
    owner = promise.case.owner
    if owner is None or promise.due is None:
        return
    with translation.override(owner.language):
        words = {"office": promise.office, "day": date_format(promise.due), "case": promise.case, "promise": promise}
        post(
            owner,
            _("Due %(day)s: what %(office)s promised") % words,
            [
                _("“%(promise)s”") % words,
                _("The case is %(case)s. Is it kept? Then say so, and how we know. If not, this is a good day to ask.")
                % words,
            ],
            button=(_("See the promise"), settings.SITE_URL + promise.get_absolute_url()),
            why=_("You get this because you own the case."),
            key=f"promise-due:{promise.pk}:{promise.due:%Y%m%d}",
            about=promise,
        )


def tell_milestone(step: CaseStep, *, by: Any) -> None:
    """A stage of the public process has come: to the case's owner, with what is promised and not yet settled."""
    case, owner = step.case, step.case.owner
    if owner is None or getattr(by, "person", None) == owner:
        return
    with translation.override(owner.language):
        words = {"step": step, "case": case}
        waiting = [
            _("%(promise)s (%(office)s, %(due)s)")
            % {"promise": row, "office": row.office, "due": due_said(row) or _("no day named")}
            for row in case.promises.open().select_related("office__organisation").order_by("due", "pk")[:MOST_TOLD]
        ]
        lines = [_("“%(step)s” has come in the case %(case)s.") % words]
        lines += [_("This is promised and not settled yet:"), *waiting] if waiting else []
        post(
            owner, _("%(case)s: %(step)s") % words, lines,
            button=(_("See the case"), settings.SITE_URL + case.get_absolute_url()),
            why=_("You get this because you own the case."), key=f"case-step:{step.pk}:{step.done_on:%Y%m%d}",
            about=case,
        )  # fmt: skip


def post(
    to: Person,
    subject: str,
    lines: Sequence[str],
    *,
    button: tuple[str, str] | None,
    why: str,
    key: str,
    about: models.Model | None = None,
) -> None:
    """In the reader's language, which is active already. Whoever has no address stands on the desk instead."""
    if to.email:
        letter = outbox.Letter(subject, [_("Hello %(name)s!") % {"name": to.name}, *lines], button=button, why=why)
        outbox.post(letter, to=to.email, key=key, purpose=PURPOSE, about=about)
