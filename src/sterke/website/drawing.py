"""Pictures drawn by us: the one people see where a page is shared, and the mark as an icon.

Words come from outside: whatever they are, they stay inside the frame, and letters that our fonts lack are left out.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from sterke.core.templatetags.house import comb

SIZE = WIDTH, HEIGHT = 1200, 630
EDGE = 76
DEEP, SPRUCE, EMBER, PAPER, MIST, MARK = "#0a2f25", "#0f4c3a", "#e8632e", "#f6f3ec", "#a9c4b4", "#1d7a5c"
FINE = 3  # drawn so many times larger, then made smaller: edges without steps
TITLE_SIZES = [104, 92, 80, 70, 60, 52, 44, 38]
TITLE_TALL = 290  # pixels for the title, all lines
FIGURE_SIZES = [190, 160, 130, 104, 80]
FIGURE_TALL, TITLE_ABOVE = 190, 150  # pixels for a figure, and for the title above it
MOST_BESIDE = 480  # pixels for what it counts, in two lines
FONTS = settings.BASE / "static" / "dist"
DISPLAY, TEXT = "archivo-{}-wdth-normal.woff2", "inter-{}-wght-normal.woff2"
NOBODYS = "\U0010fffe"  # no font has a picture of this; what looks like it is missing
Shape = list[tuple[float, float]]


class Hand:
    """One way of writing: our font in its two files (Latin, and the rest of Latin), a size and a weight."""

    def __init__(self, file: str, size: int, axes: list[float]) -> None:
        self.fonts = [ImageFont.truetype(FONTS / file.format(part), size) for part in ("latin", "latin-ext")]
        for font in self.fonts:
            font.set_variation_by_axes(axes)
        self.missing = [_look(font, NOBODYS) for font in self.fonts]
        self.known: dict[str, Any] = {}
        self.tall = round(size * 1.1)

    def font_for(self, letter: str) -> Any:
        """The file that has this letter, or None."""
        if letter not in self.known:
            has = (f for f, missing in zip(self.fonts, self.missing, strict=True) if _look(f, letter) != missing)
            self.known[letter] = next(has, None) if letter.isprintable() else None
        return self.known[letter]

    def readable(self, words: str) -> str:
        """The words without letters that we cannot draw; each run of spaces as one."""
        return " ".join("".join(c if c.isspace() or self.font_for(c) else "" for c in words).split())

    def runs(self, words: str) -> Iterator[tuple[Any, str]]:
        """The words in pieces, each with the file that has all of its letters."""
        piece, font = "", None
        for letter in words:
            its = font if letter == " " and font else self.font_for(letter) or self.fonts[0]
            if font is not None and its is not font:
                yield font, piece
                piece = ""
            piece, font = piece + letter, its
        if font is not None:
            yield font, piece

    def width(self, words: str) -> float:
        return sum(font.getlength(piece) for font, piece in self.runs(words))

    def write(self, drawing: ImageDraw.ImageDraw, x: float, y: float, words: str, colour: str) -> None:
        for font, piece in self.runs(words):
            drawing.text((x, y), piece, font=font, fill=colour, anchor="ls")
            x += font.getlength(piece)

    def lines(self, words: str, room: float) -> list[str]:
        """The words in lines no wider than the room; a word that is wider alone is broken."""
        lines = [""]
        for word in words.split():
            longer = f"{lines[-1]} {word}".strip()
            if self.width(longer) <= room:
                lines[-1] = longer
                continue
            if lines[-1]:
                lines.append("")
            for letter in word:
                if lines[-1] and self.width(lines[-1] + letter) > room:
                    lines.append("")
                lines[-1] += letter
        return lines


def _look(font: Any, letter: str) -> tuple[Any, bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


@lru_cache(maxsize=32)
def title_hand(size: int) -> Hand:
    return Hand(DISPLAY, size, [740, 118])


@lru_cache(maxsize=8)
def text_hand(size: int) -> Hand:
    return Hand(TEXT, size, [560])


def card(title: str, line: str, house: str, places: tuple[Any, ...], figure: tuple[str, str] = ("", "")) -> bytes:
    """The picture of a page: 1200 × 630, as PNG. A figure, and what it counts, stand large below the title."""
    image = _ground(places).copy()
    drawing = ImageDraw.Draw(image)
    small = text_hand(34)
    name = _within(small, small.readable(house), WIDTH - 2 * EDGE - 90)
    small.write(drawing, EDGE + (92 if places else 0), EDGE + 26, name, PAPER)
    below = small.readable(line)
    bottom = HEIGHT - EDGE - (78 if below else 12)
    tall = TITLE_TALL
    if number := title_hand(60).readable(figure[0]):
        _figure(drawing, number, figure[1], bottom + 4)
        bottom, tall = bottom - FIGURE_TALL, TITLE_ABOVE
    hand, lines = _fitted(title_hand(60).readable(title) or name, WIDTH - 2 * EDGE - 40, tall)
    for at, words in enumerate(reversed(lines)):
        hand.write(drawing, EDGE, bottom - at * hand.tall, words, PAPER)
    top = bottom - len(lines) * hand.tall + hand.tall * 0.12
    if not number:
        drawing.rectangle((EDGE, top - 34, EDGE + 96, top - 26), fill=EMBER)
    if below:
        small.write(drawing, EDGE, HEIGHT - EDGE + 4, _within(small, below, WIDTH - 2 * EDGE), MIST)
    return _png(image)


def _figure(drawing: ImageDraw.ImageDraw, number: str, counted: str, bottom: float) -> None:
    """As large as it can be with what it counts to its right, in two lines at most."""
    beside, room = text_hand(40), WIDTH - 2 * EDGE
    words = beside.lines(beside.readable(counted), MOST_BESIDE)
    if len(words) > 2:
        words = [words[0], _within(beside, " ".join(words[1:]), MOST_BESIDE)]
    taken = max(map(beside.width, words)) + 28
    hand = next((hand for hand in map(title_hand, FIGURE_SIZES) if hand.width(number) + taken <= room), None)
    hand = hand or title_hand(FIGURE_SIZES[-1])
    number = _within(hand, number, room - taken)
    hand.write(drawing, EDGE - 4, bottom, number, EMBER)
    for at, line in enumerate(reversed(words)):
        beside.write(drawing, EDGE + hand.width(number) + 28, bottom - at * beside.tall, line, PAPER)


def icon(size: int, places: tuple[Any, ...], *, fills: bool) -> bytes:
    """The mark as PNG: on its own ground to the edge where a phone cuts its shape (``fills``), else on nothing."""
    side = size * FINE
    image = Image.new("RGBA", (side, side), DEEP if fills else "#0000")
    inside = side * (0.18 if fills else 0.02)  # a phone may cut away all but a circle of 80 %
    _mark(image, places, (inside, inside, side - inside, side - inside), "#e3efe4" if fills else MARK)
    return _png(image.resize((size, size), Image.Resampling.LANCZOS))


def favicon(places: tuple[Any, ...]) -> bytes:
    """For browsers that ask for /favicon.ico whatever a page says."""
    data = BytesIO()
    Image.open(BytesIO(icon(64, places, fills=False))).save(data, "ICO", sizes=[(16, 16), (32, 32), (48, 48)])
    return data.getvalue()


def _fitted(words: str, room: float, tall: int) -> tuple[Hand, list[str]]:
    """The largest writing in which the words fit; what does not fit in the smallest ends in dots."""
    for size in TITLE_SIZES:
        hand = title_hand(size)
        lines = hand.lines(words, room)
        whole = all(hand.width(word) <= room for word in words.split())
        if len(lines) * hand.tall <= tall and (whole or size == TITLE_SIZES[-1]):
            return hand, lines
    most = tall // hand.tall
    return hand, [*lines[: most - 1], _within(hand, " ".join(lines[most - 1 :]), room)]


def _within(hand: Hand, words: str, room: float) -> str:
    """The words, cut with dots where they are wider than the room."""
    if hand.width(words) <= room:
        return words
    while words and hand.width(words + " …") > room:
        words = words[:-1]
    return words.rstrip() + " …"


@lru_cache(maxsize=8)
def _ground(places: tuple[Any, ...]) -> Image.Image:
    """What is the same in all: the municipalities, large and quiet, half out of the frame; and as the mark."""
    image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), DEEP)
    _mark(image, places, tuple(n * FINE for n in (740, -130, 1400, 770)), SPRUCE, gap=4)
    _mark(image, places, tuple(n * FINE for n in (EDGE - 14, EDGE - 34, EDGE + 86, EDGE + 66)), "#7fb59b")
    return image.resize(SIZE, Image.Resampling.LANCZOS)


def _mark(image: Image.Image, places: tuple[Any, ...], box: tuple[float, ...], colour: str, gap: float = 3) -> None:
    drawing = ImageDraw.Draw(image)
    for shape in _placed(places, box, gap):
        drawing.polygon(shape, fill=colour)


def _placed(places: tuple[Any, ...], box: tuple[float, ...], gap: float) -> list[Shape]:
    """The hexagons of the places, as large as the box allows and in the middle of it."""
    drawn = comb(places, gap)
    left, top, wide, tall = (float(n) for n in drawn["view_box"].split())
    scale = min((box[2] - box[0]) / wide, (box[3] - box[1]) / tall)
    right, down = (box[0] + box[2] - wide * scale) / 2, (box[1] + box[3] - tall * scale) / 2
    to: Callable[[str], tuple[float, float]] = lambda pair: (  # noqa: E731
        (float(pair.split(",")[0]) - left) * scale + right,
        (float(pair.split(",")[1]) - top) * scale + down,
    )
    return [[to(pair) for pair in cell["points"].split()] for cell in drawn["cells"]]


def _png(image: Image.Image) -> bytes:
    data = BytesIO()
    image.save(data, "PNG", optimize=True)
    return data.getvalue()
