"""Pieces that the office puts a page together from, in any order. Each holds its words in both languages.

No piece takes HTML. What a piece shows of the cluster's rows, a room draws: see ``gives_piece`` in core/house.py.
"""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from sterke.core.house import house
from sterke.core.kept import remembered

from .blocks import FEATURES, Going, Target
from .live import Newest, OpenChoice, indicator_block, newest_public, place_block

MOST = 6  # priorities; more than these are none
LONG_WORD = 11  # letters; beyond it a word at full size is wider than its column
TWIN = "_en"


def in_english(block: Any) -> Any:
    """The same field for the English words."""
    named = {"required": False, "label": format_lazy("{}, {}", block.meta.label, _("in English"))}
    return type(block)(**block._constructor_args[1] | named)


class Words(blocks.StructValue):
    """The words of a piece; ``words("title")`` are those of the reader's language."""

    def filled(self, twin: str) -> bool:
        return any(self.get(name) for name in self.block.twins(twin))

    @property
    def shown_in(self) -> str:
        """The reader's language where the piece has it (or has no words at all), else bokmål."""
        here = get_language() or "nb"
        return here if self.filled(TWIN) or not self.filled("") else "nb"

    def words(self, name: str) -> Any:
        return self.get(f"{name}_en" if self.shown_in == "en" else name)


class Piece(blocks.StructBlock):
    """A piece with words twice. English stands in all its fields, or in none."""

    def twins(self, end: str) -> list[str]:
        """Fields that have a twin: those for English (``_en``), or those for bokmål ("")."""
        return [name.removesuffix(TWIN) + end for name in self.child_blocks if name.endswith(TWIN)]

    def get_form_layout(self) -> blocks.BlockGroup:
        """In the office English stands folded below the rest, so that a piece is half as long."""
        layout = super().get_form_layout()
        english = [name for name in layout.children if str(name).endswith(TWIN)]
        rest = [name for name in layout.children if name not in english]
        folded = blocks.BlockGroup(english, heading=_("In English"), icon="site", classname="collapsed")
        return blocks.BlockGroup([*rest, folded] if english else rest, layout.settings)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        english = cleaned.filled(TWIN)
        wrong = [name for name in self.twins("") if english and bool(cleaned[name]) != bool(cleaned[name + TWIN])]
        if wrong and not self.is_deferred_validation:
            error = ValidationError(
                _("Write it in English wherever it is written in bokmål, or nowhere in this piece.")
            )
            raise blocks.StructBlockValidationError({name + TWIN: error for name in wrong})
        return cleaned

    class Meta:
        value_class = Words


class ButtonWords(Words, Going):
    pass


class Button(Target, Piece):
    """A button that may be left out: without words on it there is none."""

    label = blocks.CharBlock(label=_("words on the button"), max_length=60, required=False)
    label_en = in_english(label)

    def wanted(self, value: Any) -> int:
        return int(bool(value["label"]))

    class Meta:
        value_class = ButtonWords
        label = _("Button")
        form_layout = ["label", "label_en", "place", "page", "url"]


class HeroWords(Words):
    @property
    def has_long_words(self) -> bool:
        return max(map(len, str(self.words("title")).split()), default=0) > LONG_WORD


class Hero(Piece):
    """Who we are, in one line: the first that is seen."""

    title = blocks.CharBlock(label=_("who we are, in one line"), max_length=90)
    title_en = in_english(title)
    lead = blocks.TextBlock(label=_("what we want, in one or two sentences"), max_length=300, rows=3, required=False)
    lead_en = in_english(lead)
    first = Button(label=_("The one thing to do"))
    second = Button(label=_("The other button"))
    with_region = blocks.BooleanBlock(label=_("with the region in hexagons beside"), required=False, default=True)

    class Meta:
        icon = "home"
        label = _("Who we are")
        template = "publishing/pieces/hero.html"
        value_class = HeroWords


class Fact(Piece):
    """A figure with source and date, and what it counts. A figure without them does not stand on a page."""

    number = blocks.CharBlock(label=_("number"), max_length=12, required=False)
    number_en = in_english(number)
    unit = blocks.CharBlock(label=_("unit"), max_length=12, required=False, help_text=_("Such as km or hours."))
    counts = blocks.CharBlock(label=_("what it counts"), max_length=120, required=False)
    counts_en = in_english(counts)
    source = blocks.CharBlock(label=_("source and date"), max_length=160, required=False)
    source_en = in_english(source)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        lacking = [name for name in ("counts", "source") if cleaned["number"] and not cleaned[name]]
        if lacking and not self.is_deferred_validation:
            error = ValidationError(_("A figure says what it counts, and has source and date."))
            raise blocks.StructBlockValidationError(dict.fromkeys(lacking, error))
        return cleaned

    class Meta:
        icon = "decimal"
        label = _("Figure")
        template = "publishing/pieces/fact.html"


class PriorityFact(Fact):
    """A figure that may come from the region. The typed one stands while the region's has nothing to show."""

    live = indicator_block(label=_("figure from the region"), required=False, help_text=_(
        "Stands instead of what is written above as long as the region has such a figure that everybody may see."
    ))  # fmt: skip


class PriorityWords(Words):
    @property
    def figure(self) -> Newest | None:
        return newest_public(self["fact"]["live"], "", self.shown_in)


class Priority(Piece):
    title = blocks.CharBlock(label=_("priority"), max_length=60)
    title_en = in_english(title)
    ask = blocks.CharBlock(label=_("what we ask for, in one sentence"), max_length=160)
    ask_en = in_english(ask)
    text = blocks.TextBlock(label=_("text"), max_length=300, rows=3, required=False)
    text_en = in_english(text)
    fact = PriorityFact()
    more = Button(label=_("Where one can read more"))

    class Meta:
        icon = "pick"
        label = _("Priority")
        value_class = PriorityWords


