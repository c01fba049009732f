"""Making an issue: begin, write, gather, pick, order, test, schedule, and take back."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sterke.core import activity, outbox
from sterke.core.visibility import is_secretary

from . import composing, picking, segments, subscribing
from .models import NewsletterIssue, NewsletterItem, NewsletterRecipient, Segment, Subscription

State = NewsletterIssue.State
OPEN = (State.DRAFT, State.HELD)


def only_secretary(by: Any) -> None:
    if not is_secretary(by):
        raise PermissionDenied


@transaction.atomic
def begin(*, by: Any, subject: str = "") -> NewsletterIssue:
    """Begin the next issue: what is new since the last one went out is gathered."""
    only_secretary(by)
    last = NewsletterIssue.objects.out().order_by("-sent_at").first()
    since = timezone.localdate(last.sent_at) if last and last.sent_at else timezone.localdate().replace(day=1)
    issue = NewsletterIssue.objects.create(subject=subject or _("News from the cluster"), since=since)
    picking.gather(issue)
    activity.record("newsletter.begun", issue, by=by)
    return issue


@transaction.atomic
def write(issue: NewsletterIssue, *, by: Any, **fields: Any) -> None:
    """Change the words, the day or whom it goes to; only while it is a draft."""
    only_secretary(by)
    if NewsletterIssue.objects.filter(pk=issue.pk, state__in=OPEN).update(**fields, version=F("version") + 1) != 1:
        raise ValidationError(_("It is not a draft any more. Take it back first."))
    issue.refresh_from_db()
    picking.gather(issue)
    activity.record("newsletter.edited", issue, by=by)


@transaction.atomic
def add_item(issue: NewsletterIssue, *, by: Any, **fields: Any) -> NewsletterItem:
    """Something the editor wrote; it stands last."""
    only_secretary(by)
    _must_be_open(issue)
    return NewsletterItem.objects.create(issue=issue, picked=True, order=_last(issue) + 1, **fields)


@transaction.atomic
def edit_item(item: NewsletterItem, *, by: Any, **fields: Any) -> None:
    only_secretary(by)
    _must_be_open(item.issue)
    NewsletterItem.objects.filter(pk=item.pk).update(**fields)


@transaction.atomic
def move_item(item: NewsletterItem, *, way: str, by: Any) -> None:
    """Pick it (it stands last), leave it out, or let it change places with the one above or below."""
    only_secretary(by)
    _must_be_open(item.issue)
    rows = list(item.issue.items.filter(picked=True))
    if way == "med" and not item.picked:
        NewsletterItem.objects.filter(pk=item.pk).update(picked=True, order=_last(item.issue) + 1)
    elif way == "ut":
        NewsletterItem.objects.filter(pk=item.pk).update(picked=False)
    elif way in ("opp", "ned") and item in rows:
        at = rows.index(item)
        to = at - 1 if way == "opp" else at + 1
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
            for place, row in enumerate(rows, start=1):
                NewsletterItem.objects.filter(pk=row.pk).update(order=place)


def _last(issue: NewsletterIssue) -> int:
    row = issue.items.order_by("-order").first()
    return row.order if row else 0


def _must_be_open(issue: NewsletterIssue) -> None:
    if not NewsletterIssue.objects.filter(pk=issue.pk, state__in=OPEN).exists():
        raise ValidationError(_("It is not a draft any more. Take it back first."))


def check(issue: NewsletterIssue) -> None:
    """Raise ValidationError where it cannot go out as it is: a placeholder, nothing in it, or too long for mail."""
    composing.check_words(issue)
    if not issue.items.filter(picked=True).exists():
        raise ValidationError(_("There is nothing in it yet. Pick at least one thing."))
    for edition in NewsletterRecipient.Edition.values:
        size = len(composing.draft(issue, edition, "nb").html.encode())
        if size > composing.MOST_BYTES:
            raise ValidationError(
                _("It is %(size)s KB, and mail programs cut it at %(most)s. Take something out.")
                % {"size": size // 1000, "most": composing.MOST_BYTES // 1000}
            )


@transaction.atomic
def send_test(issue: NewsletterIssue, *, edition: str, by: Any) -> None:
    """The letter as its readers get it, to whoever asks for it, and to nobody else."""
    only_secretary(by)
    composing.check_words(issue)
    with override(by.language):
        row, _new = Subscription.objects.get_or_create(email=by.email, defaults={"language": by.language})
        draft = composing.draft(issue, edition, by.language)
        facts = composing.facts_of(
            name=by.name, company=_("your company"), reason=_("This is a test, sent to you alone."),
            token=subscribing.own_token(row),
        )  # fmt: skip
        html, text = draft.for_reader(facts)
        mail = outbox.row_for(
            key=f"newsletter_test:{uuid.uuid4().hex}", to=by.email, purpose="newsletter_test",
            subject=_("Test: %(subject)s") % {"subject": draft.subject}, text=text, html=html,
            headers=composing.headers_of(facts), about=issue,
        )  # fmt: skip
        mail.save()
    activity.record("newsletter.tested", issue, by=by)


@transaction.atomic
def schedule(issue: NewsletterIssue, *, at: datetime, by: Any) -> None:
    """Let it go out at a moment (in the past: now). Twice is once: the second hand is told."""
    only_secretary(by)
    check(issue)
    if not settings.DEMO:
        from . import domain

        domain.must_be_right()
    change = {"state": State.SCHEDULED, "send_at": at, "scheduled_by": by, "held": ""}
    if NewsletterIssue.objects.filter(pk=issue.pk, state__in=OPEN).update(**change) != 1:
        raise ValidationError(_("It is scheduled already, or has gone out."))
    activity.record("newsletter.scheduled", issue, by=by, at=at.isoformat())


@transaction.atomic
def take_back(issue: NewsletterIssue, *, by: Any) -> None:
    """Make a scheduled issue a draft again, before it has begun to go out."""
    only_secretary(by)
    rows = NewsletterIssue.objects.filter(pk=issue.pk, state=State.SCHEDULED)
    if rows.update(state=State.DRAFT, send_at=None) != 1:
        raise ValidationError(_("It has begun to go out already."))
    activity.record("newsletter.taken_back", issue, by=by)


@transaction.atomic
def drop(issue: NewsletterIssue, *, by: Any) -> None:
    """Throw a draft away."""
    only_secretary(by)
    activity.record("newsletter.dropped", issue, by=by)
    if NewsletterIssue.objects.filter(pk=issue.pk, state__in=OPEN, number=None).delete()[0] == 0:
        raise ValidationError(_("It is not a draft any more. Take it back first."))


def whom(issue: NewsletterIssue) -> dict[str, Any]:
    return issue.segment.asks if issue.segment else {}


def how_many(issue: NewsletterIssue) -> int:
    return segments.count(whom(issue))


@transaction.atomic
def save_segment(segment: Segment, *, by: Any) -> None:
    only_secretary(by)
    segment.save()
    activity.record("newsletter.segment", segment, by=by)
