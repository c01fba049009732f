"""The news, for machines: the articles of ``/aktuelt/`` as far as the asker sees them, newest first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from sterke.core.access import open_to
from sterke.core.api import Page, Paging, Slug, absolute, described, page_of, reads
from sterke.core.visibility import Visibility

from .models import ArticlePage, give_pictures, latest_articles

PICTURE = "format-jpeg|fill-1280x720"  # a size the article's own page has
router = Router(tags=["articles"])


class ArticleLine(Schema):
    slug: str
    title: str
    title_en: str | None
    lead: str | None
    lead_en: str | None
    topic: ArticlePage.Topic
    written_by: str | None
    published: datetime
    changed: datetime
    url: str
    self: str


class Picture(Schema):
    url: str
    alt: str
    alt_en: str | None
    credit: str | None


class Article(ArticleLine):
    """An article with its text as HTML; addresses in it are those of this house."""

    picture: Picture | None
    html: str
    html_en: str | None


class ArticleSearch(Paging):
    topic: ArticlePage.Topic | None = described(_("Only articles about this."), default=None)


@router.get("/articles", **reads(Page[ArticleLine], _("The news, newest first")))
@open_to(Visibility.PUBLIC)
def articles(request: HttpRequest, search: Query[ArticleSearch]) -> dict[str, Any]:
    rows = latest_articles.build(request.user, topic=search.topic.value if search.topic else "")
    return page_of(request, rows.select_related(None), search, lines)


@router.get("/articles/{slug:slug}", **reads(Article, _("One article with its text")))
@open_to(Visibility.PUBLIC)
def article(request: HttpRequest, response: HttpResponse, slug: Slug) -> dict[str, Any]:
    row = latest_articles.build(request.user).filter(slug=slug).first()
    if row is None:
        raise Http404
    response["Last-Modified"] = http_date(row.last_published_at.timestamp())
    give_pictures([row])
    html = {name: drawn(row, name, language) for name, language in (("html", "nb"), ("html_en", "en"))}
    return lines([row])[0] | {"picture": picture_of(row)} | html


def lines(rows: Iterable[Any]) -> list[dict[str, Any]]:
    words = ("title", "title_en", "lead", "lead_en", "written_by")
    return [
        {
            **{name: getattr(row, name) or None for name in words},
            "slug": row.slug,
            "topic": row.topic,
            "published": row.first_published_at,
            "changed": row.last_published_at,
            "url": absolute(row.get_absolute_url()),
            "self": absolute(reverse("api:article", args=[row.slug])),
        }
        for row in rows
    ]


def picture_of(row: ArticlePage) -> dict[str, Any] | None:
    if row.picture is None:
        return None
    url = absolute(row.picture.get_rendition(PICTURE).url)
    return {
        "url": url,
        "alt": row.picture_alt,
        "alt_en": row.picture_alt_en or None,
        "credit": row.picture.credit or None,
    }


def drawn(row: ArticlePage, name: str, language: str) -> str | None:
    """The text as it stands on the page in that language; None where it is not written in it."""
    if language not in row.written_in:
        return None
    with translation.override(language):
        return (row.body_en if language == "en" else row.body).render_as_block()
