"""What a page says of itself to search engines and to whoever shows a link to it."""

import pytest
from django.test import Client

from sterke.core.models import Cluster
from tests import editorial, world
from tests import factories as make
from tests.website.head import Head

pytestmark = pytest.mark.django_db
# What a reader of schema.org must find in each kind (Google's lists of required and recommended properties).
REQUIRED = {
    "Organization": {"name", "url"},
    "WebSite": {"name", "url", "publisher"},
    "NewsArticle": {"headline", "image", "datePublished", "dateModified", "author", "publisher", "inLanguage"},
    "BreadcrumbList": {"itemListElement"},
    "ItemList": {"itemListElement"},
}
SHARED = {"og:title", "og:description", "og:type", "og:url", "og:image", "og:image:alt", "og:locale", "og:site_name"}


@pytest.fixture
def company():
    place = make.MunicipalityFactory(name="Åsnes")
    return make.OrganisationFactory(member=True, name="Åsnes Mekaniske", slug="asnes-mekaniske", municipality=place)


@pytest.fixture
def article():
    return editorial.article(
        slug="felt", title="Fire felt", title_en="Four lanes", lead="Nå.", lead_en="Now.", picture=editorial.picture(),
        picture_alt="En vei", picture_alt_en="A road", written_by="Kari",
    )  # fmt: skip


def read(path):
    return Head(Client().get(path))


def test_every_page_in_the_sitemap_is_told_outside_and_is_its_own_address(settings):
    small = world.build()
    editorial.section(parent=editorial.section(slug="om"), slug="historie")
    page = Client().get("/sitemap.xml").content.decode()
    paths = [part.partition("<")[0].removeprefix(settings.SITE_URL) for part in page.split("<loc>")[1:]]
    wrong = {}
    for path in paths:
        answer = Client().get(path)
        head = Head(answer)
        lacking = {name for name in SHARED | {"description", "twitter:card"} if not head.meta.get(name)}
        own = (
            head.link("canonical") == [settings.SITE_URL + path] and head.meta.get("og:url") == settings.SITE_URL + path
        )
        image = Client().get(head.meta.get("og:image", "/nei").removeprefix(settings.SITE_URL))
        if answer.status_code != 200 or lacking or not own or "robots" in head.meta or image.status_code != 200:
            wrong[path] = (answer.status_code, lacking, own, image.status_code)
    assert len(paths) > 15 and small
    assert wrong == {}


def test_what_schema_org_asks_for_is_there(company, article):
    make.MunicipalityFactory()
    Cluster.objects.create(slug="test", name="Testklyngen", email="post@example.no")
    for path in ("/", "/medlemmer/", "/aktuelt/", company.get_absolute_url(), article.get_absolute_url()):
        rows = [row for data in read(path).data for row in data.get("@graph", [data])]
        assert rows
        for row in rows:
            assert REQUIRED[row["@type"]] - set(row) == set(), path
    assert read("/").all("Organization")[0]["email"] == "post@example.no"


def test_a_search_engine_can_search_here(company, client, settings):
    target = read("/").all("WebSite")[0]["potentialAction"]["target"]["urlTemplate"]
    found = client.get(target.removeprefix(settings.SITE_URL).format(search_term_string="asnes"))
    assert company.get_absolute_url() in found.content.decode()
    assert Head(found).meta["robots"] == "noindex"


def test_an_article_is_told_in_the_readers_language(article, settings):
    norwegian, english = read(article.get_absolute_url()), read("/en/aktuelt/felt/")
    found = english.all("NewsArticle")[0]
    assert (norwegian.meta["og:title"], norwegian.meta["og:locale"], norwegian.lang) == ("Fire felt", "nb_NO", "nb")
    assert (english.meta["og:title"], english.meta["og:locale"], english.lang) == ("Four lanes", "en_GB", "en")
    assert (found["headline"], found["inLanguage"], found["author"]["name"]) == ("Four lanes", "en", "Kari")
    assert english.meta["og:type"] == "article"
    picture = found["image"][0].removeprefix(settings.SITE_URL)
    assert Client().get(picture).headers["Content-Type"] == "image/jpeg"


