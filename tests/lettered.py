"""The newsletter of the small world: a draft, one that went out, somebody who gets it, and one who has not said yes."""

from types import SimpleNamespace

from django.utils import timezone

from sterke.core import links
from sterke.publishing.newsletter import subscribing
from sterke.publishing.newsletter.models import MailReport, NewsletterIssue, Segment, Subscription

CANARIES = {
    "subscriber": "kanarifugl-abonnent",
    "draft_issue": "kanarifugl-utgave",
    "members_item": "kanarifugl-medlemssak",
}
MAY_SEE = {
    "subscriber": {"secretary"},
    "draft_issue": {"secretary"},
    "members_item": {"secretary", "own_contact", "member", "other_contact", "leader", "board"},
}


def build(rows: SimpleNamespace) -> None:
    address = f"{CANARIES['subscriber']}@example.no"
    rows.subscription = Subscription.objects.create(email=address, confirmed_at=timezone.now())
    rows.segment = Segment.objects.create(name="Alle i HR", asks={"networks": [rows.network.pk]})
    rows.issue = NewsletterIssue.objects.create(subject=CANARIES["draft_issue"], segment=rows.segment)
    rows.issue_item = rows.issue.items.create(title="Egen sak", text="Noe nytt", picked=True)
    rows.issue.items.create(title="Kanskje", text="Ikke ennå", visibility="public")
    rows.sent_issue = NewsletterIssue.objects.create(
        subject="Nytt fra klynga", greeting="Hei {fornavn}", number=1, state="sent", sent_at=timezone.now()
    )
    rows.sent_issue.items.create(title="Åpen sak", visibility="public", picked=True)
    rows.sent_issue.items.create(title=CANARIES["members_item"], visibility="members", picked=True)
    rows.sent_issue.recipients.create(subscription=rows.subscription, edition="public", reason="Sa ja")
    rows.mail_report = MailReport.objects.create(key="x", address=address, kind="hard", issue=rows.sent_issue)
    rows.waiting_subscription = Subscription.objects.create(email="venter@example.no")


def tokens(rows: SimpleNamespace) -> dict[str, str]:
    confirm = links.make(subscribing.CONFIRM, rows.waiting_subscription, holder="venter@example.no", single_use=False)
    return {"newsletter": subscribing.own_token(rows.subscription), "newsletter_confirm": confirm}
