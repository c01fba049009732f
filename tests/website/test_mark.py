"""The mark follows the municipalities: what the secretariat changes in the office is drawn at once, everywhere."""

import datetime

import pytest
from django.test import Client

from sterke.region.models import RegionDefinition
from tests import factories as make
from tests.website.head import Head

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(settings, tmp_path):
    settings.DATA = tmp_path
    made = RegionDefinition.objects.create(name="Test", kind="cluster", valid_from=datetime.date(2007, 2, 1))
    made.municipalities.set([make.MunicipalityFactory(hex_column=0, hex_row=0, slug="her")])
    return made


def drawn():
    """Every drawing of the mark, as a visitor gets it."""
    read = Client().get
    front = read("/")
    picture = Head(front).meta["og:image"].partition("://")[2].partition("/")[2]
    frame = front.content.decode().partition("<svg viewBox")[2].partition("</svg>")[0]
    return [frame, picture] + [
        b"".join(read(path).streaming_content) if read(path).streaming else read(path).content
        for path in ("/merke.svg", "/merke-192.png", "/favicon.ico", f"/{picture}")
    ]


def add(region, client):
    places = [*region.municipalities.values_list("pk", flat=True), make.MunicipalityFactory(hex_column=1, hex_row=0).pk]
    fields = {"name": "Test", "kind": "cluster", "valid_from": "2007-02-01", "municipalities": places}
    return client.post(f"/kontoret/office_region/edit/{region.pk}/", fields)


def test_a_municipality_added_in_the_office_stands_in_every_drawing_of_the_mark_at_once(region, client_for):
    before = drawn()
    assert drawn() == before
    assert add(region, client_for("secretary")).status_code == 302
    assert [old for old, new in zip(before, drawn(), strict=True) if old == new] == []


def test_a_municipality_moved_in_the_office_moves_in_the_mark_at_once(region, client_for):
    add(region, client_for("secretary"))
    before = drawn()
    client = client_for("secretary")
    place = region.municipalities.get(slug="her")
    facts = {name: getattr(place, name) for name in ("name", "slug", "centre", "latitude", "longitude")}
    answer = client.post(f"/kontoret/office_municipality/edit/{place.pk}/", facts | {"hex_column": 0, "hex_row": 3})
    assert answer.status_code == 302
    assert [old for old, new in zip(before, drawn(), strict=True) if old == new] == []
