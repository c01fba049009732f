"""A listing is put out, changed, let stand longer, closed; and by the clock asked whether it is still true."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sterke.advocacy.actions.recording import save_form
from sterke.core import activity
from sterke.core.edits import EditForm
from sterke.core.keys import key_of
from sterke.core.text import tidy, words_of
from sterke.core.visibility import Visibility
from sterke.directory.models import Person, Role

from .. import mails_listings, permissions
from ..models import Listing
from ..models.listings import STILL_ANSWERED
from .suggestions import refresh_soon

STANDS = timedelta(days=90)
LONGEST = timedelta(days=400)
ASKED_BEFORE = timedelta(days=10)
# Words that say nothing alone: "Trenger hjelp", "Need help".
EMPTY = frozenset(
    """
    hjelp trenger trengs soker sokes onsker onskes behov tilbud noen noe en et ei til med for vi har du som kan
    help need needs needed looking offer offers want wanted we have someone somebody something a an the with anyone
    """.split()  # noqa: SIM905
)
Outcome = Listing.Outcome


def record(verb: str, listing: Listing, by: Any, **details: Any) -> None:
    """A line on its page, and on the company's, for those who see the listing's history; others may fit it now."""
    activity.record(verb, listing, by=by, about=[listing.organisation], **details)
    refresh_soon()


def lock(listing: Listing) -> Listing:
    """As it stands now. Call it in a transaction."""
    rows = Listing._base_manager.select_for_update(of=("self",)).select_related("organisation", "contact__user")
    return rows.get(pk=listing.pk)


def lock_open(listing: Listing) -> Listing:
    stored = lock(listing)
    if not stored.is_open:
        raise ValidationError(_("This one is closed."), code="closed")
    return stored


@transaction.atomic
def put_out(listing: Listing, *, by: Any) -> Listing:
    """Put out a need, an offer or a question. One for everyone waits for the company's yes and the secretariat's."""
    if not permissions.can_write_for(by, listing.organisation):
        raise PermissionDenied
    listing.title = tidy(listing.title)
    listing.language = get_language() or "nb"
    listing.written_by, listing.written_by_key = str(by)[:200], key_of(by)
    refuse_odd(listing)
    listing.full_clean()
    begin_review(listing, by)
    listing.save()
    record("listing.put", listing, by)
    ask_company(listing)
    return listing


@transaction.atomic
def edit_listing(listing: Listing, *, form: EditForm, by: Any) -> Listing:
    """Change it. Other words for everyone are looked through again."""
    if not permissions.can_lead(by, listing):
        raise PermissionDenied
    stored = lock_open(listing)
    refuse_odd(form.instance, since=stored.valid_until)
    changes = save_form(listing, form)
    edited = lock(listing)
    if changes:
        record("listing.edited", edited, by, changes=changes)
    said = (edited.title, edited.text, edited.visibility)
    if said != (stored.title, stored.text, stored.visibility):
        edited.company_yes = edited.company_yes_key = ""
        edited.company_yes_on = edited.checked_on = None
        edited.version += 0 if changes else 1
        begin_review(edited, by)
        edited.save()
        ask_company(edited)
    return edited


def begin_review(listing: Listing, by: Any) -> None:
    """Whoever answers for the company says yes by putting it out; the secretariat has looked at what it writes."""
    listing.review_remark = ""
    if listing.visibility != Visibility.PUBLIC:
        return
    if permissions.can_speak_for_company(by, listing):
        listing.company_yes, listing.company_yes_key = str(by)[:200], key_of(by)
        listing.company_yes_on = timezone.localdate()
    if permissions.can_check(by):
        listing.checked_on = timezone.localdate()


def ask_company(listing: Listing) -> None:
    if listing.waits_for_company and (main := listing.organisation.main_contact()):
        mails_listings.ask_company(listing, main)


def refuse_odd(listing: Listing, since: date | None = None) -> None:
    """What helps nobody is refused with a word on what would."""
    if says_too_little(f"{listing.title} {listing.text}"):
        raise ValidationError(
            {"title": _("Say what it is about: a machine, a skill, a material. Then the right person recognises it.")}
        )
    today = timezone.localdate()
    if listing.valid_until < today and listing.valid_until != since:
        raise ValidationError({"valid_until": _("That day has been.")})
    if listing.valid_until > today + LONGEST:
        raise ValidationError({"valid_until": _("A year is enough; before it runs out we ask whether it still holds.")})
    if listing.contact is not None and not works_there(listing.contact, listing):
        raise ValidationError({"contact": _("%(name)s does not work there today.") % {"name": listing.contact}})


def says_too_little(text: str) -> bool:
    return len([word for word in words_of(text) if word not in EMPTY and len(word) > 2]) < 1


def works_there(person: Person, listing: Listing) -> bool:
    return Role.objects.at_work().filter(person=person, organisation=listing.organisation).exists()


@transaction.atomic
def renew(listing: Listing, *, by: Any) -> Listing:
    """It is still true: it stands for three months more. One that ran out stands again."""
    if not (isinstance(by, Person) or permissions.can_lead(by, listing)):
        raise PermissionDenied
    stored = lock(listing)
    if not stored.is_open and stored.outcome != Outcome.EXPIRED:
        raise ValidationError(_("This one is closed."), code="closed")
    stored.valid_until = max(stored.valid_until, timezone.localdate() + STANDS)
    stored.closed_on, stored.outcome, stored.asked_on = None, "", None
    stored.save(update_fields=["valid_until", "closed_on", "outcome", "asked_on"])
    record("listing.renewed", stored, by)
    return stored


@transaction.atomic
def close_listing(listing: Listing, *, outcome: str, words: str = "", by: Any) -> Listing:
    """It is found, or taken away. Those who are asked about it are not bothered any more."""
    if not (isinstance(by, Person) or permissions.can_lead(by, listing)):
        raise PermissionDenied
    stored = lock_open(listing)
    end(stored, outcome, words)
    record("listing.found" if outcome == Outcome.FOUND else "listing.withdrawn", stored, by, words=stored.outcome_words)
    return stored


def end(stored: Listing, outcome: str, words: str = "") -> None:
    stored.closed_on, stored.outcome, stored.outcome_words = timezone.localdate(), outcome, tidy(words)[:500]
    stored.save(update_fields=["closed_on", "outcome", "outcome_words"])


@transaction.atomic
def take_up_again(listing: Listing, *, by: Any) -> Listing:
    """Closed by mistake, or needed again: it stands once more."""
    if not permissions.can_lead(by, listing):
        raise PermissionDenied
    stored = lock(listing)
    if stored.is_open:
        return stored
    stored.closed_on, stored.outcome, stored.outcome_words, stored.asked_on = None, "", "", None
    stored.valid_until = max(stored.valid_until, timezone.localdate() + STANDS)
    stored.save(update_fields=["closed_on", "outcome", "outcome_words", "asked_on", "valid_until"])
    record("listing.again", stored, by)
    return stored


def ask_still_true() -> int:
    """Daily: ten days before a need or an offer runs out its owner is asked. Once for each last day."""
    last = timezone.localdate() + ASKED_BEFORE
    rows = Listing.objects.open().filter(valid_until__lte=last, asked_on=None).exclude(side=Listing.Side.QUESTION)
    count = 0
    for row in rows.select_related("organisation", "contact__user").order_by("pk"):
        with transaction.atomic():
            claimed = Listing.objects.open().filter(pk=row.pk, asked_on=None).update(asked_on=timezone.localdate())
            if claimed and (owner := row.owner()):
                mails_listings.ask_still_true(row, owner)
                count += 1
    return count


def close_expired(by: Any) -> int:
    """Daily: what has run out, and nobody has said that it still holds, is closed when the days of grace are over."""
    last = timezone.localdate() - STILL_ANSWERED
    count = 0
    for row in Listing.objects.open().filter(valid_until__lt=last).order_by("pk"):
        with transaction.atomic():
            stored = lock(row)
            if stored.is_open and stored.valid_until < last:
                end(stored, Outcome.EXPIRED)
                record("listing.expired", stored, by)
                count += 1
    return count
