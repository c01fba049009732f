"""Saying yes, twice, and stopping. Each yes and no is a line in the consent ledger, with the words that were shown.

Whoever asks gets the same answer, known or not; only the mailbox knows.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sterke.accounts.emails import normal_email
from sterke.accounts.models import Consent, User
from sterke.core import activity, links
from sterke.core.models import Cluster, OutgoingMail, SignedLink

from . import mails
from .models import Subscription

PURPOSE = "newsletter"  # of consents, mails and the link that stands in each letter
CONFIRM = "newsletter_confirm"
CONFIRM_DAYS = 7
OWN_LINK_DAYS = 20 * 365  # as long as letters are kept in mailboxes
TEXT_VERSION = "2026-11"
STOPPED = "Stopped by the reader."


def consent_text(language: str) -> str:
    with override(language):
        return _("Yes, send me the newsletter of %(cluster)s. I can stop whenever I like.") % {
            "cluster": Cluster.current().name
        }


@transaction.atomic
def subscribe(address: str, *, language: str) -> None:
    """Ask the mailbox whether it wants the letter; one that gets it already is told how to change or stop it."""
    row, _new = Subscription.objects.get_or_create(email=normal_email(address), defaults={"language": language})
    if row.is_going:
        mails.already(row, own_token(row))
        return
    links.revoke(row, CONFIRM)
    token = links.make(CONFIRM, row, holder=row.email, days=CONFIRM_DAYS, language=language)
    mails.confirm(row, language, token)


@transaction.atomic
def confirm(row: Subscription, *, link: SignedLink) -> None:
    """The second yes, from the mailbox itself: the proof is stored. Raises LinkProblem if the link was used."""
    links.use(link)
    language = link.details.get("language", "nb")
    Subscription.objects.filter(pk=row.pk).update(language=language, confirmed_at=timezone.now(), stopped_at=None)
    note(row, given=True, how="form at /nyhetsbrev/, confirmed by the link in a mail", language=language)
    activity.record("subscription.confirmed", row, by=User.objects.clockwork())


@transaction.atomic
def choose(row: Subscription, *, language: str, wants: bool) -> None:
    """What the reader chose on the page of their own link. Their yes needs no second one: the link came by mail."""
    Subscription.objects.filter(pk=row.pk).update(language=language)
    if not wants:
        stop(row, how="page of one's own link")
    elif row.stopped_at or not row.confirmed_at:
        Subscription.objects.filter(pk=row.pk).update(confirmed_at=timezone.now(), stopped_at=None)
        note(row, given=True, how="page of one's own link", language=language)
        activity.record("subscription.confirmed", row, by=User.objects.clockwork())


@transaction.atomic
def stop(row: Subscription, *, how: str) -> None:
    """No more letters from now on, those that wait to be sent among them. Service mails are another matter.

    Stopping twice is stopping once.
    """
    if Subscription.objects.filter(pk=row.pk, stopped_at=None).update(stopped_at=timezone.now()):
        note(row, given=False, how=how, language=row.language)
        activity.record("subscription.stopped", row, by=User.objects.clockwork())
    waiting = OutgoingMail.objects.filter(to=row.email, purpose=PURPOSE, state=OutgoingMail.State.QUEUED)
    waiting.update(state=OutgoingMail.State.FAILED, error=STOPPED)


def note(row: Subscription, *, given: bool, how: str, language: str) -> None:
    Consent.objects.create(
        address=row.email, purpose=PURPOSE, given=given, text=consent_text(language), text_version=TEXT_VERSION, how=how
    )


def own_token(row: Subscription) -> str:
    """The token of the one link a reader keeps: it stands in every letter, and is the same in all of them."""
    return own_tokens([row])[row.pk]


def own_tokens(rows: list[Subscription]) -> dict[int, str]:
    """The same for many readers, by number: two questions however many they are."""
    keys = {f"{Subscription._meta.label_lower}:{row.pk}": row for row in rows}
    found = _own_links(list(keys))
    lacking = [(key, row) for key, row in keys.items() if key not in found]
    if lacking:
        until: datetime = timezone.now() + timedelta(days=OWN_LINK_DAYS)
        SignedLink.objects.bulk_create(
            SignedLink(purpose=PURPOSE, subject_key=key, holder=row.email, expires_at=until, single_use=False)
            for key, row in lacking
        )
        found = _own_links(list(keys))
    return {row.pk: links.token_of(found[key]) for key, row in keys.items()}


def _own_links(keys: list[str]) -> dict[str, Any]:
    """The first one made counts, should two hands have made one at once."""
    rows = SignedLink.objects.filter(purpose=PURPOSE, subject_key__in=keys, revoked_at=None).order_by("-pk")
    return {row.subject_key: row for row in rows}


def forget_unconfirmed(dry_run: bool) -> int:
    """Addresses somebody typed, whose mailbox never said yes, and that no letter has gone to."""
    rows = Subscription.objects.filter(confirmed_at=None, stopped_at=None, letters=None)
    rows = rows.filter(created_at__lt=timezone.now() - timedelta(days=14))
    count = rows.count()
    if not dry_run:
        rows.delete()
    return count
