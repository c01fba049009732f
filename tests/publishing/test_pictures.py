"""What may be brought in as a picture, through the form the office uses."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images.forms import get_image_form

from sterke.publishing.models import Picture
from tests import editorial, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(settings, tmp_path):
    """``bring(file)`` gives the form after trying to bring the file in."""
    settings.MEDIA_ROOT = tmp_path
    shelf = editorial.shelf()
    user = factories.viewer("secretary")
    user.is_superuser = True

    def make(file):
        data = {"title": "Saga", "collection": shelf.pk}
        form = get_image_form(Picture)(data, {"file": file}, user=user)
        form.is_valid()
        return form

    return make


def huge_png():
    """A PNG of 50,000 × 50,000 pixels that is a few hundred bytes long."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def film(kind, frames):
    data = BytesIO()
    pictures = [Image.new("RGB", (4, 4), (n * 80 % 256, n // 4 % 256, 0)) for n in range(frames)]
    pictures[0].save(data, kind, save_all=True, append_images=pictures[1:])
    return data.getvalue()


WRONG = {
    "larger than any screen": ("stor.png", huge_png),
    "a drawing with script": (
        "a.svg",
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    ),
    "a program with another name": ("a.png", lambda: b"MZ\x90\x00" + b"\x00" * 500),
    "a film of 2,000 frames": ("a.gif", lambda: film("GIF", 2000)),
    "a film in WebP": ("a.webp", lambda: film("WEBP", 3)),
    "cut short": ("a.png", lambda: editorial.image_file(size=(400, 400)).read()[:200]),
    "another kind than it says": ("a.jpg", lambda: editorial.image_file().read()),
    "empty": ("a.png", lambda: b""),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_not_a_still_picture_is_told_beside_the_field_and_not_kept(bring, what, tmp_path):
    name, make = WRONG[what]
    form = bring(SimpleUploadedFile(name, make()))
    assert list(form.errors) == ["file"]
    assert list(tmp_path.rglob("*.*")) == []


def test_where_and_with_what_it_was_taken_is_gone(bring):
    exif = Image.Exif()
    exif[0x010F] = "Kamerafabrikk"
    exif.get_ifd(0x8825).update({1: "N", 2: (60.0, 11.0, 0.0)})
    form = bring(editorial.image_file("a.jpg", kind="JPEG", exif=exif, comment=b"hemmelig"))
    kept = form.save()
    data = kept.file.read()
    assert (dict(Image.open(BytesIO(data)).getexif()), b"Kamerafabrikk" in data, b"hemmelig" in data) == (
        {},
        False,
        False,
    )


def test_a_picture_taken_sideways_is_turned(bring):
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = bring(editorial.image_file("a.jpg", size=(60, 40), kind="JPEG", exif=exif)).save()
    assert (kept.width, kept.height) == (40, 60)


def test_the_file_takes_no_name_from_whoever_brought_it(bring):
    kept = bring(editorial.image_file("Kari Ansatt ../../x.png")).save()
    assert "Kari" not in kept.file.name


def test_sizes_are_served_and_originals_are_not(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept = editorial.picture()
    small = kept.get_rendition("width-20")
    served = client.get(small.url)
    assert (served.status_code, "immutable" in served.headers["Cache-Control"]) == (200, True)
    assert client.get(kept.file.url, follow=True).status_code == 404
    assert (
        client.get("/media/images/..%2Foriginal_images%2F" + kept.file.name.split("/")[-1], follow=True).status_code
        == 404
    )
