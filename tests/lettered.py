"""The newsletter of the small world: somebody who gets it, and somebody who has not said yes yet."""

from types import SimpleNamespace

from django.utils import timezone

from sterke.core import links
from sterke.publishing.newsletter import subscribing
from sterke.publishing.newsletter.models import Subscription

CANARIES = {"subscriber": "kanarifugl-abonnent"}
MAY_SEE = {"subscriber": {"secretary"}}


def build(rows: SimpleNamespace) -> None:
    address = f"{CANARIES['subscriber']}@example.no"
    rows.subscription = Subscription.objects.create(email=address, confirmed_at=timezone.now())
    rows.waiting_subscription = Subscription.objects.create(email="venter@example.no")


def tokens(rows: SimpleNamespace) -> dict[str, str]:
    confirm = links.make(subscribing.CONFIRM, rows.waiting_subscription, holder="venter@example.no", single_use=False)
    return {"newsletter": subscribing.own_token(rows.subscription), "newsletter_confirm": confirm}
