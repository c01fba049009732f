"""Pictures that the press may take along, from the page for the press of a case."""

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from tests import editorial
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make.CaseFactory(slug="veien", visibility="public")
    return lambda: Client().get("/saker/veien/presse/").content.decode()


def test_those_marked_for_the_press_stand_with_their_maker_and_can_be_taken(page, tmp_path):
    picture = editorial.picture(title="Porten", credit="Kari Moen", for_press=True, description="Porten om morgenen")
    text = page()
    assert 'alt="Porten om morgenen"' in text
    assert "Kari Moen" in text
    large = picture.get_rendition("width-2400|format-jpeg")
    assert f'href="{large.url}"' in text
    with large.file.open() as file:
        assert not Image.open(BytesIO(file.read())).getexif()


def test_others_do_not(page):
    editorial.picture(title="Bare til en artikkel", credit="Kari Moen")
    assert "Kari Moen" not in page()
    assert "press-pictures" not in page()
