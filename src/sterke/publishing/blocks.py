"""What a page's text is put together from. No block takes HTML; each draws itself with a template of ours."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

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


class Way(blocks.StructBlock):
    """A button: to a page of this house, or to somewhere else. One of the two."""

    label = blocks.CharBlock(label=_("words on the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("page of ours"), required=False)
    url = blocks.URLBlock(label=_("address elsewhere"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and bool(cleaned["page"]) == bool(cleaned["url"]):
            error = ValidationError(_("Choose a page or give an address: one of the two."))
            raise blocks.StructBlockValidationError(block_errors={"url": error})
        return cleaned

    class Meta:
        icon = "arrow-right"
        label = _("Button")
        template = "publishing/blocks/way.html"


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
    way = Way()
    file = File()
