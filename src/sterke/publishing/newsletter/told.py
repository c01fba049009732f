"""How the newsletter is told outside (see ``Card``)."""

from django.utils.translation import gettext as _

from sterke.core.house import Card, gives_card

from .models import NewsletterIssue


def issue(row: NewsletterIssue) -> Card | None:
    """Of one that has gone out; what waits is told to nobody."""
    if row.sent_at is None:
        return None
    data = {"@type": "NewsArticle", "headline": row.subject, "datePublished": row.sent_at.isoformat()}
    return Card(row.subject, _("Newsletter"), kind="article", data=data)


@gives_card("publishing:issue")
def issue_card(number: int) -> Card | None:
    row = NewsletterIssue.objects.out().filter(number=number).first()
    return issue(row) if row else None


@gives_card("publishing:newsletter")
def newsletter_card() -> Card:
    return Card(_("News of the industry here, in your mailbox"), _("Newsletter"))
