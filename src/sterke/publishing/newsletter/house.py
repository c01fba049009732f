"""What the newsletter gives the house."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.accounts.models import User
from sterke.core.house import (
    Address,
    Card,
    Individual,
    Trace,
    gives_addresses,
    gives_card,
    gives_data,
    gives_erasure,
    gives_export,
    gives_individuals,
    gives_keeping,
    gives_traces,
    promises,
    says,
)
from sterke.core.paths import path_to
from sterke.directory.models import ContactDetails

from . import subscribing
from .models import Subscription

STOPPED_DAYS = 365
OWN = "newsletter: by address"

says(
    subscription_confirmed=_("Somebody said yes to the newsletter"),
    subscription_stopped=_("Somebody stopped the newsletter"),
)
promises(Subscription, search="no: private", access=OWN, erasure="newsletter: removed; the ledger keeps the answer")


def own(individual: Individual) -> QuerySet[Subscription]:
    return Subscription.objects.filter(email__in=individual.emails)


@gives_data("newsletter")
def data_of(individual: Individual) -> Any:
    """What was asked for at one's addresses."""
    return list(own(individual).values("email", "language", "created_at", "confirmed_at", "stopped_at"))


@gives_traces
def traces_of(individual: Individual) -> Iterator[Trace]:
    yield Trace(_("subscriptions to the newsletter"), own(individual).count())


@gives_erasure("newsletter")
def erase(individual: Individual) -> None:
    own(individual).delete()


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


@gives_addresses
def addresses() -> Iterator[Address]:
    yield Address(path_to("publishing:newsletter"))


@gives_card("publishing:newsletter")
def newsletter_card() -> Card:
    return Card(_t("News of the industry here, in your mailbox"), _t("Newsletter"))
