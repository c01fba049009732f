"""Four weeks after two people were brought together they are asked once: did you meet, and what came of it?"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core.text import tidy
from sterke.directory.models import Person

from .. import mails_introductions
from ..models import Introduction, IntroductionSide, Listing
from .introductions import RESULT_AFTER, lock, record
from .listings import end, lock_open
from .listings import record as record_of_listing

Met, Result = IntroductionSide.Met, IntroductionSide.Result


def ask_results() -> int:
    """Daily. Each who has not told is asked; when somebody says not yet, four weeks later again."""
    count = 0
    for row in Introduction.objects.joined().filter(ask_result_on__lte=timezone.localdate()).order_by("pk"):
        with transaction.atomic():
            asked = Introduction.objects.filter(pk=row.pk, ask_result_on=row.ask_result_on).update(ask_result_on=None)
            if asked:
                count += mails_introductions.ask_result(row, timezone.localdate())
    return count


@transaction.atomic
def tell_result(side: IntroductionSide, *, met: str, result: str = "", words: str = "", person: Person) -> Introduction:
    """What one of the two tells. Solved, told by the company whose need it was, closes the need with these words.

    Told again, the last word holds.
    """
    row = lock(side.introduction)
    stored = IntroductionSide._base_manager.select_for_update(of=("self",)).get(pk=side.pk)
    if stored.person_id != person.pk:
        raise PermissionDenied
    if row.joined_on is None:
        raise ValidationError(_("You two have not been brought together."), code="not joined")
    if met == Met.YES and not result:
        raise ValidationError({"result": _("What came of it? “Nothing this time” is an answer too.")})
    stored.met, stored.result, stored.result_words = met, result if met == Met.YES else "", tidy(words)[:1000]
    stored.result_at = timezone.now()
    stored.full_clean(validate_constraints=False)
    stored.save(update_fields=["met", "result", "result_words", "result_at"])
    record("introduction.told", row, person, result=str(stored.get_result_display() or stored.get_met_display()))
    if met == Met.NOT_YET:
        row.ask_result_on = timezone.localdate() + RESULT_AFTER
        row.save(update_fields=["ask_result_on"])
    elif result == Result.SOLVED:
        close_need(row, stored, person)
    return row


def close_need(row: Introduction, side: IntroductionSide, person: Any) -> None:
    listing: Listing | None = row.listing
    if listing is None or not listing.is_open or listing.organisation_id != side.organisation_id:
        return
    stored = lock_open(listing)
    end(stored, Listing.Outcome.FOUND, side.result_words)
    record_of_listing("listing.found", stored, person, words=stored.outcome_words)
