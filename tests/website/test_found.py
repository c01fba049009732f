"""What search engines, security people and phones ask for."""

import datetime
import json
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from sterke.core import activity
from sterke.core.models import Activity, Cluster
from tests import editorial
from tests import factories as make

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def addresses(client, settings):
    page = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return [row.text.removeprefix(settings.SITE_URL) for row in page.iterfind("s:url/s:loc", NAMES)]


def test_the_sitemap_names_what_a_visitor_may_read_in_each_language(client, settings):
    make.OrganisationFactory(member=True, visibility="public", slug="alfa")
    make.OrganisationFactory(member=True, visibility="members", slug="beta")
    editorial.article(slug="to-spraak", title_en="Two", lead_en="Two.")
    editorial.article(slug="ett-spraak")
    editorial.article(slug="for-oss", visibility="members")
    editorial.article(slug="utkast", published=False)
    found = addresses(client, settings)
    wanted = {
        "/medlemmer/alfa/",
        "/en/medlemmer/alfa/",
        "/aktuelt/to-spraak/",
        "/en/aktuelt/to-spraak/",
        "/aktuelt/ett-spraak/",
    }
    hidden = {"/medlemmer/beta/", "/en/aktuelt/ett-spraak/", "/aktuelt/for-oss/", "/aktuelt/utkast/"}
    assert (wanted - set(found), hidden & set(found)) == (set(), set())


def test_the_sitemap_says_when_a_page_last_changed_as_far_as_the_house_knows(client, settings):
    company = make.OrganisationFactory(member=True, visibility="public", slug="alfa")
    make.OrganisationFactory(member=True, visibility="public", slug="beta")
    network = make.NetworkFactory(visibility="public")
    lines = [(company, "organisation.edited", 3), (company, "organisation.edited", 9), (network, "network.edited", 5)]
    for row, verb, day in [*lines, (company, "organisation.fetched", 20)]:  # a look at the register changes no page
        line = activity.record(verb, row, by=make.UserFactory())
        Activity.objects.filter(pk=line.pk).update(at=datetime.datetime(2026, 3, day, 12, tzinfo=datetime.UTC))
    page = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = {row.findtext("s:loc", "", NAMES).removeprefix(settings.SITE_URL): row for row in page}
    changed = {path: row.findtext("s:lastmod", None, NAMES) for path, row in found.items()}
    assert changed["/medlemmer/alfa/"] == changed["/en/medlemmer/alfa/"] == "2026-03-09"
    assert changed["/medlemmer/beta/"] is None
    assert changed[network.get_absolute_url()] == "2026-03-05"


def test_every_address_in_the_sitemap_is_there(client, settings):
    make.OrganisationFactory(member=True, visibility="public")
    make.NetworkFactory(visibility="public")
    editorial.article(title_en="Two", lead_en="Two.")
    editorial.section()
    found = addresses(client, settings)
    assert len(found) == len(set(found)) > 15
    assert [path for path in found if client.get(path).status_code != 200] == []


def test_robots_are_told_where_the_sitemap_is_and_what_is_not_for_them(client, settings):
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Disallow: /kontoret/" in text


def test_whoever_finds_a_hole_knows_whom_to_tell_and_for_how_long(client, clock):
    Cluster.objects.create(slug="test", name="Testklyngen", email="post@example.no")
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())
    assert lines["Contact"] == "mailto:post@example.no"
    assert lines["Expires"] > f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}"


def test_a_phone_can_keep_the_house(client):
    about = json.loads(client.get("/manifest.webmanifest").content)
    assert client.get(about["icons"][0]["src"]).headers["Content-Type"] == "image/svg+xml"
