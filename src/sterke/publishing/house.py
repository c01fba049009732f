"""What publishing gives the house."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.core.house import (
    Address,
    DeskItem,
    gives_addresses,
    gives_desk,
    gives_export,
    gives_piece,
    gives_search,
    promises,
    says,
)
from sterke.core.models import Cluster
from sterke.core.paths import path_to

from . import news_items as news_items  # registers what is new
from . import strand as strand  # registers the articles in the story of a case
from . import told  # noqa: F401 - registers the cards
from .history import PageHistory
from .models import (
    ArticlePage,
    HomePage,
    NewsPage,
    Picture,
    Rendition,
    SectionPage,
    give_pictures,
    latest_articles,
)
from .moderation import SecondLook, pages_waiting_for
from .newsletter import house as newsletter_house  # noqa: F401 - registers what the newsletter gives

NEWS = 3  # articles in a piece of a page
PRESS_PICTURES = 12
SMALL, LARGE = "width-640|format-jpeg", "width-2400|format-jpeg"


def furnish_pages(rows: list[Any], user: Any) -> None:
    for page in rows:
        page.found_title = page.words("title")
        if isinstance(page, ArticlePage):
            page.found_where = f"{page.get_topic_display()} · {date_format(page.first_published_at, 'DATE_FORMAT')}"


says(
    page_created=_("%(actor)s began the page %(subject)s"),
    page_published=_("%(actor)s published the page %(subject)s"),
    page_unpublished=_("%(actor)s took down the page %(subject)s"),
    page_moved=_("%(actor)s moved the page %(subject)s"),
    page_deleted=_("%(actor)s deleted the page %(subject)s"),
    page_asked=_("%(actor)s asked a colleague to look at the page %(subject)s"),
    page_approved=_("%(actor)s approved the page %(subject)s"),
    page_returned=_("%(actor)s sent back the page %(subject)s"),
    page_scheduled=_("%(actor)s set the time when the page %(subject)s is published"),
)

WRITTEN = {"title": ("title", "title_en"), "text": ("lead", "body", "lead_en", "body_en"), "furnish": furnish_pages}
gives_search(
    "artikler",
    _("News"),
    ArticlePage,
    rows=lambda: ArticlePage.objects.filter(live=True),
    order=("-first_published_at", "-pk"),
    **WRITTEN,
)
gives_search(
    "sider", _("Pages"), SectionPage, rows=lambda: SectionPage.objects.filter(live=True), order=("path",), **WRITTEN
)

WORDS = "words of the cluster; who wrote an article stands in it because they said so"
for model in (HomePage, SectionPage, NewsPage, ArticlePage):
    promises(model, search="itself, to its audience", access=WORDS, erasure=WORDS)
promises(PageHistory, search="no", access="in the history", erasure="the office's log, without personal data of others")
promises(Picture, search="through the page it stands on", access="a picture, not a register", erasure="by the office")
promises(Rendition, search="a size of a picture", access="a size of a picture", erasure="goes with its picture")


promises(SecondLook, search="no: a rule of the office", access="no: no person", erasure="no: no person")


@gives_desk
def pages_on_the_desk(user: Any) -> Iterator[DeskItem]:
    """Pages that a colleague wants somebody else to look at."""
    for page, at, who in pages_waiting_for(user) if user.is_secretary else ():
        yield DeskItem(
            "second_look",
            _t("Look at “%(page)s” before it is published") % {"page": page.title},
            _t("%(who)s asks") % {"who": who} if who else "",
            timezone.localtime(at).date(),
            _t("Look at it"),
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
        )


@gives_piece("news", _("Latest news"), "publishing/pieces/news.html")
def news(user: Any) -> dict[str, Any] | None:
    articles = give_pictures(latest_articles(user)[:NEWS])
    return {"articles": articles} if articles else None


@gives_piece("press_pictures", _("Pictures for the press"), "publishing/pieces/press_pictures.html")
def press_pictures(user: Any) -> dict[str, Any] | None:
    """Each with a small one to look at and a large one to take along. Nothing of the camera is in them."""
    pictures = Picture.objects.filter(for_press=True).order_by("-created_at", "-pk")
    rows = pictures.prefetch_renditions(SMALL, LARGE)[:PRESS_PICTURES]
    shown = [(row, row.get_rendition(SMALL), row.get_rendition(LARGE)) for row in rows]
    return {"pictures": shown} if shown else None


@gives_piece("contact", _("Contact with the secretariat"), "publishing/pieces/contact.html")
def contact(user: Any) -> dict[str, Any]:
    return {"cluster": Cluster.current()}


@gives_addresses
def addresses() -> Iterable[Address]:
    visitor = AnonymousUser()
    yield Address(path_to("publishing:news"))
    pages = [*SectionPage.objects.visible_to(visitor), *latest_articles(visitor)]
    for page in pages:
        changed = page.last_published_at and page.last_published_at.date()
        yield Address(page.get_absolute_url(), changed, tuple(page.written_in))


@gives_export("articles")
def articles(user: Any) -> tuple[list[str], Iterable[list[Any]]]:
    """Every article this user may see, newest first."""
    headings = ["title", "title_en", "topic", "lead", "published", "visible_to", "address"]
    rows = (
        [
            page.title,
            page.title_en,
            page.topic,
            page.lead,
            str(page.first_published_at.date()),
            page.visibility,
            page.place,
        ]
        for page in latest_articles(user)
    )
    return headings, rows
