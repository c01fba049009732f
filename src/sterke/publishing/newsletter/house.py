"""What the newsletter gives the house."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.accounts.house import empty_mails
from sterke.accounts.models import User
from sterke.core.house import (
    Address,
    Individual,
    Trace,
    gives_addresses,
    gives_data,
    gives_erasure,
    gives_export,
    gives_individuals,
    gives_keeping,
    gives_search,
    gives_traces,
    promises,
    says,
)
from sterke.core.models import OutgoingMail
from sterke.core.paths import path_to
from sterke.directory.models import ContactDetails

from . import desk as desk  # registers what it asks for on the desk
from . import reporting, subscribing
from . import told as told  # registers the cards
from .models import (
    MailReport,
    NewsletterIssue,
    NewsletterItem,
    NewsletterRecipient,
    Segment,
    Subscription,
)

STOPPED_DAYS = 365
LETTER_DAYS = 730
TEXT_DAYS = 30
OWN = "newsletter: by address"

says(
    newsletter_begun=_("%(actor)s began the newsletter “%(subject)s”"),
    newsletter_edited=_("%(actor)s changed the newsletter “%(subject)s”"),
    newsletter_tested=_("%(actor)s tried the newsletter “%(subject)s” on themselves"),
    newsletter_scheduled=_("%(actor)s set the time when the newsletter “%(subject)s” goes out"),
    newsletter_taken_back=_("%(actor)s took the newsletter “%(subject)s” back"),
    newsletter_dropped=_("%(actor)s threw the newsletter “%(subject)s” away"),
    newsletter_segment=_("%(actor)s changed the segment “%(subject)s”"),
    newsletter_held=_("The newsletter “%(subject)s” was held back"),
    newsletter_started=_("The newsletter “%(subject)s” began to go out"),
    newsletter_paused=_("%(actor)s paused the newsletter “%(subject)s”"),
    newsletter_resumed=_("%(actor)s let the newsletter “%(subject)s” go on"),
    newsletter_braked=_("The newsletter “%(subject)s” stopped by itself: too much came back"),
    newsletter_sent=_("The newsletter “%(subject)s” has gone out"),
    bounce_settled=_("%(actor)s dealt with a mail that came back"),
    subscription_confirmed=_("Somebody said yes to the newsletter"),
    subscription_stopped=_("Somebody stopped the newsletter"),
)
promises(NewsletterIssue, search="itself, what has gone out", access="no: the cluster's words", erasure="the office")
promises(NewsletterItem, search="the row it is about", access="no: the cluster's words", erasure="the office")
promises(NewsletterRecipient, search="no: private", access=OWN, erasure="goes with the subscription")
promises(MailReport, search="no: private", access=OWN, erasure="newsletter: removed")
promises(Segment, search="no: a question", access="no: no person in it", erasure="no: no person in it")
promises(Subscription, search="no: private", access=OWN, erasure="newsletter: removed; the ledger keeps the answer")


def own(individual: Individual) -> QuerySet[Subscription]:
    return Subscription.objects.filter(email__in=individual.emails)


@gives_data("newsletter")
def data_of(individual: Individual) -> Any:
    """What was asked for at one's addresses, what went there and why, and what came back."""
    letters = NewsletterRecipient.objects.filter(subscription__in=own(individual)).order_by("pk")
    came = MailReport.objects.filter(address__in=individual.emails).order_by("pk")
    return {
        "subscriptions": list(own(individual).values("email", "language", "created_at", "confirmed_at", "stopped_at")),
        "letters": list(letters.values("issue__subject", "edition", "reason", "posted_at", "skipped")),
        "came_back": list(came.values("address", "kind", "words", "at")),
    }


@gives_traces
def traces_of(individual: Individual) -> Iterator[Trace]:
    yield Trace(_("subscriptions to the newsletter"), own(individual).count())
    came = MailReport.objects.filter(address__in=individual.emails)
    yield Trace(_("mails that came back"), came.count())


@gives_erasure("newsletter")
def erase(individual: Individual) -> None:
    own(individual).delete()
    MailReport.objects.filter(address__in=individual.emails).delete()


@gives_individuals
def readers() -> Iterator[Individual]:
    for address in Subscription.objects.values_list("email", flat=True).iterator():
        yield Individual(name="", emails=frozenset({address}))


@gives_export("subscribers")
def export_subscribers(user: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Every address that asked for the newsletter, for the secretariat."""
    headings = [_t("E-mail"), _t("Language"), _t("Asked"), _t("Said yes"), _t("Stopped")]
    rows = Subscription.objects.visible_to(user).order_by("email")
    days = ("created_at", "confirmed_at", "stopped_at")
    cells = ([row.email, row.language, *(day_of(getattr(row, day)) for day in days)] for row in rows.iterator())
    return headings, cells


def day_of(at: datetime | None) -> Any:
    return timezone.localdate(at) if at else None


@gives_keeping("newsletter", _("addresses that never said yes to the newsletter"), 14)
def unconfirmed(dry_run: bool) -> int:
    return subscribing.forget_unconfirmed(dry_run)


@gives_keeping("newsletter", _("addresses that stopped the newsletter"), STOPPED_DAYS)
def long_stopped(dry_run: bool) -> int:
    """One that belongs to somebody we know stays: without it a member's letters would begin again."""
    rows = Subscription.objects.filter(stopped_at__lt=timezone.now() - timedelta(days=STOPPED_DAYS))
    known = ContactDetails.objects.filter(kind=ContactDetails.Kind.EMAIL, value__iexact=OuterRef("email"))
    rows = rows.exclude(Exists(known) | Exists(User.objects.filter(email=OuterRef("email"))))
    count = rows.count()
    if not dry_run:
        rows.delete()
    return count


@gives_keeping("newsletter", _("who got which newsletter, and what came back"), LETTER_DAYS)
def old_letters(dry_run: bool) -> int:
    """An address that does not exist stays written down as long as nobody has put it right."""
    since = timezone.now() - timedelta(days=LETTER_DAYS)
    rows = NewsletterRecipient.objects.filter(posted_at__lt=since)
    reports = MailReport.objects.filter(at__lt=since).exclude(kind__in=reporting.FINAL, settled_at=None)
    count = rows.count() + reports.count()
    if not dry_run:
        rows.delete()
        reports.delete()
    return count


@gives_keeping("mail", _("texts of newsletters"), TEXT_DAYS)
def old_texts(dry_run: bool) -> int:
    """They stand on the web; the copies in the outbox are many and large."""
    since = timezone.now() - timedelta(days=TEXT_DAYS)
    rows = OutgoingMail.objects.filter(purpose=subscribing.PURPOSE, created_at__lt=since)
    return empty_mails(rows, dry_run)


@gives_addresses
def addresses() -> Iterator[Address]:
    yield Address(path_to("publishing:newsletter"))
    for row in NewsletterIssue.objects.out().order_by("number"):
        yield Address(row.get_absolute_url(), row.sent_at and timezone.localdate(row.sent_at), ("nb",))


gives_search(
    "nyhetsbrev",
    _("Newsletters"),
    NewsletterIssue,
    title=("subject",),
    text=("greeting",),
    rows=lambda: NewsletterIssue.objects.out(),
    order=("-sent_at", "-pk"),
)
