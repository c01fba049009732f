"""The pieces the office puts the front page and other pages together from."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError

from sterke.core.house import house
from sterke.core.models import Cluster
from sterke.publishing.models import HomePage
from sterke.publishing.pieces import Button, Fact, Hero, Live, PicturePiece, Priority
from tests import editorial, factories
from tests.website.counting import queries

pytestmark = pytest.mark.django_db
HERO = {"title": "Sju kommuner.", "title_en": "Seven towns.", "lead": "Vi ber om vei.", "lead_en": "Roads."}
PRIORITY = {"title": "Vei", "ask": "Fire felt på E16."}


def arrange(*pieces):
    home = editorial.home()
    home.pieces = list(pieces)
    home.save_revision().publish(skip_permission_checks=True)
    return home


def front(client, path="/"):
    return client.get(path).content.decode()


def cleaned(block, **words):
    return block.clean(block.to_python(words))


def test_the_pieces_stand_in_the_order_the_office_gave_them(client):
    arrange(
        ("quote", {"quote": "Naboen hadde den.", "who": "Vi"}), ("hero", HERO), ("text", {"text": "<p>Nederst</p>"})
    )
    page = front(client)
    assert page.index("Naboen hadde den.") < page.index("<h1>Sju kommuner.</h1>") < page.index("Nederst")


def test_each_reader_gets_the_pieces_in_their_language(client):
    arrange(("hero", HERO))
    assert "<h1>Seven towns.</h1>" in front(client, "/en/")


def test_a_piece_without_english_is_shown_in_bokmal_and_marked_so(client):
    arrange(("call", {"title": "Bli med, da vel."}))
    page = front(client, "/en/")
    assert "Bli med, da vel." in page
    assert 'lang="nb"' in page


def test_a_front_page_without_pieces_says_what_the_texts_of_the_cluster_say(client):
    texts = {"front.title": {"nb": "Én industri."}, "front.priority1.title": {"nb": "Folk"}}
    Cluster.objects.create(slug="test", name="Testklyngen", texts=texts)
    arrange()
    page = front(client)
    assert "<h1>Én industri.</h1>" in page
    assert "Folk" in page


@pytest.mark.parametrize("pieces", [[("quote", {"quote": "Ja.", "who": "Vi"})], [("live", {"what": "gone"})]])
def test_a_front_page_without_a_hero_still_says_who_this_is(client, pieces):
    Cluster.objects.create(slug="test", name="Testklyngen")
    arrange(*pieces)
    assert front(client).count("<h1>Testklyngen</h1>") == 1


def test_a_front_page_taken_down_is_a_front_page_still(client):
    Cluster.objects.create(slug="test", name="Testklyngen")
    arrange(("hero", HERO)).unpublish()
    assert "<h1>Testklyngen</h1>" in front(client)


def test_a_draft_of_the_front_page_is_not_shown(client):
    home = arrange(("hero", HERO))
    home.pieces = [("hero", {"title": "Utkast"})]
    home.save_revision()
    assert "Utkast" not in front(client)


def test_an_ask_stands_with_its_figure_source_and_the_page_that_tells_more(client):
    fact = {"number": "33", "unit": "km", "counts": "har to felt", "source": "Kilde: departementet, 2011"}
    page = editorial.article(slug="vei")
    arrange(("priorities", [PRIORITY | {"fact": fact, "more": {"label": "Les", "page": page}}]))
    shown = front(client)
    for words in ("Fire felt på E16.", "33", "km", "har to felt", "Kilde: departementet, 2011", 'href="/aktuelt/vei/"'):
        assert words in shown


@pytest.mark.parametrize("lacking", ["counts", "source"])
def test_a_figure_without_source_or_what_it_counts_is_told_beside_the_field(lacking):
    words = {"number": "33", "counts": "har to felt", "source": "Kilde: SSB"} | {lacking: ""}
    with pytest.raises(StructBlockValidationError) as refused:
        cleaned(Fact(), **words)
    assert list(refused.value.block_errors) == [lacking]


def test_half_a_translation_of_a_piece_is_told_beside_the_field():
    with pytest.raises(StructBlockValidationError) as refused:
        cleaned(Priority(), **PRIORITY, title_en="Road")
    assert list(refused.value.block_errors) == ["ask_en"]


@pytest.mark.parametrize("words", [{"title": ""}, {"title": "x" * 91}])
def test_who_we_are_is_one_line(words):
    with pytest.raises(StructBlockValidationError) as refused:
        cleaned(Hero(), **words)
    assert "title" in refused.value.block_errors


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": "Les"},
        {"url": "https://example.no/"},
        {"label": "Les", "url": "https://example.no/", "place": "publishing:news"},
        {"label": "Les", "url": "javascript:alert(1)"},
        {"label": "Les", "place": "admin:index"},
    ],
)
def test_a_button_has_words_and_leads_to_one_place(wrong):
    with pytest.raises(StructBlockValidationError):
        cleaned(Button(), **wrong)


def test_a_button_to_a_page_taken_down_is_not_drawn(client):
    page = editorial.article()
    arrange(("call", {"title": "Les", "button": {"label": "Videre", "page": page}}))
    before = "Videre" in front(client)
    page.unpublish()
    assert (before, "Videre" in front(client)) == (True, False)


def test_a_picture_on_the_front_page_needs_words_for_those_who_do_not_see_it():
    with pytest.raises(StructBlockValidationError) as refused:
        cleaned(PicturePiece(), image=editorial.picture().pk, alt="")
    assert list(refused.value.block_errors) == ["alt"]


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "</h1><h1>"])
def test_markup_in_a_piece_is_shown_as_it_was_typed(client, words):
    arrange(("hero", {"title": words}), ("call", {"title": words}), ("priorities", [PRIORITY | {"ask": words}]))
    assert words not in front(client)


@pytest.mark.parametrize("what", ["members", "region", "networks", "news", "bodies", "members_over_time"])
def test_a_piece_with_nothing_to_show_is_not_drawn(client, what):
    arrange(("hero", HERO), ("live", {"what": what, "title": "Overskrift"}))
    assert "Overskrift" not in front(client)


def test_a_piece_from_the_house_shows_what_the_viewer_may_see(client_for):
    factories.MembershipFactory(organisation__visibility="members", organisation__name="Bare for oss")
    arrange(("live", {"what": "members"}))
    seen = {who: "Bare for oss" in front(client_for(who)) for who in ("anonymous", "member")}
    assert seen == {"anonymous": False, "member": True}


def test_only_one_hero_stands_on_the_front_page():
    block = HomePage._meta.get_field("pieces").stream_block
    with pytest.raises(ValidationError):
        block.clean(block.to_python([{"type": "hero", "value": HERO}] * 2))


def test_every_piece_of_the_house_can_be_chosen():
    block = HomePage._meta.get_field("pieces").stream_block.child_blocks["live"].child_blocks["what"]
    offered = {value for value, _label in block.field.choices}
    assert set(house.pieces) <= offered


def test_more_pieces_ask_no_more_of_the_database(client):
    page = editorial.article()
    button = {"label": "Les", "page": page}
    arrange(("hero", HERO | {"first": button}), ("priorities", [PRIORITY | {"more": button}]))
    few = len(queries(client, "/"))
    arrange(("hero", HERO | {"first": button}), ("priorities", [PRIORITY | {"more": button}] * 6))
    assert len(queries(client, "/")) == few


@pytest.mark.parametrize("piece", [Hero, Priority, Fact, Button, Live], ids=lambda piece: piece.__name__)
def test_english_stands_folded_below_the_rest_of_a_piece(piece):
    layout = piece().meta.form_layout
    *rest, folded = layout.children
    assert "collapsed" in folded.classname
    assert folded.children == [name for name in piece().child_blocks if name.endswith("_en")]
    assert sorted([*rest, *folded.children]) == sorted(piece().child_blocks)
