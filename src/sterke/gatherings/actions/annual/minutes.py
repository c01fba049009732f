"""The minutes: what was decided in each matter, who signs; and publishing them, which closes them."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core.text import tidy

from ... import mails_annual as mails
from ... import permissions, reports_annual
from ...models import AgendaItem, Gathering, Minutes, Resolution
from .. import seats
from .meeting import held, record

Outcome = Resolution.Outcome
COUNTED = ("votes_for", "votes_against", "votes_abstained")
NAMES = ("chair", "keeper", "signers")


@transaction.atomic
def decide(
    item: AgendaItem,
    *,
    outcome: str,
    text: str,
    text_en: str = "",
    votes_for: int | None = None,
    votes_against: int | None = None,
    votes_abstained: int | None = None,
    form: Any = None,
    by: Any,
) -> Resolution:
    """Write what the meeting decided in a matter. Counted votes are held against those in the room, with proxies."""
    gathering = held(item.gathering, by)
    if not gathering.has_begun:
        raise ValidationError(_("The meeting has not begun."))
    known = Resolution.objects.filter(item=item).first()
    if known is not None and form is not None and not form.claim():
        raise ValidationError(_("Someone else saved this while you were writing."), code="conflict")
    row = known or Resolution(item=item)
    row.outcome, row.text, row.text_en, row.decided_at = outcome, text.strip(), text_en.strip(), timezone.now()
    row.votes_for, row.votes_against, row.votes_abstained = votes_for, votes_against, votes_abstained
    row.votes_present = None
    if any(getattr(row, name) is not None for name in COUNTED):
        row.votes_present = reports_annual.count(gathering)[1].votes
        refuse_odd_count(row)
    row.full_clean(exclude=["item"])
    row.save()
    record("annual.decided", gathering, by, private=True, item=item.title, outcome=str(row.get_outcome_display()))
    return row


def refuse_odd_count(row: Resolution) -> None:
    """All three numbers, no more than there are votes, and an outcome that they bear out."""
    missing = [name for name in COUNTED if getattr(row, name) is None]
    if missing:
        raise ValidationError({missing[0]: _("Write all three numbers, 0 where there were none; or leave all empty.")})
    favour, against, abstained = (getattr(row, name) for name in COUNTED)
    total, present = favour + against + abstained, row.votes_present or 0
    if total > present:
        said = _("That is %(sum)s votes, and there are %(present)s in the room, proxies included.")
        raise ValidationError({"votes_for": said % {"sum": total, "present": present}})
    if row.outcome == Outcome.ADOPTED and not is_carried(row.item, favour, against):
        raise ValidationError({"outcome": _("So few votes for do not adopt it: it takes %(majority)s.")
                                          % {"majority": row.item.get_majority_display()}})  # fmt: skip
    if row.outcome == Outcome.REJECTED and is_carried(row.item, favour, against):
        raise ValidationError({"outcome": _("With so many votes for, it is adopted.")})


def is_carried(item: AgendaItem, favour: int, against: int) -> bool:
    if item.majority == AgendaItem.Majority.TWO_THIRDS:
        return favour * 3 >= (favour + against) * 2 and favour > 0
    return favour > against


@transaction.atomic
def write_minutes(gathering: Gathering, *, form: Any, by: Any) -> Minutes:
    """Who led, wrote and signs; a few words; whom the minutes and the result are for. Nobody else reads them yet."""
    gathering = held(gathering, by)
    row = Minutes.objects.filter(gathering=gathering).first()
    if row is not None and not form.claim():
        raise ValidationError(_("Someone else saved this while you were writing."), code="conflict")
    row = row or Minutes(gathering=gathering)
    for name in form._meta.fields:
        value = form.cleaned_data[name]
        setattr(row, name, tidy(value) if name in NAMES else value)
    row.full_clean(exclude=["gathering"])
    row.save()
    record("annual.minutes", gathering, by, private=True)
    return row


@transaction.atomic
def publish_minutes(gathering: Gathering, *, by: Any) -> Minutes:
    """Publish minutes and result to those they are for, with the votes as they were. What they rest on is closed.

    Those who were elected get a letter, once, however often it is published.
    """
    gathering = held(gathering, by)
    row = Minutes.objects.filter(gathering=gathering).first()
    refuse_unfinished(gathering, row)
    assert row is not None  # noqa: S101 -- refused above
    tally = reports_annual.count(gathering)[1]
    row.entitled, row.present, row.proxies = tally.entitled, tally.present, tally.proxies
    row.published_at = timezone.now()
    row.save(update_fields=["entitled", "present", "proxies", "published_at"])
    record("annual.minutes_published", gathering, by)
    mails.tell_elected(gathering)
    return row


def refuse_unfinished(gathering: Gathering, minutes: Minutes | None) -> None:
    """All that is missing, at once."""
    missing = []
    if not gathering.has_begun:
        raise ValidationError(_("The meeting has not begun."))
    if minutes is None or not (minutes.chair and minutes.keeper):
        missing.append(_("Write who led the meeting and who wrote the minutes."))
    elections = reports_annual.elections_of(gathering)
    elected = {row.item_id for row in elections}
    agenda = gathering.agenda.filter(resolution=None).exclude(pk__in=elected)
    if numbers := [str(number) for number in agenda.order_by("number").values_list("number", flat=True)]:
        missing.append(_("Write what was decided in item %(numbers)s.") % {"numbers": ", ".join(numbers)})
    if undecided := [str(row) for row in elections if row.decided_at is None]:
        missing.append(_("Write the result first: %(elections)s.") % {"elections": ", ".join(undecided)})
    if not gathering.agenda.exists():
        missing.append(_("There is no agenda."))
    if missing:
        raise ValidationError(missing)


@transaction.atomic
def reopen_minutes(gathering: Gathering, *, why: str, by: Any) -> Minutes:
    """Take published minutes back to mend them. Nobody but those who write them reads them until then."""
    if not permissions.can_run_annual_meeting(by, gathering):
        raise PermissionDenied
    gathering = seats.lock(gathering)
    if not why.strip():
        raise ValidationError({"why": _("Say why. People have read them.")})
    rows = Minutes.objects.filter(gathering=gathering).exclude(published_at=None)
    if rows.update(published_at=None) != 1:
        raise ValidationError(_("The minutes are not published."))
    record("annual.minutes_reopened", gathering, by, why=tidy(why)[:300])
    return Minutes.objects.get(gathering=gathering)
