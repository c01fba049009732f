"""What the office marks as the point of a picture is still in it when a page cuts it to its own shape."""

import re
from io import BytesIO

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sterke.publishing.models import Picture
from tests import editorial

pytestmark = pytest.mark.django_db
SPOT = (1900, 250, 1980, 330)  # far to the right in a picture much wider than any page shows it
MIDDLE = {"focal_point_x": 1940, "focal_point_y": 290, "focal_point_width": 80, "focal_point_height": 80}


@pytest.fixture
def wide(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    caches["renditions"].clear()  # another test's picture had the same number
    image, data = Image.new("RGB", (2000, 600), "green"), BytesIO()
    image.paste("red", SPOT)
    image.save(data, "PNG")
    return editorial.picture(file=SimpleUploadedFile("bredt.png", data.getvalue()))


def article(picture):
    return editorial.article(picture=picture, picture_alt="En prikk")


def piece(picture):
    return editorial.section(pieces=[("picture", {"image": picture, "alt": "En prikk", "caption": ""})])


def shows_the_spot(client, page):
    html = client.get(page.get_absolute_url()).text
    address = re.findall(r'<img[^>]* src="(/media/images/[^"]+)"', html)[0]  # the first is the page's own
    image = Image.open(BytesIO(b"".join(client.get(address)))).convert("RGB")
    return any(red > 200 and green < 90 for _count, (red, green, _blue) in image.getcolors(2**24))


@pytest.mark.parametrize("made", [article, piece])
def test_the_point_of_a_picture_is_not_cut_away(client, wide, made):
    assert not shows_the_spot(client, made(wide))
    marked = Picture.objects.create(title="Med punkt", file=wide.file, collection=wide.collection, **MIDDLE)
    assert shows_the_spot(client, made(marked))


def test_a_point_marked_in_the_office_shows_at_once(client, client_for, wide):
    page = article(wide)
    before = shows_the_spot(client, page)
    words = {
        "title": "Bredt",
        "collection": wide.collection.pk,
        "description": "",
        "credit": "",
        "tags": "",
        "file": "",
    }
    answer = client_for("secretary").post(f"/kontoret/images/{wide.pk}/", words | MIDDLE)
    assert (answer.status_code, before, shows_the_spot(client, page)) == (302, False, True)
