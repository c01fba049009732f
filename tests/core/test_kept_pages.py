"""Pages for visitors, kept until something changes: never stale, never somebody's own."""

import gzip
import re
import threading

import brotli
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sterke.core import kept as kept_parts
from sterke.core import pages as kept
from sterke.core import stamps
from sterke.directory.models import Organisation
from tests import editorial, world
from tests import factories as make
from tests.pages import PAGES

READ = re.compile(r'(?:FROM|JOIN) "?(\w+)')


def kept_views(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from kept_views(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "same_for_visitors"):
            yield f"{namespace}{pattern.name}"


KEPT = sorted(set(kept_views(get_resolver().url_patterns)))
# The door of the API keeps answers to visitors in the same memory; not one article, whose date a program may ask by.
KEPT += ["api:openapi", "api:organisations", "api:organisation", "api:networks", "api:network", "api:articles"]
KEPT += ["api:municipalities"]


def from_memory(client, address, **headers):
    """Whether the answer came out of memory: nothing but the stamp was asked for."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, headers=headers)
    assert answer.status_code in {200, 304}, address
    return len(asked) == 1 and stamps.TABLE in asked[0]["sql"]


@pytest.fixture
def company(db):
    return make.OrganisationFactory(name="Bolt AS", slug="bolt", member=True, visibility="public")


ADDRESS = "/medlemmer/bolt/"


@pytest.mark.django_db
@pytest.mark.parametrize("name", KEPT)
def test_every_page_that_is_kept_reads_only_what_moves_the_stamp(name, client):
    """With test_stamps this is the proof that no kind of page is ever stale."""
    address = reverse(name, args=PAGES[name].args(world.build()))
    client.get(address)  # pictures get their sizes, which is a write
    kept.memory.clear()
    kept_parts.forget()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    read = {table for query in asked for table in READ.findall(query["sql"])} - {stamps.TABLE}
    assert read - set(stamps.rooms_by_table()) == set()
    assert from_memory(client, address)


def test_the_pages_most_people_ask_for_are_kept():
    wanted = {"website:front", "website:organisations", "website:organisation", "website:network", "publishing:page"}
    assert wanted <= set(KEPT)


def test_a_page_is_drawn_once_and_then_remembered(client, company):
    first = client.get(ADDRESS)

    assert from_memory(client, ADDRESS)
    assert client.get(ADDRESS).content == first.content


def test_the_first_visitor_after_a_change_gets_the_new_page(client, company):
    client.get(ADDRESS)
    Organisation.objects.filter(pk=company.pk).update(name="Bolt og Mutter AS")

    assert "Bolt og Mutter AS" in client.get(ADDRESS).content.decode()


def test_what_is_hidden_is_gone_at_once(client, company):
    client.get(ADDRESS)
    company.visibility = "members"
    company.save()

    assert client.get(ADDRESS).status_code == 404


def test_an_edit_in_the_office_shows_at_once(client, client_for, company):
    editorial.home()
    page = editorial.section(title="Om oss", slug="om-oss")
    client.get("/om-oss/")
    words = {
        "title": "Om klyngen", "slug": "om-oss", "lead": "Kort sagt.", "title_en": "", "lead_en": "",
        "visibility": "public", "body-count": "0", "body_en-count": "0", "pieces-count": "0", "action-publish": "1",
    }  # fmt: skip
    answer = client_for("secretary").post(f"/kontoret/pages/{page.pk}/edit/", words)

    assert answer.status_code == 302
    assert "Om klyngen" in client.get("/om-oss/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_page_drawn_while_a_change_waits_is_not_shown_after_it():
    company = make.OrganisationFactory(name="Bolt AS", slug="bolt", member=True, visibility="public")
    written, drawn = threading.Event(), threading.Event()

    def change():
        with transaction.atomic():
            Organisation.objects.filter(pk=company.pk).update(name="Mutter AS")
            written.set()
            drawn.wait(10)
        connection.close()

    thread = threading.Thread(target=change)
    thread.start()
    written.wait(10)
    before = Client().get(ADDRESS).content.decode()
    drawn.set()
    thread.join()

    assert "Bolt AS" in before
    assert "Mutter AS" in Client().get(ADDRESS).content.decode()


def test_tomorrow_the_page_is_drawn_again(client, company, clock):
    client.get(ADDRESS)
    clock.shift(24 * 3600)

    assert not from_memory(client, ADDRESS)


def test_each_language_and_each_question_has_a_page_of_its_own(client, company):
    pages = [client.get(address).content for address in ("/medlemmer/", "/en/medlemmer/", "/medlemmer/?q=mutter")]

    assert len(set(pages)) == 3
    assert [
        client.get(address).content for address in ("/medlemmer/", "/en/medlemmer/", "/medlemmer/?q=mutter")
    ] == pages


def test_a_part_for_htmx_is_not_the_whole_page(client, company):
    whole = client.get("/medlemmer/").content
    part = client.get("/medlemmer/", headers={"HX-Request": "true"}).content

    assert b"<title>" in whole
    assert b"<title>" not in part
    assert client.get("/medlemmer/", headers={"HX-Request": "true"}).content == part


def test_who_is_signed_in_gets_nothing_from_memory_and_leaves_nothing_there(client, client_for, company):
    client_for("member").get(ADDRESS)
    assert not kept.memory.pages
    client.get(ADDRESS)

    page = client_for("member").get(ADDRESS)

    assert "no-store" in page["Cache-Control"]
    assert page.content != client.get(ADDRESS).content


def test_a_page_with_a_form_of_ones_own_is_not_kept(client, db):
    client.get("/bli-medlem/")

    assert not kept.memory.pages


def test_what_is_not_there_is_not_kept(client, db):
    client.get("/medlemmer/finnes-ikke/")

    assert not kept.memory.pages


@pytest.mark.parametrize(("accepts", "opened"), [("br, gzip", brotli.decompress), ("gzip", gzip.decompress)])
def test_pages_are_packed_as_the_browser_takes_them(client, company, accepts, opened):
    plain = client.get(ADDRESS, headers={"Accept-Encoding": ""}).content
    packed = client.get(ADDRESS, headers={"Accept-Encoding": accepts})

    assert opened(packed.content) == plain
    assert len(packed.content) < len(plain) / 2
    assert packed["Content-Length"] == str(len(packed.content))
    assert {"Cookie", "Accept-Encoding"} <= {name.strip() for name in packed["Vary"].split(",")}


@pytest.mark.parametrize("refused", ["identity", "br;q=0, gzip;q=0", "zstd"])
def test_whoever_takes_no_packing_gets_none(client, company, refused):
    assert "Content-Encoding" not in client.get(ADDRESS, headers={"Accept-Encoding": refused})


def test_a_browser_that_has_the_page_is_told_that_it_holds(client, company):
    tag = client.get(ADDRESS)["ETag"]
    again = client.get(ADDRESS, headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == tag


def test_after_a_change_the_browsers_copy_no_longer_holds(client, company):
    tag = client.get(ADDRESS)["ETag"]
    Organisation.objects.filter(pk=company.pk).update(name="Mutter AS")

    assert client.get(ADDRESS, headers={"If-None-Match": tag}).status_code == 200


def test_kept_pages_carry_the_same_safety_as_drawn_ones(client, company):
    drawn, again = client.get(ADDRESS), client.get(ADDRESS)

    assert "Content-Security-Policy" in drawn.headers
    assert dict(again.headers) == dict(drawn.headers)


def test_another_host_gets_another_page_and_a_strange_one_none(client, company, settings):
    settings.ALLOWED_HOSTS = ["klynge.example.no"]
    client.get(ADDRESS, headers={"Host": "klynge.example.no"})

    assert client.get(ADDRESS, headers={"Host": "falsk.example.no"}).status_code == 400


def test_memory_has_room_for_so_much_and_forgets_what_is_longest_unused(client, company, settings):
    settings.PAGE_MEMORY = 0.06  # MB: two or three pages
    for number in range(10):
        client.get(f"/medlemmer/?q=bolt{number}")
        client.get(ADDRESS)

    assert 1 <= len(kept.memory.pages) < 6
    assert kept.memory.size == sum(page.size for page in kept.memory.pages.values())
    assert from_memory(client, ADDRESS)


def test_memory_can_be_turned_off(client, company, settings):
    settings.PAGE_MEMORY = 0
    client.get(ADDRESS)

    assert not kept.memory.pages


def test_an_endless_address_is_answered_and_not_kept(client, company):
    assert client.get("/medlemmer/?q=" + "x" * 5000).status_code == 200
    assert not kept.memory.pages
