"""What is meant for everyone is looked at twice: the company lets it be seen, the secretariat reads it through."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core.keys import key_of
from sterke.core.text import tidy
from sterke.core.visibility import Visibility
from sterke.directory.models import Person, Role

from .. import mails_listings, permissions
from ..models import Listing
from .listings import lock_open, record


def is_main_contact(person: Person, listing: Listing) -> bool:
    roles = Role.objects.at_work().filter(kind=Role.Kind.MAIN_CONTACT, organisation=listing.organisation_id)
    return roles.filter(person=person).exists()


def why_not_say(listing: Listing, person: Person | None) -> str:
    """Why this person cannot say whether everyone may see it; empty where they can."""
    if person is None or not is_main_contact(person, listing):
        return _("You do not answer for %(company)s any more.") % {"company": listing.organisation}
    if not listing.waits_for_company:
        return _("It does not wait for your word any more. Thank you.")
    return ""


@transaction.atomic
def let_everyone_see(listing: Listing, *, person: Person) -> Listing:
    """The company's yes, by its main contact. Now it waits for the secretariat, if nobody there has read it yet."""
    stored = lock_open(listing)
    if why := why_not_say(stored, person):
        raise ValidationError(why, code="closed")
    stored.company_yes, stored.company_yes_key = person.name[:200], key_of(person)
    stored.company_yes_on = timezone.localdate()
    stored.save(update_fields=["company_yes", "company_yes_key", "company_yes_on"])
    record("listing.allowed", stored, person)
    return stored


@transaction.atomic
def keep_to_members(listing: Listing, *, person: Person) -> Listing:
    """The company's no: it stands for the members."""
    stored = lock_open(listing)
    if why := why_not_say(stored, person):
        raise ValidationError(why, code="closed")
    stored.visibility = Visibility.MEMBERS
    stored.save(update_fields=["visibility"])
    record("listing.kept", stored, person)
    return stored


@transaction.atomic
def check_listing(listing: Listing, *, by: Any) -> Listing:
    """The secretariat has read it: with the company's yes it is for everyone."""
    if not permissions.can_check(by):
        raise PermissionDenied
    stored = lock_open(listing)
    if not stored.waits_for_check:
        raise ValidationError(_("It does not wait for us."), code="closed")
    stored.checked_on, stored.review_remark = timezone.localdate(), ""
    stored.save(update_fields=["checked_on", "review_remark"])
    record("listing.checked", stored, by)
    return stored


@transaction.atomic
def send_back(listing: Listing, *, remark: str, by: Any) -> Listing:
    """Not like this for everyone: it stands for the members, and whoever wrote it is told what should be otherwise."""
    if not permissions.can_check(by):
        raise PermissionDenied
    stored = lock_open(listing)
    if stored.visibility != Visibility.PUBLIC:
        raise ValidationError(_("It does not wait for us."), code="closed")
    stored.visibility, stored.review_remark, stored.checked_on = Visibility.MEMBERS, tidy(remark)[:500], None
    stored.full_clean()
    stored.save(update_fields=["visibility", "review_remark", "checked_on"])
    if owner := stored.owner():
        mails_listings.tell_sent_back(stored, owner)
    record("listing.returned", stored, by, remark=stored.review_remark)
    return stored
