""" "I can help", "I want this": said on the page, by a link somebody was sent, or by a visitor from outside."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sterke.core.text import tidy
from sterke.directory.models import Organisation, Person

from .. import barring, mails_listings, permissions
from ..models import Introduction, Listing, SuggestionFeedback
from .introductions import company_of, introduce
from .listings import lock, record


@transaction.atomic
def offer_help(
    listing: Listing, *, words: str, person: Person, company: Organisation | None = None
) -> Introduction | None:
    """Whoever can help says so, and the owner is asked whether they want to meet. None where the company has nobody
    left to ask: then the secretariat gets the words and finds somebody."""
    stored = lock(listing)
    refuse_closed(stored)
    at = company or company_of(person)
    if at is not None and at.pk == stored.organisation_id:
        raise ValidationError(_("That is your own company's."), code="own")
    owner = stored.owner()
    if owner is None:
        mails_listings.tell_nobody_left(stored, person, at, tidy(words))
        record("listing.orphaned", stored, person)
        return None
    why = _("About “%(title)s” of %(company)s.") % {"title": stored.title, "company": stored.organisation}
    return introduce(
        (person, at), (owner, stored.organisation), why=why, origin=Introduction.Origin.MEMBER, listing=stored,
        wants=person, note=words, by=person,
    )  # fmt: skip


def refuse_closed(stored: Listing) -> None:
    if not stored.is_open:
        raise ValidationError(
            _("This one is closed. Somebody was quicker, or it is not needed any more."), code="closed"
        )
    if not stored.takes_answers:
        raise ValidationError(_("This one ran out some time ago."), code="closed")


@transaction.atomic
def ask_for_help(listing: Listing, people: Iterable[Person], *, by: Any) -> int:
    """Ask some people whether they can help, each by a letter with a link of their own. How many letters went out.

    Nobody is asked twice about the same, nor by a company they would rather not meet.
    """
    if not permissions.can_lead(by, listing):
        raise PermissionDenied
    stored = lock(listing)
    refuse_closed(stored)
    count = 0
    for person in people:
        at = company_of(person)
        if not person.email or at is None or at.pk == stored.organisation_id or barring.is_hidden(person):
            continue
        owner = stored.owner()
        if owner is not None and barring.would_rather_not(owner, stored.organisation, person, at):
            continue
        if barring.compete(stored.organisation, at):
            continue
        count += mails_listings.ask_to_help(stored, person, at)
    if count:
        record("listing.pushed", stored, by, count=count)
    return count


def decline_help(listing: Listing, *, person: Person) -> None:
    """Not for me: it moves later suggestions, and nobody is told."""
    SuggestionFeedback.objects.update_or_create(
        by=person, listing=listing, person=person, defaults={"verdict": SuggestionFeedback.Verdict.NOT}
    )


@transaction.atomic
def write_from_outside(listing: Listing, *, name: str, company: str, email: str, words: str) -> None:
    """Somebody who is no member answers what everyone may see: the owner gets a letter they can reply to. We keep the
    letter as long as any letter, and nothing else."""
    stored = lock(listing)
    refuse_closed(stored)
    if not stored.is_public:
        raise ValidationError(_("This one is not for everyone any more."), code="closed")
    mails_listings.tell_from_outside(stored, name=tidy(name), company=tidy(company), email=email, words=words.strip())
    activity_by_nobody(stored)


def activity_by_nobody(stored: Listing) -> None:
    from sterke.accounts.models import User

    record("listing.outside", stored, User.objects.clockwork())
