"""Two at once, half-written pages, and what an editor must not be able to break: in the office's own forms."""

import pytest
from django.urls import reverse
from wagtail.admin.models import EditingSession

from sterke.publishing.models import ArticlePage, HomePage, NewsPage, SectionPage
from tests import editorial

pytestmark = pytest.mark.django_db


def edit(client, page, **words):
    data = editorial.filled(title=page.title, slug=page.slug, lead=page.lead)
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data | words)


def test_what_two_people_save_after_each_other_is_kept_both(client_for):
    page = editorial.section(title="Før", slug="side")
    first, second = client_for("secretary"), client_for("secretary")
    edit(first, page, title="Den enes")
    edit(second, page, title="Den andres")
    titles = [revision.content["title"] for revision in page.revisions.order_by("pk")]
    assert titles[-2:] == ["Den enes", "Den andres"]


def test_whoever_edits_hears_that_a_colleague_does_too(client_for):
    page = editorial.section(title="Side")
    first, second = client_for("secretary"), client_for("secretary")
    for one in (first, second):
        one.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    mine = EditingSession.objects.get(user=second.user)
    answer = second.post(
        reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", page.pk, mine.pk]),
        {"revision_id": page.latest_revision_id},
    )
    assert answer.status_code == 200
    assert str(first.user) in answer.json()["html"]


def test_whoever_edits_hears_that_a_colleague_has_saved(client_for):
    page = editorial.section(title="Side", slug="side")
    first, second = client_for("secretary"), client_for("secretary")
    seen = page.latest_revision_id
    second.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    first.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    edit(first, page, title="Ny")
    mine = EditingSession.objects.get(user=second.user)
    answer = second.post(
        reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", page.pk, mine.pk]),
        {"revision_id": seen},
    )
    assert "har lagret en ny versjon" in answer.json()["html"]


def test_an_article_published_in_the_past_is_there_at_once(client_for, client):
    page = editorial.article(published=False, slug="i-gar")
    words = {"topic": "saker", "go_live_at": "2020-01-01 08:00", "action-publish": "1"}
    answer = edit(client_for("secretary"), page, **words)
    assert answer.status_code == 302
    assert client.get("/aktuelt/i-gar/").status_code == 200


def test_a_time_to_take_down_that_has_passed_is_told_beside_the_field(client_for):
    page = editorial.section()
    answer = edit(client_for("secretary"), page, expire_at="2020-01-01 08:00", **{"action-publish": "1"})
    assert answer.status_code == 200
    assert "må ligge fram i tid" in answer.text


@pytest.mark.parametrize("kind", ["home", "news"])
def test_the_front_page_and_the_news_page_cannot_be_deleted(client_for, kind):
    page = getattr(editorial, kind)()
    client_for("secretary").post(
        reverse("wagtailadmin_pages:delete", args=[page.pk]), {"confirm_site_name": "sterke"}, follow=True
    )
    assert (HomePage if kind == "home" else NewsPage).objects.filter(pk=page.pk).exists()


def test_the_front_page_cannot_be_deleted_among_others(client_for):
    home = editorial.home()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client_for("secretary").post(f"{address}?id={home.pk}", {"confirm_site_name": "sterke"}, follow=True)
    assert HomePage.objects.filter(pk=home.pk).exists()


@pytest.mark.parametrize("mode", ["nb", "en"])
def test_the_preview_of_the_front_page_is_the_front_page(client_for, mode):
    home = editorial.home()
    home.pieces = [("hero", {"title": "Sju kommuner.", "title_en": "Seven towns."})]
    home.save_revision()
    address = reverse("wagtailadmin_pages:view_draft", args=[home.pk])
    shown = client_for("secretary").get(address, {"mode": mode}).text
    assert ("Sju kommuner." if mode == "nb" else "Seven towns.") in shown
    assert 'class="hero"' in shown


def test_the_preview_of_the_news_page_shows_the_news(client_for):
    editorial.article(title="Saga er i gang")
    address = reverse("wagtailadmin_pages:view_draft", args=[editorial.news().pk])
    assert "Saga er i gang" in client_for("secretary").get(address).text


def test_the_office_says_its_name_and_not_that_of_its_maker(client_for):
    editorial.home()
    shown = client_for("secretary").get(reverse("wagtailadmin_home")).text
    assert "Wagtail" not in shown.partition("<title>")[2].partition("</title>")[0]
    assert "editor guide" not in shown
    assert 'class="house"' in shown


def test_a_reader_sees_nothing_of_the_office(client_for):
    page = editorial.article()
    assert "wagtail" not in client_for("secretary").get(f"/{page.place}/").text.lower()


def test_more_articles_on_the_same_topic_stand_below_an_article(client):
    page = editorial.article(title="Denne", topic="saker")
    editorial.article(title="Samme tema", topic="saker")
    editorial.article(title="Annet tema", topic="region")
    editorial.article(title="Samme, for medlemmer", topic="saker", visibility="members")
    shown = client.get(f"/{page.place}/")
    assert [article.title for article in shown.context["related"]] == ["Samme tema"]


def test_an_article_alone_on_its_topic_has_nothing_below(client):
    page = editorial.article()
    assert 'id="more"' not in client.get(f"/{page.place}/").text


def test_a_page_gets_no_more_levels_than_kinds_allow(client_for):
    article = editorial.article()
    address = reverse("wagtailadmin_pages:add", args=["publishing", "sectionpage", article.pk])
    answer = client_for("secretary").post(address, editorial.filled(title="Under", slug="under"))
    assert answer.status_code in {302, 403}
    assert not SectionPage.objects.filter(slug="under").exists()
    assert ArticlePage.objects.get(pk=article.pk).numchild == 0
