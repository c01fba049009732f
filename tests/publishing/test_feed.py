from xml.etree import ElementTree

import pytest

from tests import editorial

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def read(client, path="/aktuelt/atom.xml"):
    answer = client.get(path)
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def test_the_feed_holds_the_newest_first_with_what_a_reader_needs(client, settings):
    editorial.article(title="Eldst")
    page = editorial.article(title="Nyest & best", lead="<b>kort</b>", slug="nyest")
    entries = read(client).findall("a:entry", ATOM)
    first = {part: entries[0].findtext(f"a:{part}", None, ATOM) for part in ("title", "summary", "id")}
    assert first == {"title": "Nyest & best", "summary": "<b>kort</b>", "id": f"urn:uuid:{page.translation_key}"}
    assert entries[0].find("a:link", ATOM).get("href") == f"{settings.SITE_URL}/aktuelt/nyest/"
    assert [entry.findtext("a:title", None, ATOM) for entry in entries] == ["Nyest & best", "Eldst"]


def test_the_feed_is_what_a_visitor_sees_whoever_asks(client_for):
    editorial.article(visibility="members")
    editorial.article(published=False)
    assert read(client_for("secretary")).findall("a:entry", ATOM) == []


def test_the_english_feed_says_its_language(client):
    editorial.article(title_en="Four lanes", lead_en="Soon.")
    feed = read(client, "/en/aktuelt/atom.xml")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert feed.findtext("a:entry/a:title", None, ATOM) == "Four lanes"
