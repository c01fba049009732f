"""What a page's text is put together from. No block takes HTML; each draws itself with a template of ours."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from sterke.core.paths import path_if_any, path_to

from .live import indicator_block, newest_public, place_block

FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class Heading(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        template = "publishing/blocks/heading.html"


class Text(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "publishing/blocks/text.html"


class PictureBlock(blocks.StructBlock):
    """A picture with words for those who do not see it: without them the page is not published."""

    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(label=_("what the picture shows"), max_length=250)
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "publishing/blocks/picture.html"


class Quote(blocks.StructBlock):
    words = blocks.TextBlock(label=_("words"), rows=3, max_length=600)
    who = blocks.CharBlock(label=_("who said it"), max_length=150)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "publishing/blocks/quote.html"


class Figure(blocks.StructBlock):
    """A number with its source and date: a figure without them does not stand on a page."""

    number = blocks.CharBlock(label=_("number"), max_length=30)
    text = blocks.CharBlock(label=_("what it counts"), max_length=200)
    source = blocks.CharBlock(label=_("source and date"), max_length=200)

    class Meta:
        icon = "decimal"
        label = _("Figure")
        template = "publishing/blocks/figure.html"


class LiveFigure(blocks.StructBlock):
    """The newest figure of an indicator, as the region has it at the moment it is read, with source and date."""

    indicator = indicator_block()
    place = place_block()
    text = blocks.CharBlock(label=_("a sentence about it"), max_length=200, required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """In the language of the text it stands in, which is not the reader's where the page is not translated."""
        context = super().get_context(value, parent_context)
        page = context.get("page")
        language = page.shown_in if page else get_language()
        return context | {"figure": newest_public(value["indicator"], value["place"], language)}

    class Meta:
        icon = "resubmit"
        label = _("Figure from the region")
        template = "publishing/blocks/live_figure.html"


# Pages of the house that no editor writes, which a button may lead to.
PLACES = [
    ("website:organisations", _("Members")),
    ("membership:apply", _("Join us")),
    ("website:networks", _("Networks")),
    ("publishing:news", _("News")),
    ("region:figures", _("The region in figures")),
    ("membership:bodies", _("Who steers")),
    ("membership:members_over_time", _("Members over time")),
]


class Going(blocks.StructValue):
    @property
    def href(self) -> str:
        """Where it leads; empty where it leads nowhere, or to a page that is not published."""
        if self.get("place"):
            return path_if_any(self["place"])
        if page := self.get("page"):
            return path_to("publishing:page", place_of(page)) if page.live and place_of(page) else ""
        return self.get("url") or ""


def place_of(page: Any) -> str:
    """Where a page stands below the front page: ``aktuelt/fire-felt``."""
    return "/".join(page.url_path.strip("/").split("/")[1:])


class Target(blocks.StructBlock):
    """Where something leads: a page of this house, a page written here, or somewhere else. One of them."""

    place = blocks.ChoiceBlock(choices=PLACES, label=_("place in the house"), required=False)
    page = blocks.PageChooserBlock(label=_("page of ours"), required=False)
    url = blocks.URLBlock(label=_("address elsewhere"), required=False)
    ways = ("place", "page", "url")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        given = [way for way in self.ways if cleaned[way]]
        if not self.is_deferred_validation and len(given) != self.wanted(cleaned):
            error = ValidationError(_("Choose a place or a page, or give an address: one of the three."))
            raise blocks.StructBlockValidationError(block_errors={given[-1] if given else "url": error})
        return cleaned

    def wanted(self, value: Any) -> int:
        """How many of the three there must be."""
        return 1

    class Meta:
        value_class = Going


class Way(Target):
    """A button in a text."""

    label = blocks.CharBlock(label=_("words on the button"), max_length=60)

    class Meta:
        icon = "arrow-right"
        label = _("Button")
        template = "publishing/blocks/way.html"
        form_layout = ["label", "place", "page", "url"]


class File(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("file"))
    label = blocks.CharBlock(label=_("what it is"), max_length=120)

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "publishing/blocks/file.html"


class Body(blocks.StreamBlock):
    heading = Heading(max_length=120)
    text = Text(features=FEATURES)
    picture = PictureBlock()
    quote = Quote()
    figure = Figure()
    live_figure = LiveFigure()
    way = Way()
    file = File()
