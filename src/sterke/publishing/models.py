import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from sterke.advocacy.models import AdvocacyCase
from sterke.core.kept import one_moment
from sterke.core.models import Cluster
from sterke.core.paging import page_of
from sterke.core.paths import path_to
from sterke.core.question import Question
from sterke.core.visibility import Visibility, audiences_of

from .blocks import Body, place_of
from .moderation import SecondLook as SecondLook  # a model of this room
from .newsletter.models import NewsletterIssue as NewsletterIssue  # models of this room
from .pieces import FrontPieces, Pieces, drawn
from .planting import front_pieces

PER_PAGE = 20
RELATED = 3  # articles below an article


class Picture(AbstractImage):
    """A picture in the office. Its file's name says nothing; renditions alone are shown to the public."""

    credit = models.CharField(_("who made the picture"), max_length=150, blank=True)
    for_press = models.BooleanField(
        _("for the press"),
        default=False,
        help_text=_("Anybody may take it from the pages for the press. Everyone in it has said yes to that."),
    )
    admin_form_fields = ("title", "file", "description", "credit", "for_press", "collection", "tags", *(
        f"focal_point_{part}" for part in ("x", "y", "width", "height")
    ))  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def get_upload_to(self, filename: str) -> str:
        return f"original_images/{uuid.uuid4().hex}.{filename.rsplit('.', 1)[-1].lower()}"


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")


class EditorialQuerySet(PageQuerySet):
    def visible_to(self, user: Any) -> "EditorialQuerySet":
        """Published pages for this user's audiences. Drafts are seen in the office's preview only."""
        return self.filter(live=True, visibility__in=audiences_of(user))


