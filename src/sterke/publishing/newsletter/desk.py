"""What the newsletter asks of the secretariat on the desk."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t

from sterke.core.house import DeskItem, gives_desk
from sterke.core.question import Question
from sterke.directory.models import ContactDetails, Role

from . import sending
from .models import MailReport, NewsletterIssue

State = NewsletterIssue.State
EVERY_DAYS = 60  # after which it is time for the next
MOST = 30

asking = Question(lambda states: NewsletterIssue.objects.filter(state__in=states).order_by("send_at", "pk"))
newest = Question(lambda: NewsletterIssue.objects.out().order_by("-number"))
drafts = Question(lambda states: NewsletterIssue.objects.filter(state__in=states).order_by("pk"))
hard = Question(lambda kinds: MailReport.objects.unsettled().filter(kind__in=kinds).order_by("at", "pk"))
roles_behind = Question(
    lambda addresses: (
        Role.objects.at_work()
        .filter(person__user__email__in=addresses)
        .select_related("person__user", "organisation")
        .order_by("pk")
    )
)
details_behind = Question(
    lambda addresses: (
        ContactDetails.objects.alias(lowered=Lower("value"))
        .filter(lowered__in=addresses, kind=ContactDetails.Kind.EMAIL)
        .exclude(person=None)
        .order_by("pk")
    )
)
roles_of = Question(
    lambda people: (
        Role.objects.at_work().filter(person__in=people).select_related("person", "organisation").order_by("pk")
    )
)


@gives_desk
def issues_on_the_desk(user: Any) -> Iterator[DeskItem]:
    """What is held back or stopped, and the next one when it is time."""
    if not user.is_secretary:
        return
    for row in asking([State.HELD, State.BRAKED]):
        title = _t("The newsletter “%(subject)s” stopped by itself: too much came back")
        if row.state == State.HELD:
            title = _t("The newsletter “%(subject)s” did not go out: it does not hold together")
        if row.held == sending.NO_RIGHT:
            title = _t("The newsletter “%(subject)s” did not go out: whoever scheduled it has left the secretariat")
        day = timezone.localdate(row.send_at) if row.send_at else timezone.localdate()
        yield DeskItem("newsletter_held", title % {"subject": row}, "", day, _t("Look at it"), page_of(row))
    last = newest().first()
    if last is None or last.sent_at is None:
        return
    due = timezone.localdate(last.sent_at) + timedelta(days=EVERY_DAYS)
    if due > timezone.localdate() + timedelta(days=14):
        return
    row = drafts([State.DRAFT, State.SCHEDULED]).first()
    if row is None:
        title, url = _t("Time for the next newsletter"), reverse("publishing:issues")
        yield DeskItem("newsletter_next", title, "", due, _t("Begin"), url)
    elif row.state == State.DRAFT:
        title = _t("The newsletter “%(subject)s” waits to be finished") % {"subject": row}
        yield DeskItem("newsletter_next", title, "", due, _t("Go on with it"), page_of(row))


def page_of(row: NewsletterIssue) -> str:
    return reverse("publishing:edit_issue", args=[row.pk])


@gives_desk
def bounces_on_the_desk(user: Any) -> Iterator[DeskItem]:
    """A contact whose address does not exist any more: who should we write to now? Opens the company's people."""
    if not user.is_secretary:
        return
    rows = {row.address: row for row in hard([MailReport.Kind.HARD])[:MOST]}
    if not rows:
        return
    for address, role in people_behind(list(rows)).items():
        yield DeskItem(
            "bounced_contact",
            _t("Mail to %(person)s at %(company)s comes back. Who should we write to?")
            % {"person": role.person, "company": role.organisation},
            f"{address}: {rows[address].words}",
            timezone.localdate(rows[address].at) + timedelta(days=7),
            _t("Open the company"),
            reverse("directory:people", args=[role.organisation.slug]),
            about=f"{reverse('publishing:mail_reports')}?adresse={address}",
        )


def people_behind(addresses: list[str]) -> dict[str, Any]:
    """A role in force of whoever has each address, by account or by contact details."""
    found = {role.person.user.email: role for role in roles_behind(addresses)}
    details = {row.person_id: row.value.lower() for row in details_behind(addresses)}
    for role in roles_of(list(details)) if details else ():
        found.setdefault(details[role.person_id], role)
    return found