class Text(Piece):
    title = blocks.CharBlock(label=_("heading"), max_length=120, required=False)
    title_en = in_english(title)
    text = blocks.RichTextBlock(label=_("text"), features=FEATURES)
    text_en = in_english(text)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "publishing/pieces/text.html"


class Quote(Piece):
    quote = blocks.TextBlock(label=_("words"), rows=3, max_length=600)
    quote_en = in_english(quote)
    who = blocks.CharBlock(label=_("who said it"), max_length=150)
    who_en = in_english(who)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "publishing/pieces/quote.html"


class PicturePiece(Piece):
    """A picture with words for those who do not see it: without them the page is not published."""

    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(label=_("what the picture shows"), max_length=250)
    alt_en = in_english(alt)
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=250)
    caption_en = in_english(caption)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "publishing/pieces/picture.html"


class Moment(Piece):
    when = blocks.CharBlock(label=_("when"), max_length=30)
    when_en = in_english(when)
    title = blocks.CharBlock(label=_("what happened"), max_length=120)
    title_en = in_english(title)
    text = blocks.TextBlock(label=_("text"), max_length=400, rows=2, required=False)
    text_en = in_english(text)

    class Meta:
        icon = "date"
        label = _("Moment")


class History(Piece):
    title = blocks.CharBlock(label=_("heading"), max_length=120)
    title_en = in_english(title)
    moments = blocks.ListBlock(Moment(), label=_("what happened"), min_num=1)

    class Meta:
        icon = "history"
        label = _("History")
        template = "publishing/pieces/history.html"


class Call(Piece):
    """Where to join, or another thing to do: the one loud band of a page."""

    title = blocks.CharBlock(label=_("heading"), max_length=90)
    title_en = in_english(title)
    text = blocks.TextBlock(label=_("text"), max_length=300, rows=3, required=False)
    text_en = in_english(text)
    button = Button()

    class Meta:
        icon = "mail"
        label = _("Call to join")
        template = "publishing/pieces/call.html"


def rooms_pieces() -> list[tuple[str, Any]]:
    return [(name, piece.label) for name, piece in house.pieces.items()]


class Live(Piece):
    """What a room of the house draws from its own rows, right at the moment it is read."""

    what = OpenChoice(choices=rooms_pieces, label=_("what is shown"))
    title = blocks.CharBlock(label=_("heading"), max_length=120, required=False)
    title_en = in_english(title)
    text = blocks.TextBlock(label=_("text"), max_length=300, rows=2, required=False)
    text_en = in_english(text)

    class Meta:
        icon = "resubmit"
        label = _("From the house")


class LiveFigureWords(Words):
    @property
    def figure(self) -> Newest | None:
        return newest_public(self["indicator"], self["place"], self.shown_in)


class LiveFigure(Piece):
    """The newest figure of an indicator, with source and date, and a sentence about it."""

    indicator = indicator_block()
    place = place_block()
    text = blocks.CharBlock(label=_("a sentence about it"), max_length=200, required=False)
    text_en = in_english(text)

    class Meta:
        icon = "resubmit"
        label = _("Figure from the region")
        template = "publishing/pieces/live_figure.html"
        value_class = LiveFigureWords


class Pieces(blocks.StreamBlock):
    live = Live()
    live_figure = LiveFigure()
    text = Text()
    fact = Fact()
    quote = Quote()
    picture = PicturePiece()
    history = History()
    call = Call()


class FrontPieces(Pieces):
    hero = Hero()
    priorities = blocks.ListBlock(
        Priority(), label=_("Priorities"), icon="list-ol", min_num=1, max_num=MOST,
        template="publishing/pieces/priorities.html",
    )  # fmt: skip

    class Meta:
        block_counts = {"hero": {"max_num": 1}, "priorities": {"max_num": 1}}


class Drawn(NamedTuple):
    """A piece of a page: its HTML where it is the same for everybody, else what its template shows."""

    at: int
    kind: str
    template: str
    value: Any
    given: dict[str, Any]
    html: str = ""


def drawn(page: Any, pieces: Any, user: Any) -> list[Drawn]:
    """The pieces of a page that have something to show this user, in order."""
    key = ("pieces", page.pk, get_language())
    return [piece for told in remembered(key, lambda: told_by_editors(pieces)) if (piece := with_rows(told, user))]


def told_by_editors(pieces: Any) -> list[Drawn]:
    """The pieces as far as they are the same for everybody; those of the rooms lack what the room gives."""
    found = []
    for at, piece in enumerate(pieces, 1):
        kind, value = piece.block_type, piece.value
        told = Drawn(at, kind, getattr(piece.block.meta, "template", ""), value, {})
        if kind != "live" and not (kind == "hero" and value["with_region"]):
            words = {"value": value, "at": at, "LANGUAGE_CODE": get_language()}
            told = told._replace(html=render_to_string(told.template, words))
        found.append(told)
    return found


def with_rows(piece: Drawn, user: Any) -> Drawn | None:
    """The piece with what its room gives this user; None where that is nothing."""
    if piece.html:
        return piece
    if piece.kind == "hero":
        region = house.pieces.get("region")
        return piece._replace(given=(region and region.give(user)) or {})
    live = house.pieces.get(piece.value["what"])
    given = live.give(user) if live else None
    if live is None or given is None:
        return None
    return piece._replace(kind=piece.value["what"], template=live.template, given=given)
