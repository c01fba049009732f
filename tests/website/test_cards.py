"""The picture of a page: drawn by us, with its words, for where people share it."""

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image, ImageChops

from sterke.region.templatetags.mark import Place
from sterke.website import cards, drawing
from tests import editorial, world
from tests import factories as make
from tests.website.head import Head

PLACES = tuple(Place(1, "", "", column, row) for column, row in [(1, 0), (1.5, 1), (0.5, 1)])


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = tmp_path


def opened(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


def rows_with_words(data):
    """Where the light letters stand: how far right, and how far down."""
    light = opened(data).convert("L").point(lambda value: 255 if value > 200 else 0)
    return light.getbbox()


def address(path):
    return Head(Client().get(path)).meta["og:image"].partition("://")[2].partition("/")[2]


@pytest.mark.parametrize(
    "title",
    [
        "Hei",
        "Fire felt på Rv2 og E16 " * 11,
        "W" * 255,
        "Kongsvingerindustriens utviklingsselskap for elektromekaniske komponenter AS",
        "Łódź Żelazo 🚀",
        "شركة الحديد",
        "",
        "\u202e\x00\n\t",
    ],
)
def test_whatever_the_words_they_stand_inside_the_frame(title):
    data = drawing.card(title, title, "Testklyngen", PLACES)
    left, top, right, bottom = rows_with_words(data)
    assert opened(data).size == (1200, 630)
    assert left >= 60 and top >= 40 and right <= 1160 and bottom <= 590


def test_other_words_are_another_picture():
    drawn = {drawing.card(title, "", "Testklyngen", PLACES) for title in ("Åsnes", "Asnes", "شركة")}
    assert len(drawn) == 3


def test_letters_that_our_fonts_lack_are_left_out():
    assert drawing.card("Stål 🚀 شركة", "", "Test", ()) == drawing.card("Stål", "", "Test", ())


def embers(data):
    """How wide and tall the box is in which the colour of figures stands."""
    red, green, blue = opened(data).convert("RGB").split()
    glows = [
        red.point(lambda v: 255 * (v > 215)),
        green.point(lambda v: 255 * (80 < v < 125)),
        blue.point(lambda v: 255 * (v < 70)),
    ]
    left, top, right, bottom = ImageChops.darker(ImageChops.darker(glows[0], glows[1]), glows[2]).getbbox()
    return right - left, bottom - top


def test_a_figure_stands_large():
    plain = drawing.card("Fire felt", "Utrykninger", "Testklyngen", PLACES)
    one, many = (
        drawing.card("Fire felt", "Utrykninger", "Testklyngen", PLACES, (figure, "personer"))
        for figure in ("7", "74 000")
    )
    assert embers(plain)[1] < 20  # the stroke above the title
    assert embers(one)[1] > 110 and embers(many)[1] > 110
    assert embers(many)[0] > 3 * embers(one)[0]
    assert len({plain, one, drawing.card("Fire felt", "Utrykninger", "Testklyngen", PLACES, ("7", "hus"))}) == 3


@pytest.mark.parametrize("words", ["W" * 300, "74 000 000 " * 30, "شركة", "\u202e\x00\n", "→"])
def test_whatever_the_figure_it_stands_inside_the_frame(words):
    for figure in ((words, words), (words, ""), ("7", words)):
        left, top, right, bottom = rows_with_words(drawing.card("W" * 255, words, "Testklyngen", PLACES, figure))
        assert left >= 60 and top >= 40 and right <= 1160 and bottom <= 590


@pytest.mark.parametrize("many", [0, 1, 3, 30])
def test_the_mark_is_drawn_whatever_the_number_of_municipalities(many):
    places = tuple(Place(1, "", "", number % 6 + (number // 6 % 2) / 2, number // 6) for number in range(many))
    assert opened(drawing.card("Hei", "", "Test", places)).size == (1200, 630)
    assert opened(drawing.icon(192, places, fills=True)).size == (192, 192)


@pytest.mark.django_db
def test_the_picture_of_a_page_is_kept_and_may_be_kept_by_others(tmp_path):
    article = editorial.article(title="Fire felt")
    first = Client().get(f"/{address(article.get_absolute_url())}")
    assert (first.headers["Content-Type"], "immutable" in first.headers["Cache-Control"]) == ("image/png", True)
    assert [file.read_bytes() for file in (tmp_path / "drawn").iterdir()] == [first.content]


@pytest.mark.django_db
def test_a_page_whose_address_ends_without_a_stroke_has_a_picture_of_the_same_name():
    assert address("/api/docs").endswith("/api/docs/kort.png")
    assert opened(Client().get(f"/{address('/en/api/docs')}").content).size == (1200, 630)


@pytest.mark.django_db
def test_a_new_title_gives_a_new_picture_and_the_old_address_leads_to_it():
    company = make.OrganisationFactory(member=True, name="Gammelt navn", slug="verk")
    old = address(company.get_absolute_url())
    company.name = "Nytt navn"
    company.save()
    new = address(company.get_absolute_url())
    assert new != old
    assert Client().get(f"/{old}").url == f"/{new}"


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["medlemmer/skjult/", "aktuelt/{members}/", "finnes/ikke/", "min-side/", "kontoret/"])
def test_what_a_visitor_may_not_read_has_no_picture(place):
    small = world.build()
    place = place.format(members=small.rows.members_article.slug)
    assert Client().get(f"/bilde/{'0' * 12}/{place}kort.png").status_code == 404


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_keeps_nobody_from_the_picture(settings, tmp_path):
    settings.DATA = tmp_path / "file"
    settings.DATA.write_text("in the way")
    assert opened(Client().get(f"/{address('/')}").content).size == (1200, 630)


def test_old_pictures_make_room_for_new_ones(tmp_path, monkeypatch):
    monkeypatch.setattr(cards, "MOST", 4)
    for number in range(4):
        (tmp_path / f"{number}.png").write_bytes(b"")
    cards._make_room(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