def test_both_languages_know_each_other_and_where_others_go(article, settings):
    for path in (article.get_absolute_url(), "/en/aktuelt/felt/"):
        head = read(path)
        assert (
            head.link("alternate", "nb")
            == head.link("alternate", "x-default")
            == [f"{settings.SITE_URL}/aktuelt/felt/"]
        )
        assert head.link("alternate", "en") == [f"{settings.SITE_URL}/en/aktuelt/felt/"]


def test_each_side_of_a_list_is_a_page_and_a_search_is_not(settings):
    for number in range(60):
        make.OrganisationFactory(member=True, slug=f"bedrift-{number}")
    assert read("/medlemmer/?side=2&q=").link("canonical") == [f"{settings.SITE_URL}/medlemmer/?side=2"]
    assert read("/medlemmer/?q=verk&side=1").link("canonical") == [f"{settings.SITE_URL}/medlemmer/"]


@pytest.mark.parametrize("viewer", ["anonymous", "member"])
def test_a_list_tells_the_public_pages_it_leads_to(company, article, settings, client_for, viewer):
    make.OrganisationFactory(member=True, slug="bare-for-oss", visibility="members")
    client = client_for(viewer)
    for path, row in (("/medlemmer/", company), ("/aktuelt/", article)):
        (told,) = Head(client.get(path)).all("ItemList")
        items = [(item["position"], item["url"].removeprefix(settings.SITE_URL)) for item in told["itemListElement"]]
        assert [position for position, _path in items] == list(range(1, len(items) + 1))
        assert row.get_absolute_url() in dict(map(reversed, items))
        assert "/medlemmer/bare-for-oss/" not in dict(map(reversed, items))


def test_a_list_with_nothing_in_it_is_told_as_no_list(client):
    assert read("/medlemmer/").all("ItemList") == []


def test_the_way_to_a_page_is_told_to_people_and_machines(settings, client):
    top = editorial.section(slug="om", title="Om oss")
    below = editorial.section(parent=top, slug="historie", title="Historien")
    page = client.get(below.get_absolute_url())
    steps = Head(page).all("BreadcrumbList")[0]["itemListElement"]
    assert [(step["position"], step["name"]) for step in steps] == [(1, "Om oss"), (2, "Historien")]
    assert [step["item"] for step in steps] == [f"{settings.SITE_URL}/om/", f"{settings.SITE_URL}/om/historie/"]
    assert 'aria-label="Du er her"><a class="ds-link" href="/om/">Om oss</a>' in page.content.decode()


@pytest.mark.parametrize("viewer", ["member", "secretary"])
def test_what_is_not_for_everybody_is_told_to_nobody(viewer, company, client_for):
    page = editorial.article(title="Bare for oss", visibility="members")
    company.visibility = "members"
    company.save()
    for path in (page.get_absolute_url(), company.get_absolute_url()):
        head = Head(client_for(viewer).get(path))
        assert head.title
        assert head.meta["robots"] == "noindex"
        assert (head.data, [name for name in head.meta if name.startswith("og:")]) == ([], [])


def test_pages_without_a_lasting_address_are_not_for_search_engines():
    for path in ("/logg-inn/", "/finnes-ikke/", "/bli-medlem/takk/"):
        assert read(path).meta["robots"] == "noindex"


@pytest.mark.parametrize(
    "name", ['</script><script>alert(1)</script>"', "a\u2028b&amp;<!--", "'><img src=x onerror=1>"]
)
def test_no_name_breaks_out_of_what_is_told(company, name):
    company.name = name
    company.save()
    head = read(company.get_absolute_url())
    assert head.all("Organization")[0]["name"] == name
    assert head.all("BreadcrumbList")[0]["itemListElement"][-1]["name"] == name
    assert head.meta["og:title"] == " ".join(name.split())


def test_what_the_head_says_leaves_the_words_of_the_page_alone(client):
    Cluster.objects.create(slug="test", name="Testklyngen", texts={"front.title": {"nb": "Syv kommuner. Én industri."}})
    page = client.get("/")
    assert Head(page).title == "Testklyngen: Syv kommuner. Én industri."
    assert "Syv kommuner. Én industri.</h1>" in page.content.decode()
