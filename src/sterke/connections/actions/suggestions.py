"""Suggestions are worked out anew; what people say of them counts next time; who hides or keeps clear says so here."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from sterke.core import activity
from sterke.directory.models import Organisation, Person

from .. import permissions, suggesting, tasks
from ..matching import Suggested, suggest
from ..models import ConnectionChoice, Listing, NotWith, Suggestion, SuggestionFeedback

SOME = 900  # rows in one statement
Key = tuple[int | None, int | None, int]  # listing, asker, person


def refresh_suggestions() -> int:
    """Work all of them out and write what differs. Gives how many rows that was. May run twice."""
    worked_out = suggest(suggesting.ground())
    fresh: dict[Key, Suggested] = {(one.listing, one.reader, one.person): one for one in worked_out}
    with transaction.atomic():
        return _write(fresh)


def refresh_soon() -> None:
    """Ask the worker for it, once: while one waits, nobody need ask again."""
    task = tasks.refresh_suggestions
    if not DBTaskResult.objects.ready().filter(task_path=task.module_path).exists():
        task.enqueue()


def _write(fresh: dict[Key, Suggested]) -> int:
    stored: dict[Key, tuple[int, float, list]] = {
        (listing, asker, person): (pk, score, reasons)
        for pk, listing, asker, person, score, reasons in Suggestion._base_manager.order_by().values_list(
            "pk", "listing", "asker", "person", "score", "reasons"
        )
    }
    gone = [row[0] for key, row in stored.items() if key not in fresh]
    for at in range(0, len(gone), SOME):
        Suggestion._base_manager.filter(pk__in=gone[at : at + SOME]).delete()
    people = set(Person.objects.order_by().values_list("pk", flat=True))  # somebody may have gone meanwhile
    listings = set(Listing._base_manager.order_by().values_list("pk", flat=True))
    new: dict[str, list[Suggestion]] = {"listing": [], "asker": []}
    for (listing, asker, person), one in fresh.items():
        reasons = [[reason.code, reason.about, reason.points] for reason in one.reasons]
        known = stored.get((listing, asker, person))
        if known is not None and known[1:] == (one.score, reasons):
            continue
        if person in people and (listing in listings if listing else asker in people):
            row = Suggestion(listing_id=listing, asker_id=asker, person_id=person, score=one.score, reasons=reasons)
            new["listing" if listing else "asker"].append(row)
    for whose, rows in new.items():
        Suggestion._base_manager.bulk_create(
            rows,
            batch_size=SOME,
            update_conflicts=True,
            unique_fields=[whose, "person"],
            update_fields=["score", "reasons"],
        )
    return len(gone) + sum(map(len, new.values()))


@transaction.atomic
def give_feedback(person: Person, *, verdict: str, listing: Listing | None = None, by: Any) -> SuggestionFeedback:
    """Useful, not for us, or we know each other: about somebody suggested for a listing, or to oneself without one."""
    own = permissions.person_of(by)
    if own is None or not suggested(person, listing, own, by):
        raise PermissionDenied
    if verdict not in SuggestionFeedback.Verdict.values:
        raise ValidationError(_("Choose one of the answers."), code="unknown")
    row, _made = SuggestionFeedback._base_manager.update_or_create(
        by=own, listing=listing, person=person, defaults={"verdict": verdict, "at": timezone.now()}
    )
    refresh_soon()
    return row


def suggested(person: Person, listing: Listing | None, own: Person, by: Any) -> bool:
    """Whether this reader has been told of this person: for a listing they lead, or for themselves."""
    rows = Suggestion.objects.visible_to(by).filter(person=person)
    if listing is None:
        return rows.filter(asker=own).exists()
    return permissions.can_lead(by, listing) and rows.filter(listing=listing).exists()


@transaction.atomic
def choose_hidden(*, hidden: bool, by: Any) -> None:
    """In no list and no suggestion, or there again."""
    own = own_person(by)
    choice, _made = ConnectionChoice._base_manager.select_for_update().get_or_create(person=own)
    if choice.hidden != hidden:
        choice.hidden, choice.changed_at = hidden, timezone.now()
        choice.save(update_fields=["hidden", "changed_at"])
        activity.record("choice.hidden" if hidden else "choice.shown", own, by=by)
        refresh_soon()


@transaction.atomic
def keep_apart(*, other: Person | None = None, organisation: Organisation | None = None, by: Any) -> None:
    """Rather not be brought together with somebody, or with anybody of a company. No line of history: it is private."""
    own = own_person(by)
    if other == own:
        raise ValidationError(_("That is you."), code="oneself")
    if other is None and organisation is None:
        raise ValidationError(_("Choose a person or a company."), code="nobody")
    NotWith._base_manager.get_or_create(person=own, other=other, organisation=organisation)
    refresh_soon()


@transaction.atomic
def lift_apart(row: NotWith, *, by: Any) -> None:
    if row.person != own_person(by):
        raise PermissionDenied
    NotWith._base_manager.filter(pk=row.pk).delete()
    refresh_soon()


def own_person(by: Any) -> Person:
    own = permissions.person_of(by)
    if own is None:
        raise PermissionDenied
    return own
