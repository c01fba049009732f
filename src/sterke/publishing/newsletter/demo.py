"""The newsletter's part of the demo cluster: three issues that went out, a draft, and some who said yes."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from sterke.accounts.models import Consent
from sterke.core.house import house
from sterke.core.keys import key_of

from ..models import ArticlePage
from . import picking, subscribing
from .models import NewsletterIssue, Segment, Subscription


def load(world: dict[str, Any]) -> None:
    words, today = world["words"], world["today"]
    if "newsletter" not in words:
        return
    for row in words["newsletter_reader"]:
        says_yes(row["email"], today - timedelta(days=row["days"]))
    articles = list(ArticlePage.objects.filter(live=True).order_by("first_published_at", "pk"))
    for number, row in enumerate(words["newsletter"], start=1):
        some, articles = articles[: row["articles"]], articles[row["articles"] :]
        went_out(number, row, at(today - timedelta(days=row["days"])), some)
    Segment.objects.create(name="Alle hovedkontakter", asks={"roles": ["main_contact"]})
    since = today - timedelta(days=words["newsletter"][-1]["days"])
    draft = NewsletterIssue.objects.create(**words["newsletter_draft"], since=since)
    picking.gather(draft)
    for item in draft.items.all()[:3]:
        item.picked = True
        item.save(update_fields=["picked"])


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(7)))


def says_yes(email: str, day: date) -> None:
    Subscription.objects.create(email=email, created_at=at(day), confirmed_at=at(day))
    Consent.objects.create(
        address=email, purpose=subscribing.PURPOSE, given=True, text=subscribing.consent_text("nb"),
        text_version=subscribing.TEXT_VERSION, how="demo", at=at(day),
    )  # fmt: skip


def went_out(number: int, row: dict[str, Any], moment: datetime, articles: list[ArticlePage]) -> None:
    facts = {"number": number, "state": NewsletterIssue.State.SENT, "sent_at": moment, "gathered_at": moment}
    words = {"subject": row["subject"], "greeting": row["greeting"]}
    since = (moment - timedelta(days=60)).date()
    issue = NewsletterIssue.objects.create(**facts, **words, since=since, created_at=moment)
    for place, page in enumerate(articles, start=1):
        issue.items.create(
            key=key_of(page), kind=str(page.get_topic_display()), title=page.title, text=page.lead,
            url=page.get_absolute_url(), day=timezone.localdate(page.first_published_at), visibility=page.visibility,
            picked=True, order=place,
        )  # fmt: skip


house.demos.append((55, load))
