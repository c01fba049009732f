import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect

from sterke.core.models import Activity
from tests import editorial

pytestmark = pytest.mark.django_db


def test_a_published_article_stands_at_its_address_with_its_words(client):
    page = editorial.article(title="Fire felt", slug="fire-felt", body=[("text", "<p>Vi ber om fire felt.</p>")])
    shown = client.get("/aktuelt/fire-felt/").content.decode()
    assert page.place == "aktuelt/fire-felt"
    assert "<h1>Fire felt</h1>" in shown
    assert "Vi ber om fire felt." in shown


def test_the_english_address_shows_the_english_words(client):
    page = editorial.article(slug="felt", title_en="Four lanes", lead_en="Soon.", body_en=[("heading", "Why")])
    shown = client.get(f"/en/aktuelt/{page.slug}/").content.decode()
    assert "<h1>Four lanes</h1>" in shown
    assert "<h2>Why</h2>" in shown
    assert "Norwegian only" not in shown


def test_without_a_twin_the_english_reader_gets_the_norwegian_words_marked_as_such(client):
    page = editorial.article(title="Fire felt", slug="fire-felt")
    shown = client.get(f"/en/{page.place}/").content.decode()
    assert '<h1 lang="nb">Fire felt</h1>' in shown
    assert "This page is written in Norwegian only." in shown


def test_a_page_in_one_language_has_one_address_for_machines(client):
    page = editorial.article(slug="fire-felt")
    shown = client.get(f"/en/{page.place}/").content.decode()
    assert re.findall(r'rel="canonical" href="[^"]*?(/en/|/aktuelt)', shown) == ["/aktuelt"]
    assert 'hreflang="en" href="http' not in shown


def test_a_page_in_two_languages_names_both(client):
    page = editorial.article(slug="fire-felt", title_en="Lanes", lead_en="Soon.")
    shown = client.get(f"/en/{page.place}/").content.decode()
    assert re.findall(r'rel="canonical" href="https?://[^/]+(/[^"]*)"', shown) == ["/en/aktuelt/fire-felt/"]
    assert re.findall(r'rel="alternate" hreflang="(..)"', shown) == ["nb", "en"]


@pytest.mark.parametrize("words", [{"title_en": "Title only"}, {"lead_en": "Lead only"}])
def test_half_a_translation_is_refused(words):
    with pytest.raises(ValidationError) as refused:
        editorial.article(**words)
    assert "title_en" in refused.value.message_dict


def test_a_picture_needs_words_in_each_language_of_the_page():
    with pytest.raises(ValidationError) as refused:
        editorial.article(picture=editorial.picture(), title_en="Lanes", lead_en="Soon.")
    assert set(refused.value.message_dict) == {"picture_alt", "picture_alt_en"}


def test_a_draft_is_seen_by_nobody_at_its_address(client_for):
    page = editorial.article(published=False)
    answers = {who: client_for(who).get(f"/{page.place}/").status_code for who in ("anonymous", "secretary")}
    assert answers == {"anonymous": 404, "secretary": 404}


def test_an_article_for_members_is_there_for_members_only(client_for):
    page = editorial.article(visibility="members")
    answers = {who: client_for(who).get(f"/{page.place}/").status_code for who in ("anonymous", "member")}
    assert answers == {"anonymous": 404, "member": 200}


def test_an_article_taken_down_is_gone_at_once(client):
    page = editorial.article()
    page.unpublish()
    assert client.get(f"/{page.place}/").status_code == 404


def test_the_news_can_be_narrowed_to_a_topic(client):
    editorial.article(title="Om vei", topic="saker")
    editorial.article(title="Om fagbrev", topic="kompetanse")
    shown = client.get("/aktuelt/?tema=kompetanse").content.decode()
    assert "Om fagbrev" in shown
    assert "Om vei" not in shown


@pytest.mark.parametrize("topic", ["tull", "' OR 1=1", "\x00"])
def test_a_topic_that_is_not_one_shows_all(client, topic):
    editorial.article(title="Om vei")
    answer = client.get("/aktuelt/", {"tema": topic})
    assert (answer.status_code, "Om vei" in answer.content.decode()) == (200, True)


def test_a_page_below_a_page_has_both_in_its_address(client):
    above = editorial.section(slug="om")
    below = editorial.section(above, slug="styret-vart")
    assert below.place == "om/styret-vart"
    assert client.get("/om/styret-vart/").status_code == 200


def test_the_right_name_in_the_wrong_place_is_not_found(client):
    editorial.section(slug="om")
    editorial.section(slug="presse")
    assert client.get("/om/presse/").status_code == 404


def test_a_moved_page_is_found_from_its_old_address(client, django_capture_on_commit_callbacks):
    page, above = editorial.section(slug="presse"), editorial.section(slug="om")
    with django_capture_on_commit_callbacks(execute=True):
        page.move(above, pos="last-child")
    answer = client.get("/presse/")
    assert (answer.status_code, answer.url) == (301, "/om/presse/")


def test_an_old_address_keeps_the_language_of_the_reader(client):
    Redirect.objects.create(old_path="/gammel", redirect_page=editorial.section(slug="ny"))
    assert client.get("/en/gammel/").url == "/en/ny/"


def test_an_old_address_of_a_page_that_is_not_for_the_reader_says_nothing(client):
    Redirect.objects.create(old_path="/gammel", redirect_page=editorial.section(visibility="members"))
    assert client.get("/gammel/").status_code == 404


def test_old_addresses_that_lead_round_in_a_circle_lead_nowhere(client, settings):
    Redirect.objects.create(old_path="/a", redirect_link=f"{settings.SITE_URL}/b/")
    Redirect.objects.create(old_path="/b", redirect_link=f"{settings.SITE_URL}/a/")
    assert client.get("/a/").status_code == 404


def test_a_page_cannot_be_moved_under_itself(client):
    above = editorial.section()
    below = editorial.section(above)
    with pytest.raises(Exception, match="descendant"):
        above.move(below, pos="last-child")
    above.refresh_from_db()
    assert client.get(f"/{below.place}/").status_code == 200


def test_what_happens_to_a_page_is_told_in_history():
    page = editorial.article(title="Fire felt")
    page.unpublish()
    told = list(Activity.objects.filter(subject="Fire felt").order_by("pk").values_list("verb", flat=True))
    assert told == ["page.created", "page.published", "page.unpublished"]


def test_the_address_for_wagtail_is_ours(settings):
    page = editorial.article(slug="fire-felt")
    with translation.override("nb"):
        assert page.full_url == f"{settings.SITE_URL}/aktuelt/fire-felt/"


@pytest.mark.parametrize("place", ["aktuelt/nope", "x" * 3000, "a\u0000b", "<script>", "'--", "%2e%2e/etc", "æøå"])
def test_an_address_nobody_has_is_not_found(client, place):
    assert client.get(f"/{place}/").status_code == 404
