"""An issue on its way: begun when its time comes, handed to the post in batches, stopped when too much comes back.

Every step may be cut off at any point and taken again: who gets it is written down once (one row for each address), and
each letter has a key of its own in the outbox. So nobody is missed, and nobody gets two.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sterke.accounts.emails import normal_email
from sterke.accounts.models import User
from sterke.core import activity, outbox
from sterke.core.keys import key_of
from sterke.core.models import OutgoingMail
from sterke.directory.models import Role

from . import composing, issues, reporting, segments, subscribing
from .models import MailReport, NewsletterIssue, NewsletterRecipient, Subscription

State, Mail = NewsletterIssue.State, OutgoingMail.State
BATCH = 200
PARKED = timedelta(days=3650)  # where letters wait while an issue is paused
HARD_MOST, COMPLAINTS_MOST = 0.03, 0.001
FEW = 3  # bounces that say nothing yet
NO_RIGHT = "no_right"


def go_on() -> None:
    """Once a minute: begin what is due, hand on the next letters, brake, finish. Two questions when nothing is."""
    now = timezone.now()
    for issue in NewsletterIssue.objects.filter(state=State.SCHEDULED, send_at__lte=now).order_by("send_at"):
        start(issue)
    for issue in NewsletterIssue.objects.filter(state__in=(State.SENDING, State.PAUSED, State.BRAKED)).order_by("pk"):
        note_refusals(issue)
        if issue.state != State.SENDING:
            park(issue)
        elif not brake(issue):
            write_down(issue)
            hand_on(issue)
            finish(issue)


@transaction.atomic
def start(issue: NewsletterIssue) -> None:
    """Give it its number. Held back if whoever scheduled it has no right to any more, or its words do not hold."""
    editor, why = issue.scheduled_by, ""
    if editor is None or not editor.is_active or not editor.is_secretary:
        why = NO_RIGHT
    else:
        try:
            issues.check(issue)
        except ValidationError as problem:
            why = " ".join(problem.messages)[:200]
    rows = NewsletterIssue.objects.filter(pk=issue.pk, state=State.SCHEDULED)
    clockwork = User.objects.clockwork()
    if why:
        if rows.update(state=State.HELD, held=why):
            activity.record("newsletter.held", issue, by=clockwork)
        return
    number = (NewsletterIssue.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    if rows.update(state=State.SENDING, number=number, sent_at=timezone.now()):
        activity.record("newsletter.started", issue, by=clockwork, number=number)


def write_down(issue: NewsletterIssue) -> None:
    """Who gets it, and why: asked of the register once, now. Cut off half-way it is done again, and adds who lacks."""
    issue.refresh_from_db()
    if issue.gathered_at is not None:
        return
    asks = issues.whom(issue)
    for some in batched(segments.readers(asks), 500):
        with transaction.atomic():
            _write_down(issue, asks, some)
    NewsletterIssue.objects.filter(pk=issue.pk, gathered_at=None).update(gathered_at=timezone.now())
    issue.refresh_from_db()


def _write_down(issue: NewsletterIssue, asks: dict[str, Any], some: Iterable[segments.Reader]) -> None:
    found: dict[str, segments.Reader] = {}
    for reader in some:
        found.setdefault(normal_email(reader.address), reader)
    fresh = [Subscription(email=address, language=reader.language) for address, reader in found.items()]
    Subscription.objects.bulk_create(fresh, ignore_conflicts=True)
    rows = Subscription.objects.filter(email__in=found, stopped_at=None)
    recipients = []
    for row in rows:
        reader = found[row.email]
        edition = NewsletterRecipient.Edition.MEMBERS if reader.member else NewsletterRecipient.Edition.PUBLIC
        with override(row.language):
            reason = segments.reason_for(reader, asks)[:300]
        recipients.append(
            NewsletterRecipient(
                issue=issue, subscription=row, person_id=reader.person, edition=edition, reason=reason
            )
        )  # fmt: skip
    NewsletterRecipient.objects.bulk_create(recipients, ignore_conflicts=True)


def hand_on(issue: NewsletterIssue) -> None:
    """As many letters as the rate allows in a minute, spread over it, so that codes to sign in never stand in line."""
    if issue.gathered_at is None:
        return
    drafts: dict[tuple[str, str], composing.Draft] = {}
    left, due = issue.rate, timezone.now()
    step = timedelta(minutes=1) / issue.rate
    while left > 0:
        posted = post_batch(issue, drafts, min(left, BATCH), due, step)
        if posted is None:
            return
        left, due = left - posted, due + step * posted


@transaction.atomic
def post_batch(
    issue: NewsletterIssue, drafts: dict[tuple[str, str], composing.Draft], most: int, due: datetime, step: timedelta
) -> int | None:
    """Put the next letters in the outbox, in one transaction with the note that they are. None when nobody is left."""
    if not NewsletterIssue.objects.select_for_update().filter(pk=issue.pk, state=State.SENDING).exists():
        return None
    rows = list(issue.recipients.waiting().select_related("person").order_by("pk")[:most])
    if not rows:
        return None
    # Locked: whoever stops meanwhile does so after this, and finds the letter in the outbox.
    readers = Subscription.objects.select_for_update().in_bulk([row.subscription_id for row in rows])
    lost = set(reporting.unreachable().filter(address__in=[each.email for each in readers.values()]).values_list(
        "address", flat=True
    ))  # fmt: skip
    tokens = subscribing.own_tokens(list(readers.values()))
    companies = companies_of([row.person_id for row in rows if row.person_id])
    mails: list[OutgoingMail] = []
    for row in rows:
        reader = readers[row.subscription_id]
        row.posted_at, row.skipped = timezone.now(), why_not(reader, reader.email in lost)
        if row.skipped:
            continue
        kind = (row.edition, reader.language)
        if kind not in drafts:
            drafts[kind] = composing.draft(issue, *kind)
        name = row.person.name if row.person else ""
        facts = composing.facts_of(
            name=name, company=companies.get(row.person_id or 0, ""), reason=row.reason, token=tokens[reader.pk]
        )
        mails.append(letter(issue, row, reader, drafts[kind], facts, due + step * len(mails)))
    OutgoingMail.objects.bulk_create(mails, ignore_conflicts=True)
    NewsletterRecipient.objects.bulk_update(rows, ["posted_at", "skipped"])
    return len(mails)


def why_not(reader: Subscription, is_lost: bool) -> str:
    if reader.stopped_at:
        return "stopped"
    return "unreachable" if is_lost else ""


def companies_of(people: list[int]) -> dict[int, str]:
    roles = Role.objects.at_work().filter(person__in=people).order_by("-pk")
    return dict(roles.values_list("person", "organisation__name"))


def letter(
    issue: NewsletterIssue,
    row: NewsletterRecipient,
    reader: Subscription,
    draft: composing.Draft,
    facts: dict[str, str],
    due: datetime,
) -> OutgoingMail:
    html, text = draft.for_reader(facts)
    mail = outbox.row_for(
        key=f"newsletter:{issue.pk}:{row.pk}", to=reader.email, purpose=subscribing.PURPOSE, subject=draft.subject,
        text=text, html=html, kind=OutgoingMail.Kind.BULK, headers=composing.headers_of(facts), about=issue,
        due_at=due,
    )  # fmt: skip
    mail.language = reader.language
    return mail


def mails_of(issue: NewsletterIssue) -> Any:
    return OutgoingMail.objects.filter(about_key=key_of(issue), kind=OutgoingMail.Kind.BULK)


def finish(issue: NewsletterIssue) -> None:
    """It has gone out when nobody waits to be handed on, and no letter waits to be sent."""
    if issue.gathered_at is None or issue.recipients.waiting().exists():
        return
    if mails_of(issue).filter(state__in=(Mail.QUEUED, Mail.SENDING)).exists():
        return
    if NewsletterIssue.objects.filter(pk=issue.pk, state=State.SENDING).update(state=State.SENT):
        activity.record("newsletter.sent", issue, by=User.objects.clockwork())


@transaction.atomic
def pause(issue: NewsletterIssue, *, by: Any) -> None:
    """No more letters leave until somebody lets it go on; the one that is being sent is finished."""
    issues.only_secretary(by)
    if NewsletterIssue.objects.filter(pk=issue.pk, state=State.SENDING).update(state=State.PAUSED) != 1:
        raise ValidationError(_("It is not going out now."))
    park(issue)
    activity.record("newsletter.paused", issue, by=by)


@transaction.atomic
def resume(issue: NewsletterIssue, *, by: Any) -> None:
    """Let it go on where it stopped. What has come back until now is known, and does not stop it again."""
    issues.only_secretary(by)
    came = came_back(issue)
    change = {"state": State.SENDING, "seen_bounces": came["bounces"], "seen_complaints": came["complaints"]}
    rows = NewsletterIssue.objects.filter(pk=issue.pk, state__in=(State.PAUSED, State.BRAKED))
    if rows.update(**change) != 1:
        raise ValidationError(_("It is not paused."))
    parked = mails_of(issue).filter(state=Mail.QUEUED, due_at__gt=timezone.now() + PARKED / 2)
    parked.update(due_at=timezone.now())
    activity.record("newsletter.resumed", issue, by=by)


def park(issue: NewsletterIssue) -> None:
    waiting = mails_of(issue).filter(state=Mail.QUEUED, due_at__lt=timezone.now() + PARKED / 2)
    waiting.update(due_at=timezone.now() + PARKED)


def came_back(issue: NewsletterIssue) -> dict[str, int]:
    """What came of it so far, in numbers."""
    states = dict(mails_of(issue).order_by().values_list("state").annotate(Count("pk")))
    reports = issue.reports.all()
    hard = reports.filter(kind__in=(MailReport.Kind.HARD, MailReport.Kind.REFUSED)).count()
    complaints = reports.filter(kind=MailReport.Kind.COMPLAINT).count()
    return {"bounces": hard, "complaints": complaints, **{state: states.get(state, 0) for state in Mail.values}}


def brake(issue: NewsletterIssue) -> bool:
    """Stop by itself at more than 3 % hard bounces or 0.1 % complaints, beyond what a person has let pass already."""
    came = came_back(issue)
    bounces, complaints = came["bounces"] - issue.seen_bounces, came["complaints"] - issue.seen_complaints
    tried = came[Mail.SENT] + came[Mail.FAILED] + came[Mail.UNCERTAIN]
    many = bounces >= FEW and bounces > HARD_MOST * tried
    if not many and not (complaints > 0 and complaints > COMPLAINTS_MOST * tried):
        return False
    with transaction.atomic():
        if NewsletterIssue.objects.filter(pk=issue.pk, state=State.SENDING).update(state=State.BRAKED):
            park(issue)
            activity.record("newsletter.braked", issue, by=User.objects.clockwork(), came_back=came)
    return True


def note_refusals(issue: NewsletterIssue) -> None:
    """Addresses their server refused while the letter was handed over: the same as a bounce that comes later."""
    told = set(issue.reports.values_list("key", flat=True))
    for mail in mails_of(issue).filter(state=Mail.FAILED, error__startswith="5").order_by("pk").iterator():
        kind = reporting.kind_of(mail.error)
        key = reporting.key_for(mail.message_id, kind)
        if reporting.digest_of(key) not in told:
            reporting.report(mail.to, kind, key=key, words=mail.error, issue=issue)