class EditorialPage(Page):
    """What every page has: words in two languages, an audience, and an address that is the same in both."""

    AUDIENCES = [Visibility.PUBLIC, Visibility.MEMBERS]
    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    lead = models.TextField(_("lead"), max_length=400, blank=True, help_text=_("One or two sentences; also in search."))
    lead_en = models.TextField(_("lead in English"), max_length=400, blank=True)
    body = StreamField(Body(), verbose_name=_("text"), blank=True)
    body_en = StreamField(Body(), verbose_name=_("text in English"), blank=True)
    visibility = models.CharField(
        _("visible to"), max_length=20, default=Visibility.PUBLIC,
        choices=[(audience.value, audience.label) for audience in AUDIENCES],
        help_text=_("A draft is seen by the secretariat only, whatever stands here."),
    )  # fmt: skip
    objects = PageManager.from_queryset(EditorialQuerySet)()

    private_page_options: list[str] = []  # who may see a page is ours to say, in one place
    first_panels = [TitleFieldPanel("title"), FieldPanel("lead"), FieldPanel("body")]
    english_panels = [FieldPanel("title_en"), FieldPanel("lead_en"), FieldPanel("body_en")]
    last_panels = [
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("visibility")], heading=_("Address and audience")),
        PublishingPanel(),
    ]

    class Meta:
        abstract = True

    @classmethod
    def tabs(cls) -> TabbedInterface:
        return TabbedInterface(
            [
                ObjectList(cls.first_panels, heading=_("Bokmål")),
                ObjectList(cls.english_panels, heading=_("English")),
                ObjectList(cls.last_panels, heading=_("Settings")),
            ]
        )

    def clean(self) -> None:
        super().clean()
        has_words, has_english = bool(self.body or self.lead), bool(self.body_en or self.lead_en)
        if (self.title_en and has_words and not has_english) or (has_english and not self.title_en):
            raise ValidationError({"title_en": _("Give the title, and a lead or a text, in English; or none of them.")})

    @property
    def is_translated(self) -> bool:
        return bool(self.title_en)

    @property
    def written_in(self) -> list[str]:
        return ["nb", "en"] if self.is_translated else ["nb"]

    @property
    def shown_in(self) -> str:
        """The language a reader gets this page in: their own where there is one, else bokmål."""
        return "en" if get_language() == "en" and self.is_translated else "nb"

    def words(self, name: str) -> Any:
        return getattr(self, f"{name}_en" if self.shown_in == "en" else name)

    @property
    def place(self) -> str:
        """Where the page stands below the front page: ``aktuelt/fire-felt``."""
        return place_of(self)

    def get_absolute_url(self) -> str:
        return path_to("publishing:page", self.place) if self.place else path_to("website:front")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str]:
        """For Wagtail: the address of a page is ours, one site in two languages."""
        return 1, settings.SITE_URL, self.get_absolute_url()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the template shows, to the reader of the page and in the office's preview alike."""
        return super().get_context(request, *args, **kwargs) | {"written_in": self.written_in}

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("nb", _("Bokmål")), ("en", _("English"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        with translation.override(mode_name or "nb"), one_moment(None):
            response = super().serve_preview(request, mode_name)
            return response.render() if hasattr(response, "render") else response


class HomePage(EditorialPage):
    """The front page: its pieces in the order the office gave them."""

    pieces = StreamField(FrontPieces(), verbose_name=_("pieces"), blank=True)
    template = "website/front.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["publishing.SectionPage", "publishing.NewsPage"]

    class Meta:
        verbose_name = _("front page")

    @classmethod
    def tabs(cls) -> TabbedInterface:
        pieces = [FieldPanel("pieces")]
        settings = [FieldPanel("title"), PublishingPanel()]
        return TabbedInterface([ObjectList(pieces, heading=_("Pieces")), ObjectList(settings, heading=_("Settings"))])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Without pieces of its own the front page says what the texts of the cluster say."""
        pieces = drawn(self, self.pieces or front_pieces(Cluster.current()), request.user)
        hero = next((piece.value for piece in pieces if piece.kind == "hero"), None)
        return super().get_context(request, *args, **kwargs) | {
            "written_in": ["nb", "en"],
            "pieces": pieces,
            "hero": hero,
        }


class SectionPage(EditorialPage):
    pieces = StreamField(Pieces(), verbose_name=_("pieces"), blank=True, help_text=_("Below the text."))
    template = "publishing/section.html"
    parent_page_types = ["publishing.HomePage", "publishing.SectionPage"]
    subpage_types = ["publishing.SectionPage"]
    first_panels = [*EditorialPage.first_panels, FieldPanel("pieces")]
    last_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("visibility"), FieldPanel("show_in_menus", heading=_("In the menu"))],
            heading=_("Address and audience"),
        ),
        PublishingPanel(),
    ]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"pieces": drawn(self, self.pieces, request.user)}


class NewsPage(EditorialPage):
    """Where the articles lie: ``/aktuelt/``."""

    template = "publishing/news.html"
    max_count = 1
    parent_page_types = ["publishing.HomePage"]
    subpage_types = ["publishing.ArticlePage"]

    class Meta:
        verbose_name = _("news page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        topic = request.GET.get("tema", "")
        topic = topic if topic in ArticlePage.Topic.values else ""
        articles = page_of(request, latest_articles(request.user, topic=topic), PER_PAGE)
        give_pictures(articles.object_list)
        found = {"articles": articles, "listed": articles, "topics": ArticlePage.Topic, "topic": topic}
        return super().get_context(request, *args, **kwargs) | found


class ArticlePage(EditorialPage):
    class Topic(models.TextChoices):
        CASES = "saker", _("Cases")
        SKILLS = "kompetanse", _("Skills")
        REGION = "region", _("Region")
        MEMBERS = "medlemmer", _("Members")
        CLUSTER = "klyngen", _("The cluster")

    topic = models.CharField(_("topic"), max_length=20, choices=Topic)
    written_by = models.CharField(_("written by"), max_length=120, blank=True)
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    picture_alt = models.CharField(_("what the picture shows"), max_length=250, blank=True)
    picture_alt_en = models.CharField(_("what the picture shows, in English"), max_length=250, blank=True)
    about = models.CharField(max_length=80, blank=True, db_index=True, editable=False)  # the key of the row it tells of
    cases = ParentalManyToManyField(
        AdvocacyCase, blank=True, related_name="articles", verbose_name=_("cases it is about"),
        help_text=_("The article stands in their story, for those who may read it."),
    )  # fmt: skip

    template = "publishing/article.html"
    parent_page_types = ["publishing.NewsPage"]
    subpage_types: list[str] = []
    first_panels = [
        TitleFieldPanel("title"),
        FieldPanel("topic"),
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture at the top")),
        FieldPanel("body"),
    ]
    english_panels = [*EditorialPage.english_panels[:2], FieldPanel("picture_alt_en"), FieldPanel("body_en")]
    last_panels = [
        FieldPanel("cases", widget=forms.CheckboxSelectMultiple),
        *EditorialPage.last_panels,
        FieldPanel("written_by"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def clean(self) -> None:
        super().clean()
        lacking = {"picture_alt"} if self.picture and not self.picture_alt else set()
        if self.picture and self.is_translated and not self.picture_alt_en:
            lacking.add("picture_alt_en")
        if lacking:
            told = _("Say what the picture shows, for those who do not see it.")
            raise ValidationError(dict.fromkeys(lacking, told))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With the cases it is about, and the latest others on the same topic."""
        cases = list(cases_of(request.user, self.pk)) if self.pk else []
        same = [page for page in latest_articles(request.user, topic=self.topic)[: RELATED + 1] if page.pk != self.pk]
        return super().get_context(request, *args, **kwargs) | {
            "cases": cases,
            "related": give_pictures(same[:RELATED]),
        }


for _kind in (HomePage, SectionPage, NewsPage, ArticlePage):
    _kind.edit_handler = _kind.tabs()

home_page = Question(lambda: HomePage.objects.filter(live=True).order_by("pk"))
latest_articles = Question(
    lambda user, *, topic="": (
        ArticlePage.objects.visible_to(user)
        .filter(**{"topic": topic} if topic else {})
        .order_by("-first_published_at", "-pk")
        .select_related("picture")
    )
)
cases_of = Question(
    lambda user, page: (
        AdvocacyCase.objects.visible_to(user).filter(articles=page).order_by("order", "sort_key", "pk").distinct()
    )
)
renditions_of = Question(lambda pictures: Rendition.objects.filter(image__in=pictures))
# Pages in the menu: those below the front page that are for everybody and say so.
menu = Question(
    lambda: (
        SectionPage.objects.filter(live=True, visibility=Visibility.PUBLIC, show_in_menus=True, depth=3)
        .order_by("path")
        .values_list("title", "title_en", "slug")
    )
)
_named = [
    Question(lambda user, slug, kind=kind: kind.objects.visible_to(user).filter(slug=slug).order_by("pk"))
    for kind in (ArticlePage, SectionPage, NewsPage)
]


def give_pictures(pages: Iterable[Any]) -> list[Any]:
    """The pages, each picture with its sizes at hand: one query however many they are."""
    pages = list(pages)
    sizes: dict[int, list[Rendition]] = {page.picture_id: [] for page in pages if page.picture_id}
    for size in renditions_of(list(sizes)) if sizes else ():
        sizes[size.image_id].append(size)
    for page in pages:
        if page.picture_id:
            page.picture.prefetched_renditions = sizes[page.picture_id]
    return pages


def page_at(place: str, user: Any) -> EditorialPage | None:
    """The published page at ``aktuelt/fire-felt`` that this user may see, as its own kind."""
    slug = place.rsplit("/", 1)[-1]
    return next((page for named in _named for page in named(user, slug) if page.place == place), None)
