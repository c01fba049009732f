"""A question to the whole cluster: spread, answered in words, and the answers gathered when the days are over."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.advocacy.reports_mandate import member_companies, signers_of
from sterke.directory.models import Organisation, Person

from .. import barring, mails_listings, permissions
from ..models import Listing, ListingAnswer
from .introductions import company_of
from .listings import lock, lock_open, record
from .offering import refuse_closed


@transaction.atomic
def spread_question(listing: Listing, *, by: Any) -> int:
    """One letter to each member company that has not answered, to whoever answers for it. For the secretariat."""
    if not permissions.can_check(by):
        raise PermissionDenied
    stored = lock_open(listing)
    if not stored.is_question or stored.network_id:
        raise ValidationError(_("Only a question to all the members is sent to them."))
    answered = set(stored.answers.values_list("organisation", flat=True)) | {stored.organisation_id}
    count = 0
    for signers in signers_of(member_companies().exclude(pk__in=answered)).values():
        first = next((each for each in signers if not barring.is_hidden(each.person)), None)
        if first is not None:
            count += mails_listings.ask_to_answer(stored, first.person, first.company)
    record("listing.spread", stored, by, count=count)
    return count


@transaction.atomic
def answer_question(
    listing: Listing, *, words: str, may_share: bool, person: Person, company: Organisation | None = None
) -> ListingAnswer:
    """What somebody answers; answered again, the last word holds. Whoever asked is told at once."""
    stored = lock(listing)
    refuse_closed(stored)
    at = company or company_of(person)
    if at is None:
        raise ValidationError(_("You do not work in a company of ours today."), code="closed")
    if not stored.is_question:
        raise ValidationError(_("That is not a question."))
    answer = ListingAnswer(listing=stored, organisation=at, person=person, words=words.strip(), may_share=may_share)
    answer.full_clean(validate_constraints=False)
    said, _is_new = ListingAnswer.objects.update_or_create(
        listing=stored, person=person,
        defaults={"organisation": at, "words": answer.words, "may_share": may_share, "at": timezone.now()},
    )  # fmt: skip
    record("listing.answered", stored, person, company=str(at))
    if owner := stored.owner():
        mails_listings.tell_answer(stored, owner, said)
    return said


def digest_answers(by: Any) -> int:
    """Daily: the days of a question are over. Whoever asked and all who answered get what may be shared, in one letter;
    the question is closed, and its page tells the rest."""
    rows = Listing.objects.expired().filter(side=Listing.Side.QUESTION, digested_on=None)
    count = 0
    for row in rows.order_by("pk"):
        with transaction.atomic():
            stored = lock(row)
            if stored.digested_on or not stored.is_open:
                continue
            stored.digested_on = stored.closed_on = timezone.localdate()
            answers = list(stored.answers.select_related("organisation", "person__user"))
            stored.outcome = Listing.Outcome.FOUND if answers else Listing.Outcome.EXPIRED
            stored.save(update_fields=["digested_on", "closed_on", "outcome"])
            mails_listings.digest(stored, answers)
            record("listing.digested", stored, by, count=len(answers))
            count += 1
    return count
