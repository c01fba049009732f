"""Two people are asked whether they want to meet; both say yes, or it is quietly closed."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.core.keys import key_of
from sterke.core.text import tidy
from sterke.core.visibility import is_secretary
from sterke.directory.models import Organisation, Person, Role
from sterke.gatherings.models import Gathering

from .. import barring, mails_introductions, times
from ..models import Introduction, IntroductionSide, Listing
from ..models.introductions import pair_of

ANSWERED_IN = timedelta(days=14)
REMINDED_AFTER = timedelta(days=7)
LATER = timedelta(days=90)
RESULT_AFTER = timedelta(days=28)
Word = IntroductionSide.Word
Party = tuple[Person, Organisation | None]


def record(verb: str, introduction: Introduction, by: Any, **details: Any) -> None:
    """For the secretariat's eyes, and on the page of the listing it serves."""
    activity.record(verb, introduction, by=by, about=[introduction.listing], **details)


def lock(introduction: Introduction) -> Introduction:
    rows = Introduction._base_manager.select_for_update(of=("self",)).select_related("listing", "gathering")
    return rows.get(pk=introduction.pk)


@transaction.atomic
def introduce(
    one: Party,
    other: Party,
    *,
    why: str,
    origin: str,
    listing: Listing | None = None,
    gathering: Gathering | None = None,
    wants: Person | None = None,
    note: str = "",
    by: Any,
) -> Introduction:
    """Ask both whether they want to meet; whoever ``wants`` it has said yes by asking. ``note`` is their word to the
    other.

    Raises:
        ValidationError: they cannot be asked, and why; never who would rather not.
        PermissionDenied: only the two themselves, the secretariat and the house bring people together.
    """
    if not may_introduce(by, one[0], other[0], wants, origin):
        raise PermissionDenied
    refuse_pair(one, other)
    row = Introduction(
        listing=listing, gathering=gathering, origin=origin, why=tidy(why)[:1500], pair=pair_of(one[0], other[0]),
        asked_by=str(by)[:200], asked_by_key=key_of(by), answer_by=timezone.localdate() + ANSWERED_IN,
        is_demo=one[0].is_demo and other[0].is_demo,
    )  # fmt: skip
    row.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError(_("They are asked already, and have some days to answer."), code="twice") from error
    for person, company in (one, other):
        asks = wants is not None and person.pk == wants.pk
        IntroductionSide.objects.create(
            introduction=row, person=person, organisation=company, name=person.name[:200], asked=asks,
            word=Word.YES if asks else Word.NONE, word_at=timezone.now() if asks else None,
            note=tidy(note)[:500] if asks else "",
        )  # fmt: skip
    record("introduction.asked", row, by, who=str(row))
    mails_introductions.ask(row)
    return row


def may_introduce(by: Any, one: Person, other: Person, wants: Person | None, origin: str) -> bool:
    if isinstance(by, Person):
        return by == wants and by in (one, other)
    if is_secretary(by) or by.email.endswith("@system.invalid"):
        return True
    person = getattr(by, "person", None)
    return by.is_authenticated and by.is_member and person is not None and person == wants and person in (one, other)


def refuse_pair(one: Party, other: Party) -> None:
    """What is refused says nothing of who would rather not."""
    if one[0].pk == other[0].pk:
        raise ValidationError(_("That is one and the same person."), code="oneself")
    if one[1] is not None and one[1] == other[1]:
        raise ValidationError(_("They work in the same company."), code="colleagues")
    for person, _company in (one, other):
        if person.erased_at or not person.email:
            raise ValidationError(_("We have no e-mail address to %(name)s.") % {"name": person}, code="no address")
        if barring.is_hidden(person):
            raise ValidationError(_("These two cannot be brought together by us."), code="barred")
    if barring.would_rather_not(*one, *other) or barring.compete(one[1], other[1]):
        raise ValidationError(_("These two cannot be brought together by us."), code="barred")
    waiting = Introduction.objects.waiting().filter(pair=pair_of(one[0], other[0])).first()
    if waiting is not None:
        raise ValidationError(
            _("They were asked %(day)s, and have until %(last)s to answer.")
            % {"day": date_format(waiting.asked_on), "last": date_format(waiting.answer_by)},
            code="twice",
        )


def company_of(person: Person) -> Organisation | None:
    """Where somebody works today: as main contact first."""
    roles = Role.objects.at_work().filter(person=person, organisation__merged_into=None).select_related("organisation")
    found = sorted(roles, key=lambda role: (role.kind != Role.Kind.MAIN_CONTACT, role.pk))
    return found[0].organisation if found else None


