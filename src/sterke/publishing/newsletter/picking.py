"""What is new since the last issue, for the editor to pick from: once for a visitor, once for a member.

What a visitor may see goes to everybody; the rest to members only. Before it goes out each item is looked at again:
what has become internal since is left out.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from sterke.accounts.models import User
from sterke.core.house import Standing
from sterke.core.keys import rows_of
from sterke.core.news import News, news_since
from sterke.core.visibility import Visibility

from .models import NewsletterIssue, NewsletterItem

NOBODY = -1  # no row has this number: a reader who is a member and nothing more


def member() -> User:
    """Somebody who is a member, works nowhere, sits nowhere."""
    user = User(pk=NOBODY, email="member@system.invalid")
    user.standing = Standing(member=True)
    return user


def viewer_of(edition: str) -> Any:
    return member() if edition == Visibility.MEMBERS else AnonymousUser()


@transaction.atomic
def gather(issue: NewsletterIssue) -> int:
    """Put what is new since the issue's day among its items, not picked yet. Returns how many were not there before."""
    public = {news.key for news in news_since(issue.since, AnonymousUser())}
    there = set(issue.items.values_list("key", flat=True))
    last = issue.items.count()
    found: dict[str, News] = {}
    for news in news_since(issue.since, member()):
        if news.key not in there:
            found.setdefault(news.key, news)
    rows = [
        NewsletterItem(
            issue=issue, key=key, kind=str(news.kind)[:60], title=news.title[:200], text=news.text[:600], url=news.url,
            day=news.day, visibility=Visibility.PUBLIC if key in public else Visibility.MEMBERS, order=last + place,
        )
        for place, (key, news) in enumerate(found.items(), start=1)
    ]  # fmt: skip
    return len(NewsletterItem.objects.bulk_create(rows, ignore_conflicts=True))


def items_for(issue: NewsletterIssue, viewer: Any) -> list[NewsletterItem]:
    """The picked items that a reader may see today, in order."""
    rows = [row for row in issue.items.visible_to(viewer) if row.picked]
    there = rows_of({row.key for row in rows if row.key})
    seen: dict[type, set[int]] = {}
    for found in there.values():
        seen.setdefault(type(found), set()).add(found.pk)
    may = {
        (kind, pk)
        for kind, pks in seen.items()
        for pk in kind.objects.visible_to(viewer).filter(pk__in=pks).values_list("pk", flat=True)  # type: ignore[attr-defined]
    }
    return [row for row in rows if not row.key or (there.get(row.key) and _key(there[row.key]) in may)]


def _key(row: Any) -> tuple[type, int]:
    return type(row), row.pk
