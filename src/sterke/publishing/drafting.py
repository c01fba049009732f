"""A draft of news out of what a row of another room has to tell; the office writes on from there."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _

from sterke.core.house import Told, house
from sterke.core.keys import key_of
from sterke.core.text import address_from, first_free
from sterke.core.visibility import is_secretary

from .models import ArticlePage, NewsPage

LONGEST_LEAD, LONGEST_ADDRESS = 400, 60


@transaction.atomic
def draft_from(row: Any, *, by: Any) -> ArticlePage:
    """A draft of an article about a row, or the one that was begun before.

    Raises:
        PermissionDenied: only the secretariat writes in the office.
        ValidationError: there is nothing to tell yet.
    """
    if not is_secretary(by):
        raise PermissionDenied
    before = ArticlePage.objects.filter(about=key_of(row)).order_by("-pk").first()
    if before:
        return before
    tell = house.stories.get(row._meta.label_lower)
    story = tell(row) if tell else None
    if story is None:
        raise ValidationError(_("There is nothing to tell of it yet."))
    words = in_fields(story.nb, "") | (in_fields(story.en, "_en") if story.en else {})
    news = NewsPage.objects.get()
    page = ArticlePage(
        **words, slug=free_slug(news, story.nb.title), topic=ArticlePage.Topic.CLUSTER, visibility=story.visibility,
        about=key_of(row), live=False, owner=by,
    )  # fmt: skip
    news.add_child(instance=page)
    page.save_revision(user=by, log_action="wagtail.create")
    return page


def in_fields(told: Told, end: str) -> dict[str, Any]:
    body = [(kind, words if kind == "heading" else f"<p>{escape(words)}</p>") for kind, words in told.parts]
    return {f"title{end}": told.title[:255], f"lead{end}": told.lead[:LONGEST_LEAD], f"body{end}": body}


def free_slug(news: NewsPage, title: str) -> str:
    """An address below the news that no article has."""
    taken = set(news.get_children().values_list("slug", flat=True))
    return first_free(address_from(title, LONGEST_ADDRESS) or "utkast", taken)