@transaction.atomic
def answer_introduction(
    side: IntroductionSide, *, word: str, suits: Iterable[str] = (), note: str = "", person: Person
) -> Introduction:
    """One side's word. Both yes joins them in one mail; a no is seen by nobody but the secretariat.

    The word may be changed until both have said yes or the days are over.
    """
    row = lock(side.introduction)
    stored = IntroductionSide._base_manager.select_for_update(of=("self",)).get(pk=side.pk)
    if stored.person_id != person.pk:
        raise PermissionDenied
    if row.joined_on:
        raise ValidationError(_("You two are in touch already."), code="joined")
    if why := over(row):
        raise ValidationError(why, code="closed")
    stored.word, stored.word_at, stored.note = word, timezone.now(), tidy(note)[:500]
    stored.times = times.offered(suits) if word == Word.YES else []
    stored.full_clean(validate_constraints=False)
    stored.save(update_fields=["word", "word_at", "times", "note"])
    record({Word.YES: "introduction.yes", Word.LATER: "introduction.later"}.get(word, "introduction.no"), row, person)  # type: ignore[call-overload]
    if word == Word.LATER:
        row.again_on = timezone.localdate() + LATER
        row.answer_by = row.again_on + ANSWERED_IN
        row.save(update_fields=["again_on", "answer_by"])
    if all(each.word == Word.YES for each in row.sides.all()):
        join(row, person)
    return row


def over(row: Introduction) -> str:
    """Why nobody can answer any more, in a sentence; empty while they can."""
    if row.closed_on is not None or row.answer_by < timezone.localdate():
        return _("The last day to answer was %(day)s.") % {"day": date_format(row.answer_by)}
    return ""


def join(row: Introduction, by: Any) -> None:
    """Both want it: one mail to both, with why, when it suits, and an entry for the calendar."""
    row.joined_on = timezone.localdate()
    row.ask_result_on, row.again_on = row.joined_on + RESULT_AFTER, None
    row.save(update_fields=["joined_on", "ask_result_on", "again_on"])
    record("introduction.joined", row, by, who=str(row))
    mails_introductions.join(row)


@transaction.atomic
def ask_anew(side: IntroductionSide, *, person: Person) -> Introduction | None:
    """Yes came when the days were over: the other is asked once more, unless they have said no. The one who asks is not
    told which."""
    row = lock(side.introduction)
    sides = list(row.sides.select_related("person__user", "organisation"))
    own = next((each for each in sides if each.person_id == person.pk), None)
    other = next((each for each in sides if each.person_id != person.pk), None)
    if own is None:
        raise PermissionDenied
    if row.closed_on is None:
        Introduction.objects.filter(pk=row.pk).update(closed_on=timezone.localdate())
    IntroductionSide.objects.filter(pk=own.pk).update(word=Word.YES, word_at=timezone.now())
    record("introduction.late", row, person)
    if other is None or other.person is None or other.word == Word.NO:
        return None
    try:
        return introduce(
            (person, own.organisation), (other.person, other.organisation), why=row.why, origin=row.origin,
            listing=row.listing, gathering=row.gathering, wants=person, by=person,
        )  # fmt: skip
    except ValidationError:
        return None


@transaction.atomic
def withdraw_introduction(introduction: Introduction, *, by: Any) -> None:
    """Closed by whoever asked, or by the secretariat, before both have answered. Nobody gets a mail."""
    row = lock(introduction)
    own = row.sides.filter(asked=True, person=getattr(by, "person", None)).exists()
    if not (is_secretary(by) or own):
        raise PermissionDenied
    if not row.is_waiting:
        raise ValidationError(_("It is settled already."), code="settled")
    row.closed_on = timezone.localdate()
    row.save(update_fields=["closed_on"])
    record("introduction.withdrawn", row, by, who=str(row))


def remind_introductions() -> int:
    """Daily: after a week those who have not answered get one friendly letter; never about a meeting the other will not
    have."""
    last = timezone.localdate() + ANSWERED_IN - REMINDED_AFTER
    rows = Introduction.objects.waiting().filter(reminded_on=None, again_on=None, answer_by__lte=last)
    count = 0
    for row in rows.exclude(sides__word=Word.NO).order_by("pk"):
        with transaction.atomic():
            if (
                Introduction.objects.waiting()
                .filter(pk=row.pk, reminded_on=None)
                .update(reminded_on=timezone.localdate())
            ):
                count += mails_introductions.remind(row)
    return count


def ask_again_later() -> int:
    """Daily: somebody said later, and later has come. Whoever said so is asked again."""
    rows = Introduction.objects.waiting().filter(again_on__lte=timezone.localdate()).exclude(sides__word=Word.NO)
    count = 0
    for row in rows.order_by("pk"):
        with transaction.atomic():
            if (
                Introduction.objects.waiting()
                .filter(pk=row.pk, again_on=row.again_on)
                .update(again_on=None, answer_by=timezone.localdate() + ANSWERED_IN)
            ):
                IntroductionSide.objects.filter(introduction=row, word=Word.LATER).update(word=Word.NONE)
                row.refresh_from_db()
                mails_introductions.ask(row, again=True)
                count += 1
    return count


def close_overdue(by: Any) -> int:
    """Daily: the days are over and not both have said yes. Quietly: nobody gets a mail."""
    count = 0
    for row in Introduction.objects.waiting().filter(answer_by__lt=timezone.localdate()).order_by("pk"):
        with transaction.atomic():
            if Introduction.objects.waiting().filter(pk=row.pk).update(closed_on=timezone.localdate()):
                record("introduction.closed", row, by, who=str(row))
                count += 1
    return count
