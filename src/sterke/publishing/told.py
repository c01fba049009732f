"""How pages of the office are told outside (see ``Card``): on the picture people share, and in schema.org's words."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sterke.core.house import Card, gives_card
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility

from .models import ArticlePage, EditorialPage, SectionPage, page_at

SHARED = "format-jpeg|fill-1280x720"  # a size that the article shows anyway


def card_of(page: EditorialPage) -> Card | None:
    if page.visibility != Visibility.PUBLIC or not page.live:
        return None
    if not isinstance(page, ArticlePage):
        return Card(page.words("title"), page.words("lead"))
    day = date_format(localtime(page.first_published_at)) if page.first_published_at else ""
    line = " · ".join(filter(None, [page.get_topic_display(), day]))
    return Card(page.words("title"), line, kind="article", data=described(page))


def described(page: ArticlePage) -> dict[str, Any]:
    """An article; its publisher, and its author where it names none, are the cluster, which the website adds."""
    picture = page.picture.get_rendition(SHARED) if page.picture else None
    return {
        "@type": "NewsArticle",
        "headline": page.words("title"),
        "description": page.words("lead"),
        "inLanguage": page.shown_in,
        "articleSection": str(page.get_topic_display()),
        "datePublished": page.first_published_at and page.first_published_at.isoformat(),
        "dateModified": page.last_published_at and page.last_published_at.isoformat(),
        "image": [settings.SITE_URL + picture.url] if picture else [],
        "author": {"@type": "Person", "name": page.written_by} if page.written_by else {},
    }


def trail_of(page: EditorialPage, user: Any) -> list[tuple[str, str]]:
    """The pages above this one, from the first below the front page, that this user may read."""
    if isinstance(page, ArticlePage):
        return [(_("News"), path_to("publishing:news"))]
    if not isinstance(page, SectionPage) or page.depth <= 3:
        return []
    above = SectionPage.objects.visible_to(user).ancestor_of(page).order_by("depth")
    return [(each.words("title"), each.get_absolute_url()) for each in above]


@gives_card("publishing:page", "publishing:news")
def page_card(place: str) -> Card | None:
    page = page_at(place, AnonymousUser())
    return card_of(page) if page else None
