"""Shared papers: versions, who may have them, and what search finds in them."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from sterke.exchange import actions, reading
from sterke.exchange.models import DocumentVersion, SharedDocument
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make.SeatFactory(person=make.a_member().person).person


@pytest.fixture
def space(member):
    return actions.open_space(network=member.seats.get().network)


def share(space, person, name="avtale.txt", data=b"Pris per tonn"):
    return actions.share_document(space, title="Avtale", file=ContentFile(data, name=name), by=person.user)


def docx(words: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("word/document.xml", f"<w><t>{words}</t></w>")
    return data.getvalue()


def test_only_those_in_the_space_have_it(space, member, client_for):
    row = share(space, member)
    address = reverse("exchange:version", args=[row.pk, 1])
    assert b"".join(client_for(member.user).get(address).streaming_content) == b"Pris per tonn"
    assert client_for("member").get(address).status_code == 404


def test_every_version_stays(space, member):
    row = share(space, member)
    actions.write_version(row, file=ContentFile(b"Ny pris", name="avtale2.txt"), note="Ny pris", by=member.user)
    assert [version.number for version in row.versions.all()] == [2, 1]


def test_taken_away_it_is_had_by_nobody(space, member, client_for):
    row = share(space, member)
    actions.take_document_away(row, by=member.user)
    assert client_for(member.user).get(reverse("exchange:version", args=[row.pk, 1])).status_code == 404
    with pytest.raises(ValidationError):
        actions.write_version(row, file=ContentFile(b"x", name="x.txt"), by=member.user)


def test_only_whoever_shared_it_or_moderates_takes_it_away(space, member):
    row = share(space, member)
    colleague = make.SeatFactory(network=space.network, person=make.a_member().person).person
    with pytest.raises(PermissionDenied):
        actions.take_document_away(row, by=colleague.user)


def test_the_words_of_a_paper_are_found(space, member, client_for):
    row = share(space, member, "avtale.docx", docx("Kranløft på Skarnes"))
    found = client_for(member.user).get(reverse("website:search"), {"q": "kranløftene"}).content.decode()
    assert row.get_absolute_url() in found
    assert (
        row.get_absolute_url()
        not in client_for("member").get(reverse("website:search"), {"q": "kranløft"}).content.decode()
    )


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04 nei", docx('<!DOCTYPE x [<!ENTITY a "aaaa">]><w>&a;</w>'), b"%PDF-1.7 cut", b""]
)
def test_a_paper_that_cannot_be_read_is_shared_all_the_same(space, member, data):
    name = "avtale.pdf" if data.startswith(b"%PDF") else "avtale.docx"
    assert reading.text_of(ContentFile(data, name=name)) == "" or "aaaa" not in reading.text_of(
        ContentFile(data, name=name)
    )
    if data:
        assert share(space, member, name, data).versions.count() == 1


def test_a_part_that_would_unpack_too_large_is_left_out(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_PART", 10)
    assert reading.text_of(ContentFile(docx("ord " * 100), name="a.docx")) == ""


def test_a_picture_loses_where_it_was_taken(space, member):
    data, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "Hemmelig sted"
    Image.new("RGB", (20, 20), "red").save(data, "JPEG", exif=exif)
    share(space, member, "bilde.jpg", data.getvalue())
    with DocumentVersion.objects.get().file.open("rb") as stored:
        assert b"Hemmelig" not in stored.read()


@pytest.mark.parametrize("name", ["../../x.html", "kjor.exe", "bilde.svg"])
def test_odd_files_are_refused_and_nothing_is_stored(space, member, name):
    with pytest.raises(ValidationError):
        share(space, member, name)
    assert not SharedDocument.objects.exists()
